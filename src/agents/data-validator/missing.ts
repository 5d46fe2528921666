import type { Cell } from './table.ts';

/** Texts that stand for "no value" in every column; an empty cell, null and an absent field do too. */
const always: ReadonlySet<string> = new Set([
  'NA',
  'N/A',
  'n/a',
  '#N/A',
  '<NA>',
  'NaN',
  'nan',
  'NAN',
  'null',
  'NULL',
  'Null',
  '\\N',
  '#NULL!',
]);

/** Texts that stand for it only in a column of numbers or dates; among words they are words. */
const amongNumbers: ReadonlySet<string> = new Set([
  '-',
  '--',
  '---',
  '–',
  '—',
  '.',
  '..',
  '...',
  '?',
  '*',
  'na',
  'n.a.',
  'N.A.',
  'None',
  'none',
  'nil',
  'NIL',
  '#REF!',
  '#VALUE!',
  '#DIV/0!',
]);

/** The longest of them. */
const longest = 7;

/** How a missing value is written: `empty`, `null`, a word of the list, or null where the value is there. */
export function missingMarker(cell: Cell): string | null {
  if (cell === undefined || cell === null) return 'null';
  if (typeof cell !== 'string') return typeof cell === 'number' && Number.isNaN(cell) ? 'NaN' : null;
  if (cell.length > longest) return isBlank(cell) ? 'empty' : null;
  if (isBlank(cell)) return 'empty';
  const text = cell.trim();
  return always.has(text) ? text : null;
}

/** Whether a text stands for a missing value in a column of numbers or dates. */
export function isMissingAmongNumbers(text: string): boolean {
  return amongNumbers.has(text.trim());
}

/** The words that stand for a missing value, for the report. */
export const missingWords = { everywhere: [...always], among_numbers_and_dates: [...amongNumbers] };

function isBlank(text: string): boolean {
  return text.trim() === '';
}
