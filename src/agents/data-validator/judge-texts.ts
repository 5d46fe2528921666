import type { ColumnProfile } from './column-profile.ts';
import { isLossy, repairedMojibake } from './mojibake.ts';
import { quoted } from './quoted.ts';
import type { Suspicion } from './suspicion.ts';

/** Texts that were decoded wrongly, and texts that differ from others by white space alone. */
export function judgeTexts(at: number, profile: ColumnProfile): readonly Suspicion[] {
  return [
    judgeMark(at, profile),
    judgeMojibake(at, profile),
    judgeLoss(at, profile),
    judgeSpaces(at, profile),
  ].filter((suspicion) => suspicion !== null);
}

function judgeMark(at: number, { marks }: ColumnProfile): Suspicion | null {
  if (marks === 0) return null;
  return {
    rule: 'byte-order-mark',
    column: at,
    count: marks,
    matches: ({ cells }) => {
      const cell = cells[at];
      return typeof cell === 'string' && cell.includes('\uFEFF');
    },
    message: ({ cells }) =>
      `a byte order mark (U+FEFF) is part of ${quoted(String(cells[at]).replaceAll('\uFEFF', ''))}`,
    repair: (written) => written.replaceAll('\uFEFF', ''),
  };
}

function judgeMojibake(at: number, { mojibake }: ColumnProfile): Suspicion | null {
  if (mojibake === 0) return null;
  return {
    rule: 'mojibake',
    column: at,
    count: mojibake,
    matches: ({ cells }) => {
      const cell = cells[at];
      return typeof cell === 'string' && repairedMojibake(cell) !== null;
    },
    message: ({ cells }) => {
      const cell = String(cells[at]);
      return `${quoted(cell)} was UTF-8 that was read as Windows-1252: ${quoted(repairedMojibake(cell))}`;
    },
    repair: repairedMojibake,
  };
}

function judgeLoss(at: number, { lossy }: ColumnProfile): Suspicion | null {
  if (lossy === 0) return null;
  return {
    rule: 'mojibake',
    column: at,
    count: lossy,
    matches: ({ cells }) => {
      const cell = cells[at];
      return typeof cell === 'string' && isLossy(cell);
    },
    message: ({ cells }) =>
      `${quoted(cells[at])} holds U+FFFD, which stands where a character was lost in decoding`,
  };
}

function judgeSpaces(at: number, { spaced, kinds, values }: ColumnProfile): Suspicion | null {
  // Where most texts begin with a space, the space belongs to the delimiter.
  if (spaced === 0 || spaced > kinds.text / 2) return null;
  const variants = new Map<string, number>();
  for (const [value, count] of values) {
    const trimmed = value.trim();
    if (trimmed.length !== value.length && trimmed !== '' && (values.get(trimmed) ?? 0) >= count) {
      variants.set(value, count);
    }
  }
  if (variants.size === 0) return null;
  return {
    rule: 'whitespace-variant',
    column: at,
    count: [...variants.values()].reduce((sum, count) => sum + count, 0),
    matches: ({ cells }) => variants.has(String(cells[at])),
    message: ({ cells }) => {
      const value = String(cells[at]);
      const usual = values.get(value.trim()) ?? 0;
      return `${quoted(value)} differs from ${quoted(value.trim())} (${usual} ×) by white space alone`;
    },
    repair: trimmedCell,
  };
}

/** A cell as it is written without the white space about its value, in quotes or not; null where nothing changes. */
export function trimmedCell(written: string): string | null {
  const outer = written.trim();
  const quote = outer[0];
  const inQuotes = outer.length >= 2 && (quote === '"' || quote === "'") && outer.endsWith(quote);
  const trimmed = inQuotes ? `${quote}${outer.slice(1, -1).trim()}${quote}` : outer;
  return trimmed === written ? null : trimmed;
}
