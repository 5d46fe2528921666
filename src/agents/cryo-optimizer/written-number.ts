import type { Expression } from './expression.ts';

/** A number as it is written in a text, also as `1.6 * 10**-19` or `4e-7 * math.pi`. */
export interface WrittenNumber {
  readonly value: number;
  /** How many digits were written; 15 where they cannot be counted. */
  readonly digits: number;
  /** Whether it is a single literal. */
  readonly single: boolean;
}

const allDigits = 15;

/** Null where an expression is no number that is known from its text. */
export function writtenNumber(expression: Expression): WrittenNumber | null {
  if (expression.kind === 'number')
    return { value: expression.value, digits: significantDigits(expression.text), single: true };
  const parts: { number: number; text: string | null }[] = [];
  const value = evaluate(expression, parts);
  if (value === null || parts.length === 0) return null;
  // What is no power of ten carries the digits; several of them, or π, leave nothing to count.
  const counted = parts.filter(({ number, text }) => text === null || !isPowerOfTen(number));
  const [only] = counted;
  const digits =
    counted.length === 1 && typeof only?.text === 'string' ? significantDigits(only.text) : allDigits;
  return { value, digits, single: false };
}

function evaluate(expression: Expression, parts: { number: number; text: string | null }[]): number | null {
  switch (expression.kind) {
    case 'number':
      parts.push({ number: expression.value, text: expression.text });
      return expression.value;
    case 'name':
      if (!/^(pi|PI|M_PI)$/.test(expression.name)) return null;
      parts.push({ number: Math.PI, text: null });
      return Math.PI;
    case 'negative': {
      const of = evaluate(expression.of, parts);
      return of === null ? null : -of;
    }
    case 'binary': {
      const left = evaluate(expression.left, parts);
      const right = evaluate(expression.right, parts);
      if (left === null || right === null) return null;
      const result =
        expression.operator === '*'
          ? left * right
          : expression.operator === '/'
            ? left / right
            : expression.operator === '**'
              ? left ** right
              : null;
      if (expression.operator === '**') {
        // The exponent says nothing about the digits.
        parts.pop();
      }
      return result !== null && Number.isFinite(result) ? result : null;
    }
    default:
      return null;
  }
}

function isPowerOfTen(value: number): boolean {
  if (value <= 0) return false;
  const power = Math.log10(value);
  return Math.abs(power - Math.round(power)) < 1e-12;
}

/** Digits that count; the zeros at the end of a whole number may be there for its size alone. */
export function significantDigits(text: string): number {
  const mantissa = text
    .replaceAll('_', '')
    .replace(/[eE].*$/, '')
    .replace(/^[+-]/, '');
  const digits = mantissa.includes('.') ? mantissa.replace('.', '') : mantissa.replace(/0+$/, '');
  return Math.min(allDigits, Math.max(1, digits.replace(/^0+/, '').length));
}

/**
 * Whether a number is another one to the digits that were written, rounded or cut off.
 *
 * @param slack how far it may be off besides, in units of the last digit
 */
export function agreesToDigits(written: number, digits: number, exact: number, slack = 0): boolean {
  const size = Math.abs(exact);
  const off = size - Math.abs(written);
  if (size === 0) return off === 0;
  // A whole digit of what was written may be lost where the first digit rolls over; the noise of floating point is not.
  const step = 10 ** (Math.floor(Math.log10(size)) - digits + 1);
  const noise = size * 1e-15;
  return Math.abs(off) <= (0.5 + slack) * step + noise || (off >= 0 && off < step - noise);
}
