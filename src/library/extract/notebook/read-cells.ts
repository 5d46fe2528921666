import type { DataEntry } from '../data/data-entry.ts';
import { jsonEntries } from '../data/json-entries.ts';
import type { SourceLines } from '../source-lines.ts';

/** That a document cannot be read, and why. */
export interface Unreadable {
  readonly reason: string;
}

/** A cell of a notebook. */
export interface Cell {
  readonly kind: 'markdown' | 'code' | 'raw';
  readonly source: string;
  /** The line on which it says what it is; from 1. */
  readonly typeLine: number;
  /** Of its source, in the file. */
  readonly line: number;
  readonly endLine: number;
  /** The line on which its text begins, where each of its lines has one in the file; else null. */
  readonly textLine: number | null;
  /** What went wrong when it ran: `NameError: name 'x' is not defined`. */
  readonly errors: readonly string[];
}

export interface Notebook {
  readonly title: string | null;
  /** Of its code. */
  readonly language: string;
  readonly cells: readonly Cell[];
}

/** Entries of a notebook that are looked for; each cell has about six. */
const mostEntries = 100_000;

/** The cells of a notebook (nbformat 3 and 4) without their outputs; or why it is none. */
export function readCells(lines: SourceLines): Notebook | Unreadable {
  let notebook: unknown;
  try {
    notebook = JSON.parse(lines.text);
  } catch {
    return { reason: 'the notebook is no JSON' };
  }
  const rows = cellsOf(notebook);
  if (rows === null) return { reason: 'the notebook has no cells' };
  const places = cellPlaces(lines, Array.isArray(property(notebook, 'worksheets')));
  const exact = places.length === rows.length;
  const metadata = property(notebook, 'metadata');
  const title = property(metadata, 'title') ?? property(metadata, 'name');
  return {
    title: typeof title === 'string' && title !== '' ? title : null,
    language: languageOf(metadata),
    cells: rows.map((row, at) => cellOf(row, exact ? places[at] : undefined, lines.count)),
  };
}

function cellOf(row: Readonly<Record<string, unknown>>, place: Place | undefined, last: number): Cell {
  const kind = row.cell_type === 'code' ? 'code' : row.cell_type === 'raw' ? 'raw' : 'markdown';
  const written = kind === 'code' ? (row.source ?? row.input) : row.source;
  const source = joined(written);
  const from = place?.source ?? place?.cell;
  const line = from?.line ?? 1;
  const endLine = from?.endLine ?? last;
  // A list of lines is written with a bracket on a line of its own before and behind it.
  const each = Array.isArray(written) && place?.source !== undefined && endLine - line === written.length + 1;
  const textLine = each ? line + 1 : null;
  return {
    kind,
    source,
    typeLine: place?.type?.line ?? line,
    line,
    endLine,
    textLine,
    errors: errorsOf(row.outputs),
  };
}

function cellsOf(notebook: unknown): Readonly<Record<string, unknown>>[] | null {
  const worksheets = property(notebook, 'worksheets');
  const sheets = Array.isArray(worksheets) ? worksheets : [notebook];
  const rows: Readonly<Record<string, unknown>>[] = [];
  let found = false;
  for (const sheet of sheets) {
    const cells = property(sheet, 'cells');
    if (!Array.isArray(cells)) continue;
    found = true;
    for (const cell of cells) if (cell !== null && typeof cell === 'object') rows.push(cell);
  }
  return found ? rows : null;
}

interface Place {
  readonly cell: DataEntry;
  type?: DataEntry;
  source?: DataEntry;
}

/** Where the cells of a notebook stand in its text. */
function cellPlaces(lines: SourceLines, inWorksheets: boolean): Place[] {
  const depth = inWorksheets ? 4 : 2;
  const entries = jsonEntries(lines.text, (offset) => lines.lineAt(offset), depth + 1, mostEntries) ?? [];
  const places: Place[] = [];
  let inCells = false;
  for (const entry of entries) {
    if (entry.depth < depth) inCells = entry.depth === depth - 1 && entry.key === 'cells';
    else if (!inCells) continue;
    else if (entry.depth === depth) places.push({ cell: entry });
    else {
      const place = places.at(-1);
      if (place === undefined) continue;
      if (entry.key === 'cell_type') place.type = entry;
      else if (entry.key === 'source' || (entry.key === 'input' && place.source === undefined))
        place.source = entry;
    }
  }
  return places;
}

/** UTF-16 code units of an error that is told. */
const longestError = 300;

function errorsOf(outputs: unknown): string[] {
  if (!Array.isArray(outputs)) return [];
  const errors: string[] = [];
  for (const output of outputs) {
    const kind = property(output, 'output_type');
    const name = property(output, 'ename');
    if ((kind !== 'error' && kind !== 'pyerr') || typeof name !== 'string') continue;
    const value = property(output, 'evalue');
    errors.push(`${name}: ${typeof value === 'string' ? value : ''}`.slice(0, longestError));
  }
  return errors;
}

function languageOf(metadata: unknown): string {
  const kernel = property(metadata, 'kernelspec');
  const name = property(property(metadata, 'language_info'), 'name') ?? property(kernel, 'language');
  if (typeof name !== 'string' || !/^[a-z+#]{1,20}$/i.test(name)) return 'python';
  return /^i?python$/i.test(name) ? 'python' : name.toLowerCase();
}

function property(value: unknown, name: string): unknown {
  return value !== null && typeof value === 'object' && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

function joined(source: unknown): string {
  if (typeof source === 'string') return source;
  return Array.isArray(source) ? source.filter((part) => typeof part === 'string').join('') : '';
}
