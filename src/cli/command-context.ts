import { UserError } from '../common/errors.ts';
import { visibleReport } from './visible-text.ts';

/** What every command is given. */
export interface CommandContext {
  /** The folder of `--workspace`, else the current one. */
  readonly workspace: string;
  /** Standard output holds JSON only, one object a line. */
  readonly json: boolean;
  readonly out: NodeJS.WriteStream;
  readonly err: NodeJS.WriteStream;
}

/** Prints values: one JSON object a line, or text made for people. */
export function printAll<T>(
  context: CommandContext,
  values: readonly T[],
  text: (values: readonly T[]) => readonly string[],
): void {
  const lines = context.json ? values.map((value) => JSON.stringify(value)) : text(values.map(visibleReport));
  for (const line of lines) context.out.write(`${line}\n`);
}

export function printOne<T>(context: CommandContext, value: T, text: (value: T) => readonly string[]): void {
  printAll(context, [value], (values) => values.flatMap(text));
}

/** A mistake in how a command was called. */
export function usageError(message: string): UserError {
  return new UserError('usage', message);
}
