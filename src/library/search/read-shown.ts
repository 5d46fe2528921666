import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { decodeSource } from '../../common/decode-source.ts';
import type { Database } from '../../sqlite/database.ts';
import { redactSource } from '../extract/redact-source.ts';
import type { CorpusFile } from './corpus.ts';

/** What is larger is not read for the sake of three lines, bytes. */
const mostBytes = 5 * 1024 * 1024;

const codeKinds: ReadonlySet<string> = new Set(['python', 'script', 'code', 'notebook']);

/**
 * The lines of a file as somebody may see them: without its secrets. Undefined where it cannot be read.
 *
 * @param workspace the absolute path of the folder
 */
export function readShown(
  db: Database,
  workspace: string,
  file: Pick<CorpusFile, 'id' | 'path' | 'kind'>,
): string[] | undefined {
  const known = db
    .prepare<{ size: number; mtimeMs: number; secrets: number }>(
      'SELECT size, mtime_ms AS mtimeMs, secrets FROM files WHERE id = ?',
    )
    .get(file.id);
  const read = readText(join(workspace, file.path));
  if (read === undefined) return undefined;
  // Looking for secrets takes a hundred times as long as reading, and for a file as it was indexed it has been done.
  const isClean = known?.secrets === 0 && known.size === read.size && known.mtimeMs === read.mtimeMs;
  const shown = isClean ? read.text : redactSource(read.text, codeKinds.has(file.kind)).text;
  const lines = shown.split('\n');
  return file.kind === 'notebook' ? lines.map(asWritten) : lines;
}

/** Lines around a place that belong to it. */
const around = 60;

/**
 * The same, of what is around a line alone: the lines in front of it are empty, those behind it are left out. It takes no
 * time where the file has changed.
 *
 * @param line from 1
 */
export function readShownAround(
  workspace: string,
  { path, kind }: Pick<CorpusFile, 'path' | 'kind'>,
  line: number,
): string[] | undefined {
  const lines = readText(join(workspace, path))?.text.split('\n');
  if (lines === undefined) return undefined;
  const first = Math.max(0, line - 1 - around);
  const piece = lines.slice(first, line + around).join('\n');
  const shown = redactSource(piece, codeKinds.has(kind)).text.split('\n');
  return [...new Array<string>(first).fill(''), ...shown];
}

/** A line of a notebook's cell as its author wrote it, which in the file is a string of JSON. */
function asWritten(line: string): string {
  const string = /^\s*("(?:[^"\\]|\\.)*"),?\s*$/.exec(line)?.[1];
  if (string === undefined) return line;
  try {
    return String(JSON.parse(string)).trimEnd();
  } catch {
    return line;
  }
}

function readText(
  path: string,
): { readonly text: string; readonly size: number; readonly mtimeMs: number } | undefined {
  try {
    const { size, mtimeMs } = statSync(path);
    if (size > mostBytes) return undefined;
    return { text: decodeSource(readFileSync(path)).replace(/\r\n?/g, '\n'), size, mtimeMs };
  } catch {
    return undefined;
  }
}
