import type { Passage } from '../document.ts';
import { divideText, withoutBlobs } from './bounded-text.ts';
import { divideLines } from './divide-lines.ts';
import { joinSections } from './join-sections.ts';
import type { PassageLengths } from './passage-lengths.ts';
import { lineSection, type Section } from './section.ts';
import { SourceLines } from './source-lines.ts';

/** UTF-16 code units; lines that are longer may hold what is no text. */
const suspiciousLine = 200;

/** Parts of one line that are kept: what goes on behind them is data. */
const mostOfLine = 25;

/** Makes passages of the sections of a document: short neighbours are joined, what is long is divided. A small one stays whole. */
export class PassageFitter {
  readonly passages: Passage[] = [];
  readonly #lines: SourceLines;
  readonly #lengths: PassageLengths;
  readonly #mostOfLine: number;
  readonly #hasBlobs: boolean;

  /**
   * @param lines of what may be shown
   * @param minified whether long lines are code that nobody wrote: of each, only the beginning is kept
   */
  constructor(lines: SourceLines, lengths: PassageLengths, minified: boolean) {
    this.#lines = lines;
    this.#lengths = lengths;
    this.#mostOfLine = minified ? 1 : mostOfLine;
    this.#hasBlobs = lines.longest >= suspiciousLine;
  }

  /** @param sectionsOnly whether lines in no section are left out; else each that is not blank is part of a passage */
  add(sections: readonly Section[], sectionsOnly: boolean): void {
    const { short, joined } = this.#lengths;
    const isSmall = this.#lines.text.length <= joined;
    let group: Section[] = [];
    let length = 0;
    let shortest = 0;
    for (const section of this.#inOrder(sections, sectionsOnly)) {
      const own = section.text?.value.length ?? this.#lines.lengthOf(section.line, section.endLine);
      const first = group[0];
      const joins =
        first !== undefined &&
        length + own <= joined &&
        (section.cell === null && isSmall
          ? true
          : !section.opens &&
            Math.min(shortest, own) < (section.cell === null ? short : short / 4) &&
            belongTogether(first.titlePath, section.titlePath));
      if (joins) {
        group.push(section);
        length += own;
        shortest = Math.min(shortest, own);
      } else {
        this.#addGroup(group);
        group = [section];
        length = own;
        shortest = own;
      }
    }
    this.#addGroup(group);
  }

  /** The sections within the text and apart; what is between them becomes text. */
  *#inOrder(sections: readonly Section[], sectionsOnly: boolean): Generator<Section> {
    const { count } = this.#lines;
    let next = 1;
    for (const section of sections) {
      const line = Math.max(1, Math.min(section.line, count));
      const endLine = Math.max(line, Math.min(section.endLine, count));
      if (line > next && !sectionsOnly) yield* this.#between(next, line - 1);
      const start = section.text === null ? Math.max(line, next) : line;
      if (start <= endLine && count > 0)
        yield start === section.line && endLine === section.endLine
          ? section
          : { ...section, line: start, endLine };
      next = Math.max(next, endLine + 1);
    }
    if (next <= count && !sectionsOnly) yield* this.#between(next, count);
  }

  *#between(first: number, last: number): Generator<Section> {
    let line = first;
    while (line <= last && this.#lines.indent(line) === -1) line += 1;
    if (line <= last) yield lineSection('text', 'text', [], line, last);
  }

  #addGroup(group: readonly Section[]): void {
    const [first] = group;
    if (first === undefined) return;
    const whole = group.length === 1 ? first : joinSections(this.#lines, group);
    const { line, endLine, text } = whole;
    const lines = text === null ? this.#lines : new SourceLines(text.value);
    const [from, to] = text === null ? [line, endLine] : [1, lines.count];
    const limit = this.#limitOf(lines.lengthOf(from, to));
    /** The line of the file that the first line of the text stands on; null where only all of it has a place. */
    const place = text === null ? 1 : text.line;
    for (const [at, range] of divideLines(lines, from, to, limit, this.#lengths.short).entries()) {
      const written = lines.slice(range.line, range.endLine);
      if (place === null) this.#addPart(whole, line, endLine, written, at > 0);
      else {
        const start = Math.min(place + range.line - 1, endLine);
        this.#addPart(whole, start, Math.min(place + range.endLine - 1, endLine), written, at > 0);
      }
    }
  }

  /** How long the parts of a text may be: it is divided into as few as can be, of about the same length. */
  #limitOf(length: number): number {
    const { longest } = this.#lengths;
    if (length <= longest) return Number.POSITIVE_INFINITY;
    return Math.min(longest, Math.ceil((length / Math.ceil(length / longest)) * 1.2));
  }

  /** Adds a passage; or several on one line, where that line is endless. */
  #addPart(section: Section, line: number, endLine: number, written: string, isMore: boolean): void {
    const { kind, titlePath, cell } = section;
    const tame = this.#hasBlobs ? withoutBlobs(written) : written;
    const { longest } = this.#lengths;
    const parts = tame.length > longest ? divideText(tame, longest, this.#mostOfLine) : [tame];
    for (const [at, part] of parts.entries()) {
      const symbols = isMore || at > 0 ? [] : section.symbols;
      this.passages.push({ kind, titlePath, line, endLine, cell, text: part.toWellFormed(), symbols });
    }
  }
}

/** Whether two sections lie under the same title, or one right under the other. */
function belongTogether(first: readonly string[], second: readonly string[]): boolean {
  const [inner, outer] = first.length > second.length ? [first, second] : [second, first];
  if (inner.length - outer.length > 1) return false;
  const common = inner.length === outer.length ? inner.length - 1 : outer.length;
  for (let at = 0; at < common; at++) if (inner[at] !== outer[at]) return false;
  return true;
}
