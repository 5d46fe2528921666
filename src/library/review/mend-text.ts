import { escapePattern } from '../../common/escape-pattern.ts';
import type { FindingRepair } from './reviewed-document.ts';

/** A repair with the line that it is for, from 1. */
export type LineRepair = FindingRepair & { readonly line: number };

/** What became of a text. */
export interface MendedText {
  readonly text: string;
  readonly made: readonly LineRepair[];
  /** Those whose line does not hold what they are for. */
  readonly missed: readonly LineRepair[];
}

/**
 * Puts in place of destinations of links what they should be: everything else stays as it is, to the byte.
 *
 * @param text each byte a character, so that any encoding that has ASCII in it stays what it is
 */
export function mendText(text: string, repairs: readonly LineRepair[]): MendedText {
  // As lines are counted: CR LF, LF, or a CR alone.
  const lines = text.split(/(?<=\r\n|\n|\r(?!\n))/);
  const made: LineRepair[] = [];
  const missed: LineRepair[] = [];
  for (const repair of repairs) {
    const line = lines[repair.line - 1] ?? '';
    const mended = line.replace(
      destination(repair.old),
      (_, before: string) => before + bytesOf(repair.text),
    );
    lines[repair.line - 1] = mended;
    (mended === line ? missed : made).push(repair);
  }
  return { text: lines.join(''), made, missed };
}

/** Where a line links to a destination: `](here`, `]: here`, with or without angle brackets. */
function destination(written: string): RegExp {
  const escaped = escapePattern(bytesOf(written));
  return new RegExp(`(\\]\\(\\s*<?|^ {0,3}\\[[^\\]]*\\]:\\s*<?)${escaped}(?=[\\s)>]|$)`, 'g');
}

/** A text as UTF-8, each byte a character. */
function bytesOf(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
