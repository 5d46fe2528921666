import { err, ok, type Result } from '../../common/result.ts';

/** Whether a breakpoint that is hit for the nth time (from 1) stops. */
export type HitCondition = (hits: number) => boolean;

const form = /^(>=|<=|==|=|>|<|%)?\s*(\d{1,9})$/;

/** Reads `3`, `== 3`, `>= 3`, `> 3`, `<= 3`, `< 3` or `% 3` (every third time); a bare number means `==`. */
export function parseHitCondition(text: string): Result<HitCondition, string> {
  const match = form.exec(text.trim());
  const operator = match?.[1] ?? '==';
  const number = Number(match?.[2]);
  if (!match || (operator === '%' && number === 0))
    return err(`${JSON.stringify(text)} is no hit count: write 3, == 3, > 3, >= 3, < 3, <= 3 or % 3`);
  // The first hit is number 1.
  const isNever = operator === '<' ? number <= 1 : number === 0 && !operator.startsWith('>');
  if (isNever) return err(`${JSON.stringify(text)} is never reached: hits are counted from 1`);
  switch (operator) {
    case '>=':
      return ok((hits) => hits >= number);
    case '<=':
      return ok((hits) => hits <= number);
    case '>':
      return ok((hits) => hits > number);
    case '<':
      return ok((hits) => hits < number);
    case '%':
      return ok((hits) => hits % number === 0);
    default:
      return ok((hits) => hits === number);
  }
}
