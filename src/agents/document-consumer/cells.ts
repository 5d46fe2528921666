/** That a document cannot be read, and why. */
export interface Unreadable {
  readonly reason: string;
}

/** A cell of a notebook. */
export interface Cell {
  readonly kind: 'markdown' | 'code' | 'raw';
  readonly source: string;
  /** Lines of the file, from 1. */
  readonly line: number;
  readonly endLine: number;
}

/** The cells of a notebook (nbformat 3 and 4) without their outputs; or why it is none. */
export function readCells(text: string): { title: string | null; cells: Cell[] } | Unreadable {
  let notebook: unknown;
  try {
    notebook = JSON.parse(text);
  } catch {
    return { reason: 'the notebook is no JSON' };
  }
  const rows = cellsOf(notebook);
  if (rows === null) return { reason: 'the notebook has no cells' };
  const lines = cellLines(text);
  const last = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  const exact = lines.length === rows.length;
  const cells = rows.map((row, at): Cell => {
    const kind = row.cell_type === 'code' ? 'code' : row.cell_type === 'raw' ? 'raw' : 'markdown';
    const written = kind === 'code' ? (row.source ?? row.input) : row.source;
    const line = exact ? (lines[at] ?? 1) : 1;
    return {
      kind,
      source: joined(written),
      line,
      endLine: exact ? Math.max(line, (lines[at + 1] ?? last + 1) - 1) : last,
    };
  });
  const metadata = property(notebook, 'metadata');
  const title = property(metadata, 'title') ?? property(metadata, 'name');
  return { title: typeof title === 'string' && title !== '' ? title : null, cells };
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

function property(value: unknown, name: string): unknown {
  return value !== null && typeof value === 'object' && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

function joined(source: unknown): string {
  if (typeof source === 'string') return source;
  return Array.isArray(source) ? source.filter((part) => typeof part === 'string').join('') : '';
}

/** The lines on which cells say what they are; a text in a cell has a backslash before its quotes. */
function cellLines(text: string): number[] {
  const found: number[] = [];
  for (const [at, line] of text.split('\n').entries()) {
    for (const match of line.matchAll(/"cell_type"\s{0,9}:/g))
      if (line[match.index - 1] !== '\\') found.push(at + 1);
  }
  return found;
}
