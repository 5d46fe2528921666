import type { Json } from '../../../common/json.ts';
import type { RunOutcome } from './runner.ts';

/** How two results stand to each other; `nothing` where neither printed nor returned anything. */
export type Sameness =
  | { readonly kind: 'same' }
  | { readonly kind: 'nothing' | 'incomparable' | 'different'; readonly why: string };

/**
 * Compares what two implementations printed and returned.
 *
 * @param tolerance how far numbers may differ, relative to the larger
 */
export function sameResult(a: RunOutcome, b: RunOutcome, tolerance: number): Sameness {
  const why = a.incomparable ?? b.incomparable;
  if (why !== null) return { kind: 'incomparable', why };
  if (a.result === null && b.result === null && a.printed === '' && b.printed === '')
    return { kind: 'nothing', why: 'neither prints or returns anything' };
  const difference = firstDifference(a.result, b.result, tolerance, 'the result');
  if (difference !== null) return { kind: 'different', why: difference };
  const lines = [a, b].map(({ printed }) => printed.replaceAll('\r\n', '\n').split('\n'));
  const [first = [], second = []] = lines;
  const at = first.findIndex((line, index) => line !== second[index]);
  if (at === -1 && first.length === second.length) return { kind: 'same' };
  const line = at === -1 ? first.length : at;
  const shown = `${quote(first[line])} and ${quote(second[line])}`;
  return { kind: 'different', why: `line ${line + 1} of what they print differs: ${shown}` };
}

function firstDifference(a: Json, b: Json, tolerance: number, at: string): string | null {
  if (typeof a === 'number' && typeof b === 'number') {
    if (a === b || Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b))) return null;
  } else if (Array.isArray(a) && Array.isArray(b)) {
    if (a.length !== b.length) return `${at} has ${a.length} and ${b.length} items`;
    for (const [index, item] of a.entries()) {
      const difference = firstDifference(item, b[index] as Json, tolerance, `${at}[${index}]`);
      if (difference !== null) return difference;
    }
    return null;
  } else if (isObject(a) && isObject(b)) {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const difference = firstDifference(a[key] ?? null, b[key] ?? null, tolerance, `${at}.${key}`);
      if (difference !== null) return difference;
    }
    return null;
  } else if (a === b) return null;
  return `${at} is ${quote(a)} and ${quote(b)}`;
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function quote(value: Json | undefined): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
