import type { Constant } from './domain.ts';
import { agreesToDigits, type WrittenNumber } from './written-number.ts';

type ConstantValue = Constant['values'][number];

/** How a number stands to a constant. */
export interface ConstantVerdict {
  readonly kind: 'right' | 'older' | 'wrong';
  /** The value in the unit that the number is nearest to. */
  readonly value: ConstantValue;
  /** By how many powers of ten the number's unit differs from that of the value. */
  readonly power: number;
  /** Of an older value: where it comes from. */
  readonly source: string | null;
  /** (number − value) / value. */
  readonly deviation: number;
}

/** A misspelt digit leaves a number within a tenth; in a unit of another power of ten it must be nearer. */
const nearInUnit = 0.1;
const nearInPower = 0.01;

/**
 * Judges a number that a name says is a constant; null where it may be something else, or in a unit that is not known.
 *
 * @param spelt whether the name says it in words; a short one (`c`, `k_B`) is believed only next to the value
 */
export function judgeConstant(
  written: WrittenNumber,
  constant: Constant,
  spelt: boolean,
): ConstantVerdict | null {
  const { value: number, digits } = written;
  if (!(number > 0)) return null;
  let best: { value: ConstantValue; power: number; deviation: number } | null = null;
  for (const value of constant.values) {
    const power = Math.round(Math.log10(number / value.value));
    for (const tried of new Set([power, 0])) {
      const deviation = (number / 10 ** tried - value.value) / value.value;
      if (best === null || Math.abs(deviation) < Math.abs(best.deviation))
        best = { value, power: tried, deviation };
    }
  }
  if (best === null || !isBelieved(best.deviation, best.power, number, digits, spelt)) return null;
  const { value, power } = best;
  const scaled = number / 10 ** power;
  const verdict = { ...best, source: null };
  if (agreesToDigits(scaled, digits, value.value)) return { ...verdict, kind: 'right' };
  const [older] = value.older
    .filter((old) => agreesToDigits(scaled, digits, old.value, 1))
    .sort((a, b) => Math.abs(a.value - scaled) - Math.abs(b.value - scaled));
  if (older !== undefined) return { ...verdict, kind: 'older', source: older.source };
  if (Math.abs(scaled - value.value) <= 2 * value.uncertainty) return { ...verdict, kind: 'right' };
  return { ...verdict, kind: 'wrong' };
}

function isBelieved(
  deviation: number,
  power: number,
  number: number,
  digits: number,
  spelt: boolean,
): boolean {
  const off = Math.abs(deviation);
  if (spelt) return power === 0 ? off <= nearInUnit : digits >= 2 && off <= nearInPower;
  const size = Math.abs(Math.log10(number));
  if (size >= 8) return digits >= 2 && off <= nearInPower;
  return digits >= 5 && off <= (power === 0 ? 1e-3 : 1e-4);
}
