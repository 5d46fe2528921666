import type { Position } from '../../common/position.ts';

export type SyntaxRule =
  | 'python-syntax'
  | 'javascript-syntax'
  | 'json-syntax'
  | 'yaml-syntax'
  | 'toml-syntax'
  | 'notebook-format'
  | 'notebook-cell-syntax'
  | 'shell-syntax';

/** What is wrong in a file, at the first place where it is. */
export interface Fault extends Position {
  readonly rule: SyntaxRule;
  readonly message: string;
}

/** How the check of one file came out. */
export type CheckResult =
  | { readonly kind: 'sound' }
  | { readonly kind: 'fault'; readonly fault: Fault }
  /** It is no source after all, or cannot be judged here; the reason is shown with a count. */
  | { readonly kind: 'skipped'; readonly reason: string };

export const sound: CheckResult = { kind: 'sound' };

export function fault(rule: SyntaxRule, position: Position, message: string): CheckResult {
  return { kind: 'fault', fault: { rule, line: position.line, column: position.column, message } };
}

export function skippedCheck(reason: string): CheckResult {
  return { kind: 'skipped', reason };
}

/** For parsers that work by recursion: what they give up on may be sound, so it is no fault. */
export const tooDeep = skippedCheck('nested too deeply to be checked');

/** Whether an error says that the stack is used up. */
export function isStackOverflow(error: unknown): boolean {
  return error instanceof Error && error.name === 'RangeError' && error.message.includes('call stack');
}
