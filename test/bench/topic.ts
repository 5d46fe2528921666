/** One table: the first row is its head. */
export interface Table {
  readonly title: string;
  readonly rows: readonly (readonly string[])[];
  /** What the figures are to be read by. */
  readonly goal?: string;
}

/** Something that is measured. */
export interface Topic {
  /** Tables as they come. */
  tables(): AsyncIterable<Table>;
}

/** `12.3`, `123`, `1,234`: three digits that count, whatever the size. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const digits = Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0;
  return value.toLocaleString('en-GB', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** `1.25×`; a dash where there is nothing to compare with. */
export function ratio(value: number, reference: number): string {
  return Number.isFinite(value / reference) ? `${(value / reference).toFixed(2)}×` : '–';
}
