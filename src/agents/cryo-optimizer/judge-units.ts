import type { Domain, Unit } from './domain.ts';
import { agree, factorOf, type LinearValue, looksLikeConversion, zeroOf } from './linear-value.ts';

export type UnitVerdict = 'unit-mismatch' | 'wrong-conversion';

/** What is wrong where a value comes to, or meets, another one; null where nothing is, or nothing is known. */
export function judgeUnits(from: LinearValue, to: LinearValue, domain: Domain): UnitVerdict | null {
  if (from.unit.dimension !== to.unit.dimension || from.unit.name === to.unit.name) return null;
  if (agree(from, to)) return null;
  const converted = [from, to].some(
    ({ scale, shift, unit }) => shift !== 0 || looksLikeConversion(scale, unit.dimension, domain),
  );
  return converted ? 'wrong-conversion' : 'unit-mismatch';
}

/** How a value in one unit becomes one in another: `1 bar is 100000 Pa`, `0 °C is 273.15 K`. */
export function conversionText(from: Unit, to: Unit, interval = false): string {
  const factor = from.factor / to.factor;
  const zero = (from.offset - to.offset) / to.factor;
  if (zero === 0 || interval) return `1 ${from.symbol} is ${plainNumber(factor)} ${to.symbol}`;
  const zeroText = `0 ${from.symbol} is ${plainNumber(zero)} ${to.symbol}`;
  return factor === 1
    ? zeroText
    : `${zeroText}, and 1 ${from.symbol} more is ${plainNumber(factor)} ${to.symbol} more`;
}

/** What a conversion that was tried really gives: `that is 10 times too much`. */
export function wrongBy(from: LinearValue, to: LinearValue): string {
  const ratio = factorOf(to) / factorOf(from);
  const off = (zeroOf(from) - zeroOf(to)) / factorOf(to);
  if (Math.abs(ratio - 1) > 0.005)
    return `the result is ${plainNumber(Math.abs(ratio))} times what it should be`;
  return `the result is off by ${plainNumber(Math.abs(off))} ${to.unit.symbol}`;
}

/** At most seven digits, and no more than are needed. */
export function plainNumber(value: number): string {
  return numberText(Number(value.toPrecision(7)));
}

/** A number with all its digits, as a physicist would write it: `299792458`, `1.25663706127e-6`. */
export function numberText(value: number): string {
  const size = Math.abs(value);
  const plain = value === 0 || (size >= 1e-3 && size < 1e12);
  return plain ? String(value) : value.toExponential().replace('e+', 'e');
}
