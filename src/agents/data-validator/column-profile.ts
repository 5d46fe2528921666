import { type CellKind, cellKind, isGrouped, numberOf } from './cell-kind.ts';
import { dateForm, isoTime } from './date-form.ts';
import { isMissingAmongNumbers, missingMarker } from './missing.ts';
import { isLossy, repairedMojibake } from './mojibake.ts';
import { NumberSample } from './number-sample.ts';
import type { Cell } from './table.ts';
import { TimeSteps } from './time-steps.ts';

/** Numbers that are written where a value is missing; they are kept apart until it is known whether they are. */
const placeholders: ReadonlySet<number> = new Set([
  -99, -99.9, -99.99, -999, -999.9, -999.99, -9999, -9999.9, -99999, -999999, 999, 9999, 99999, 999999,
  9999999,
]);
/** Different texts that are kept, to see what kind of texts they are. */
const mostTexts = 200;
/** The longest text that is kept as it is. */
const longestText = 200;

/** How much a column may keep. */
export interface ProfileLimits {
  /** Different values that are told apart. */
  readonly distinct: number;
  /** The share of the usual sample of numbers, 0 to 1. */
  readonly sample: number;
}

/** What is learnt of a column from all its cells. */
export class ColumnProfile {
  readonly name: string;
  /** Cells, missing ones too. */
  cells = 0;
  missing = 0;
  /** The last of them, counted from 0. */
  lastMissing = -1;
  /** How the missing ones are written. */
  readonly markers = new Map<string, number>();
  readonly kinds: Record<CellKind, number> = { number: 0, date: 0, boolean: 0, text: 0, nested: 0 };
  readonly numbers: NumberSample;
  /** Numbers with their thousands apart, and numbers from 1,000 on without. */
  grouped = 0;
  ungrouped = 0;
  readonly placeholders = new Map<number, number>();
  readonly texts = new Map<string, number>();
  /** Texts that stand for a missing value if the column is one of numbers. */
  readonly missingAmongNumbers = new Map<string, number>();
  /** Codes of two or three capitals, among which `NA` is one of them. */
  codes = 0;
  readonly dateForms = new Map<string, number>();
  firstDate: string | null = null;
  lastDate: string | null = null;
  readonly values = new Map<string, number>();
  /** Whether `values` has all of them. */
  allValues = true;
  /** How many cells were seen when `values` was full. */
  cellsOfValues = 0;
  /** Texts that begin or end with white space. */
  spaced = 0;
  /** Texts with a byte order mark in them. */
  marks = 0;
  mojibake = 0;
  lossy = 0;
  readonly times: TimeSteps | null;
  readonly #typed: boolean;
  readonly #decimalComma: boolean;
  readonly #limits: ProfileLimits;

  constructor(
    name: string,
    table: { readonly typed: boolean; readonly decimalComma: boolean },
    limits: ProfileLimits,
    temporal: boolean,
  ) {
    this.name = name;
    this.#typed = table.typed;
    this.#decimalComma = table.decimalComma;
    this.#limits = limits;
    this.numbers = new NumberSample(limits.sample);
    this.times = temporal ? new TimeSteps() : null;
  }

  add(cell: Cell): void {
    this.cells += 1;
    const marker = missingMarker(cell);
    if (marker !== null) {
      this.missing += 1;
      this.lastMissing = this.cells - 1;
      count(this.markers, marker);
      return;
    }
    const value = cell as Exclude<Cell, null | undefined>;
    const kind = cellKind(value, this.#typed, this.#decimalComma);
    this.kinds[kind] += 1;
    if (kind === 'nested') return;
    this.#keep(value);
    if (kind === 'number') this.#addNumber(value);
    else if (typeof value === 'string') this.#addText(value, kind);
  }

  /** Cells that hold a value. */
  get present(): number {
    return this.cells - this.missing;
  }

  /** The share of the values seen that are distinct, 0 to 1; where they were too many to keep, of those kept. */
  get distinctShare(): number {
    const seen = this.allValues ? this.present : this.cellsOfValues;
    return seen === 0 ? 0 : this.values.size / seen;
  }

  #addNumber(value: Exclude<Cell, null | undefined>): void {
    const number = typeof value === 'string' ? (numberOf(value, this.#decimalComma) ?? 0) : Number(value);
    if (typeof value === 'string' && isGrouped(value)) this.grouped += 1;
    else if (Math.abs(number) >= 1000) this.ungrouped += 1;
    if (placeholders.has(number)) count(this.placeholders, number);
    else this.numbers.add(number);
  }

  #addText(text: string, kind: CellKind): void {
    if (kind === 'date') {
      const trimmed = text.trim();
      count(this.dateForms, dateForm(trimmed) ?? '');
      this.firstDate ??= trimmed;
      this.lastDate = trimmed;
      const time = this.times === null ? null : isoTime(trimmed);
      if (time !== null) this.times?.add(time);
      return;
    }
    if (kind !== 'text') return;
    if (isMissingAmongNumbers(text)) count(this.missingAmongNumbers, text.trim());
    if (this.texts.size < mostTexts || this.texts.has(text)) count(this.texts, shortened(text));
    if (/^[A-Z]{2,3}$/.test(text)) this.codes += 1;
    if (text.trim().length !== text.length) {
      this.spaced += 1;
      if (text.includes('\uFEFF')) this.marks += 1;
    }
    if (isLossy(text)) this.lossy += 1;
    else if (repairedMojibake(text) !== null) this.mojibake += 1;
  }

  #keep(value: Exclude<Cell, null | undefined>): void {
    if (!this.allValues) return;
    const key = shortened(String(value));
    if (!this.values.has(key) && this.values.size >= this.#limits.distinct) {
      this.allValues = false;
      this.cellsOfValues = this.present - 1;
    } else count(this.values, key);
  }
}

function count<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function shortened(text: string): string {
  return text.length <= longestText ? text : `${text.slice(0, longestText)}…${text.length}`;
}
