import type { NamedThing } from '../../document.ts';
import { addPartsOf, withComment } from '../parts-of-lines.ts';
import { lineSection, type Section } from '../section.ts';
import type { SourceLines } from '../source-lines.ts';
import type { DataEntry } from './data-entry.ts';

const comment = /^[ \t]*(?:#|\/\/|;)/;

/** An entry with those in it. */
interface Part {
  readonly entry: DataEntry;
  /** What it is called: its key, or of an item what it says it is. */
  readonly name: string | null;
  /** With the comment in front of it. */
  readonly line: number;
  endLine: number;
  readonly parts: Part[];
}

/** Names of a file; more of them are data. */
const mostNames = 300;
/** Entries at the top up to which those in them are names, too. */
const fewAtTop = 2;

/**
 * The sections of data: each entry at the top is one, of a large one those in it are.
 *
 * @param whole UTF-16 code units up to which an entry stays as it is
 */
export function entrySections(lines: SourceLines, entries: readonly DataEntry[], whole: number): Section[] {
  const sections: Section[] = [];
  addParts(sections, lines, partsOf(lines, entries), 1, lines.count, [], whole);
  return sections;
}

/** The keys at the top; and those under them, where the top is only what holds it all. */
export function entryNames(entries: readonly DataEntry[]): NamedThing[] {
  const names: NamedThing[] = [];
  const atTop = entries.filter(({ depth }) => depth === 1).length;
  const most = atTop <= fewAtTop ? 2 : 1;
  let within: string | null = null;
  for (const { key, item, line, endLine, depth, value } of entries) {
    if (depth === 1) within = item ? null : key;
    if (item || depth > most || names.length >= mostNames) continue;
    const signature = value === null ? null : `${key}: ${value}`;
    names.push({ name: key, kind: 'key', line, endLine, signature, within: depth === 1 ? null : within });
  }
  return names;
}

function partsOf(lines: SourceLines, entries: readonly DataEntry[]): Part[] {
  const top: Part[] = [];
  const around: Part[] = [];
  for (const [at, entry] of entries.entries()) {
    around.length = Math.min(around.length, entry.depth - 1);
    const outer = around.at(-1);
    const siblings = outer?.parts ?? top;
    const before = siblings.at(-1)?.endLine ?? outer?.entry.line ?? 0;
    const endLine = Math.min(entry.endLine, outer?.endLine ?? lines.count);
    const part: Part = {
      entry,
      name: entry.item ? nameOfItem(entries, at) : entry.key,
      line: withComment(lines, entry.line, before, comment),
      endLine,
      parts: [],
    };
    around.push(part);
    // Those of one line are told by what is around them.
    if (entry.line > before && endLine >= entry.line) siblings.push(part);
  }
  return top;
}

/** What an item says that it is called. */
function nameOfItem(entries: readonly DataEntry[], at: number): string | null {
  const { depth } = entries[at] as DataEntry;
  for (let next = at + 1; next < Math.min(entries.length, at + 20); next++) {
    const { key, value, depth: own } = entries[next] as DataEntry;
    if (own <= depth) return null;
    if (own === depth + 1 && value !== null && /^(?:name|id|key|title|label|slug)$/i.test(key)) return value;
  }
  return null;
}

function addParts(
  sections: Section[],
  lines: SourceLines,
  parts: readonly Part[],
  first: number,
  last: number,
  path: readonly string[],
  whole: number,
): void {
  addPartsOf(sections, lines, { first, last, path, kind: 'entry' }, parts, (part) => {
    const { name, line, endLine, parts: inner } = part;
    const own = name === null ? path : [...path, name];
    if (inner.length > 0 && lines.lengthOf(line, endLine) > whole)
      addParts(sections, lines, inner, line, endLine, own, whole);
    else sections.push(lineSection('entry', 'entry', own, line, endLine, name === null ? [] : [name]));
  });
}
