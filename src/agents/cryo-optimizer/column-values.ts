import type { ColumnMeaning } from './column-meaning.ts';
import { toSi } from './domain.ts';

/** A value outside of its bounds. */
export interface OutsideValue {
  /** From 1. */
  readonly line: number;
  readonly value: number;
}

const mostPlaces = 5;

/** The values of one column, of which only those outside of the bounds are kept, the first few. */
export class ColumnValues {
  readonly meaning: ColumnMeaning;
  readonly #missing: ReadonlySet<number>;
  /** Values that were looked at. */
  checked = 0;
  /** Of these, values outside of the bounds. */
  outside = 0;
  /** Of those outside, values that stand for "no reading". */
  missing = 0;
  readonly places: OutsideValue[] = [];
  least = Number.POSITIVE_INFINITY;
  most = Number.NEGATIVE_INFINITY;

  constructor(meaning: ColumnMeaning, missing: ReadonlySet<number>) {
    this.meaning = meaning;
    this.#missing = missing;
  }

  take(value: number, line: number): void {
    const { bounds, unit, quantity } = this.meaning;
    const inUnit = unit ?? quantity?.unit;
    if (bounds === null || inUnit === undefined) return;
    this.checked += 1;
    const si = toSi(value, inUnit);
    // What lies on a bound may come out beside it after the conversion.
    const slack = 1e-9 * Math.max(Math.abs(si), inUnit.factor);
    if (si >= bounds.low - slack && si <= bounds.high + slack) return;
    this.outside += 1;
    if (this.#missing.has(value)) this.missing += 1;
    this.least = Math.min(this.least, value);
    this.most = Math.max(this.most, value);
    if (this.places.length < mostPlaces) this.places.push({ line, value });
  }

  /**
   * Whether the values outside can be told. Where no unit is said and most values do not fit, it is the unit that was
   * guessed wrongly.
   */
  get tellable(): boolean {
    if (this.outside === 0) return false;
    if (this.meaning.unit !== null) return true;
    const outside = this.outside - this.missing;
    return outside === 0 || outside * 2 < this.checked - this.missing;
  }

  /** What is told of them. */
  message(): string {
    const { header, bounds, quantity, unit } = this.meaning;
    const inUnit = unit ?? quantity?.unit;
    const what = quantity === null ? '' : `, the ${quantity.title},`;
    const converted =
      inUnit === undefined || bounds === null || inUnit === bounds.unit
        ? ''
        : ` (values in ${inUnit.symbol})`;
    const assumed = unit === null ? ` (no unit is said; ${inUnit?.symbol} was assumed)` : '';
    const range = this.least === this.most ? `${this.least}` : `${this.least} to ${this.most}`;
    const where = this.places.map(({ line }) => line).join(', ');
    const more = this.outside > this.places.length ? ', …' : '';
    const missing =
      this.missing === 0
        ? ''
        : this.missing === this.outside
          ? '; it looks like a code for a missing reading'
          : `; ${this.missing} of them look like a code for a missing reading`;
    const all = this.outside === this.checked && this.checked > 1 ? '; all of them: is the unit right?' : '';
    return `\`${header}\`${what} has ${this.outside} of ${this.checked} values outside of ${bounds?.text} (${bounds?.source})${converted}${assumed}: ${range}, in line ${where}${more}${missing}${all}`;
  }
}
