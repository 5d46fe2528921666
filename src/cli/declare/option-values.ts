import { InvalidArgumentError } from 'commander';

/** Reads a whole number from 1 on. */
export function positiveInteger(text: string): number {
  return wholeNumber(text, Number.MAX_SAFE_INTEGER, 'from 1 on');
}

/** Makes a reader of whole numbers from 1 to another one. */
export function integerUpTo(most: number): (text: string) => number {
  return (text) => wholeNumber(text, most, `from 1 to ${most}`);
}

function wholeNumber(text: string, most: number, range: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 1 && value <= most) return value;
  throw new InvalidArgumentError(`It must be a whole number ${range}.`);
}

/** Gathers the values of an option that may be repeated. */
export function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}
