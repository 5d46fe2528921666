import type { Cell } from './table.ts';

/** Characters of a value that a message shows. */
const longest = 40;

/** A value as messages show it: texts in quotes, long ones cut. */
export function quoted(cell: Cell): string {
  if (typeof cell === 'string') {
    const text = cell.length > longest ? `${cell.slice(0, longest)}…` : cell;
    return JSON.stringify(text);
  }
  if (typeof cell === 'object' && cell !== null) return Array.isArray(cell) ? 'a list' : 'an object';
  return String(cell ?? 'nothing');
}

/** A share in percent that is 100 only where it is all. */
export function sharePercent(part: number, whole: number): string {
  const percent = whole === 0 ? 0 : (100 * part) / whole;
  const digits = part === whole ? 0 : percent > 99 ? 2 : 1;
  const rounded = Math.floor(percent * 10 ** digits) / 10 ** digits;
  return `${rounded} %`;
}

/** A number with thousands apart, as prose has it: `12,345`. */
export function grouped(count: number): string {
  return count.toLocaleString('en-GB');
}
