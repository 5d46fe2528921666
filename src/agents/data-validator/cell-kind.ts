import { dateForm } from './date-form.ts';
import type { Cell } from './table.ts';

export type CellKind = 'number' | 'date' | 'boolean' | 'text' | 'nested';

const plainNumber = /^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/;
const groupedNumber = /^\s*[+-]?\d{1,3}(,\d{3})+(\.\d*)?\s*$/;
const commaNumber = /^\s*[+-]?\d+,\d+\s*$/;
/** What may stand before a number without a unit; `N`, `I` for NaN and Infinity are words. */
const numberStart = /^\s*[+\-.\d]/;

/** The number that a text is; null where it is none. */
export function numberOf(text: string, decimalComma: boolean): number | null {
  if (text.length > 40 || !numberStart.test(text)) return null;
  if (plainNumber.test(text)) return Number(text);
  if (decimalComma && commaNumber.test(text)) return Number(text.replace(',', '.'));
  return groupedNumber.test(text) ? Number(text.replaceAll(',', '')) : null;
}

/** Whether a text is a number with its thousands apart: `1,234`. */
export function isGrouped(text: string): boolean {
  return text.length <= 40 && text.includes(',') && groupedNumber.test(text);
}

/** The kind of a cell that holds a value. A text in JSON stays a text where a text in CSV is a number or true. */
export function cellKind(
  cell: Exclude<Cell, null | undefined>,
  typed: boolean,
  decimalComma: boolean,
): CellKind {
  if (typeof cell === 'number' || typeof cell === 'bigint') return 'number';
  if (typeof cell === 'boolean') return 'boolean';
  if (typeof cell === 'object') return 'nested';
  if (!typed) {
    if (numberOf(cell, decimalComma) !== null) return 'number';
    if (/^\s*(true|false)\s*$/i.test(cell)) return 'boolean';
  }
  return dateForm(cell.trim()) === null ? 'text' : 'date';
}

const decorated =
  /^\s*([<>≤≥~≈±$€£¥]\s*[+-]?[\d.,]+\s*%?|[+-]?[\d.,]+\s*([%‰°*†‡?]|[$€£¥]|\+\/-.*|±.*|\s[A-Za-zµ°%/²³]{1,8}|\(.*\)))\s*$/;

/** Whether a text is a word, or a number with something about it (`<5`, `12 %`, `1.5 kg`), and no code such as `12B`. */
export function isWordOrDecorated(text: string): boolean {
  return text.length <= 200 && (!/\d/.test(text) || decorated.test(text));
}
