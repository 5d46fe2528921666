import type { Position } from '../../common/position.ts';
import type { FindingFix } from '../../model/event.ts';

/** Places of a text, looked up fast however many there are. Lines end with LF, CR LF or CR. */
export class TextPlaces {
  readonly text: string;
  #starts: number[] | undefined;

  constructor(text: string) {
    this.text = text;
  }

  /** Line and column of an offset, both from 1. */
  at(offset: number): Position {
    const starts = this.#lineStarts();
    const place = Math.min(Math.max(offset, 0), this.text.length);
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= place) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: place - (starts[low] ?? 0) + 1 };
  }

  /** Where a line begins, by its number from 1. */
  startOf(line: number): number {
    return this.#lineStarts()[line - 1] ?? this.text.length;
  }

  /** The text of a line without its end, by its number from 1; at most 300 characters of it. */
  line(line: number): string {
    const start = this.startOf(line);
    const text = this.text.slice(start, Math.min(this.startOf(line + 1), start + 300));
    return text.replace(/[\r\n]+$/, '');
  }

  #lineStarts(): readonly number[] {
    if (this.#starts !== undefined) return this.#starts;
    const starts = [0];
    for (let at = 0; at < this.text.length; at++) {
      const code = this.text.charCodeAt(at);
      if (code === 10 || (code === 13 && this.text.charCodeAt(at + 1) !== 10)) starts.push(at + 1);
    }
    this.#starts = starts;
    return starts;
  }
}

/** Where something is in a text, and what can be said of the place. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** Line, column, end and context of a range. */
export function placeOf(
  places: TextPlaces,
  { start, end }: TextRange,
): { line: number; column: number; end: Position; context: string } {
  const from = places.at(start);
  return { ...from, end: places.at(Math.max(end, start)), context: places.line(from.line).trim() };
}

/** A fix that puts texts in the place of ranges. */
export function fixOf(
  places: TextPlaces,
  title: string,
  edits: readonly (TextRange & { readonly text: string })[],
): FindingFix {
  return {
    title,
    edits: edits.map(({ start, end, text }) => {
      const from = places.at(start);
      const to = places.at(end);
      return { line: from.line, column: from.column, end_line: to.line, end_column: to.column, text };
    }),
  };
}
