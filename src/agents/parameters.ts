import { UserError } from '../common/errors.ts';
import type { JsonObject } from '../common/json.ts';

/** A number from the agent's `with` block; throws the UserError `parameter.invalid` where it is something else. */
export function numberParameter(
  values: JsonObject,
  name: string,
  fallback: number,
  range: { readonly min: number; readonly max: number; readonly whole?: boolean },
): number {
  const value = values[name] ?? fallback;
  const fits = typeof value === 'number' && value >= range.min && value <= range.max;
  if (!fits || (range.whole === true && !Number.isInteger(value))) {
    const kind = range.whole === true ? 'a whole number' : 'a number';
    const bounds = Number.isFinite(range.max)
      ? `from ${range.min} to ${range.max}`
      : `not smaller than ${range.min}`;
    throw invalid(name, `${kind} ${bounds}`, value);
  }
  return value;
}

/** A list of patterns; a single one may stand without a list. */
export function patternsParameter(values: JsonObject, name: string): string[] {
  const value = values[name] ?? [];
  const list: unknown = typeof value === 'string' ? [value] : value;
  if (!Array.isArray(list) || !list.every((item): item is string => typeof item === 'string')) {
    throw invalid(name, 'a list of patterns', value);
  }
  return list;
}

const units: Readonly<Record<string, number>> = {
  '': 1,
  k: 1000,
  m: 1000 ** 2,
  g: 1000 ** 3,
  ki: 1024,
  mi: 1024 ** 2,
  gi: 1024 ** 3,
};

/** A size in bytes: a number, or text such as `512Ki`, `5Mi`, `1.5 MB`. */
export function sizeParameter(values: JsonObject, name: string, fallback: number): number {
  const value = values[name] ?? fallback;
  if (typeof value === 'number' && value >= 0) return value;
  const match = typeof value === 'string' ? /^\s*(\d+(?:\.\d+)?)\s*([kmg]i?)?b?\s*$/i.exec(value) : null;
  if (match === null) throw invalid(name, 'a size such as 512Ki or 5Mi', value);
  return Math.floor(Number(match[1]) * (units[(match[2] ?? '').toLowerCase()] ?? 1));
}

function invalid(name: string, wanted: string, value: unknown): UserError {
  return new UserError('parameter.invalid', `with.${name} must be ${wanted}, not ${JSON.stringify(value)}`);
}
