import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { decodeSource } from '../../common/decode-source.ts';
import type { ExcerptLine, HitMatch, HitReasons, SearchHit } from '../../model/library-report.ts';
import type { Database } from '../../sqlite/database.ts';
import { redactSource } from '../extract/redact-source.ts';
import type { CorpusFile } from './corpus.ts';
import { type Evidence, whereIn } from './evidence.ts';
import { excerptOf } from './excerpt.ts';
import type { FoundFile } from './find-files.ts';
import { identifierParts } from './identifier-parts.ts';
import type { TokensOf } from './query-plan.ts';

interface PassageRow {
  readonly kind: string;
  readonly titlePath: string;
  readonly line: number;
  readonly endLine: number;
  readonly cell: number | null;
}

/** What is larger is not read for the sake of three lines, bytes. */
const mostBytes = 5 * 1024 * 1024;

const codeKinds: ReadonlySet<string> = new Set(['python', 'script', 'code', 'notebook']);

/** A hit as everybody is told of it; null where its passage is gone. */
export function describeHit(db: Database, found: FoundFile): SearchHit | null {
  const row = db
    .prepare<PassageRow>(
      'SELECT kind, title_path AS titlePath, line, end_line AS endLine, cell FROM passages WHERE id = ?',
    )
    .get(found.passage);
  if (row === undefined) return null;
  const { file, score } = found;
  const titles: string[] = JSON.parse(row.titlePath);
  const { line, endLine, cell } = row;
  return {
    path: file.path,
    line,
    endLine,
    title: titles.length > 0 ? titles.join(' › ') : (file.title ?? file.path),
    kind: file.kind,
    passage: row.kind,
    cell,
    status: file.status,
    score,
  };
}

/** Why hits rank where they do, in the order of `files`. */
export function reasonsOf(files: readonly FoundFile[], evidence: readonly Evidence[]): HitReasons[] {
  const owners = new Map<number, number>();
  for (const [at, { file }] of files.entries()) for (const passage of file.passages) owners.set(passage, at);
  const matches: HitMatch[][] = files.map(() => []);
  for (const { text, takenFor, weight, passages, places, paths } of evidence) {
    const where = new Map<number, Set<HitMatch['where'][number]>>();
    const note = (passage: number, places: readonly HitMatch['where'][number][]): void => {
      const owner = owners.get(passage);
      if (owner === undefined) return;
      const own = where.get(owner) ?? new Set();
      where.set(owner, own);
      for (const place of places) own.add(place);
    };
    for (let at = 0; at < paths.length; at++) note(paths[at] ?? -1, ['path']);
    for (let at = 0; at < passages.length; at++) note(passages[at] ?? -1, whereIn(places, at));
    for (const [owner, own] of where) matches[owner]?.push({ text, takenFor, where: [...own], weight });
  }
  return files.map(({ parts }, at) => ({
    ...parts,
    matches: (matches[at] ?? []).sort((a, b) => b.weight - a.weight),
  }));
}

/** The lines of a hit that show best what was found; undefined where the file cannot be read any more. */
export function excerptOfHit(
  db: Database,
  workspace: string,
  file: CorpusFile,
  hit: SearchHit,
  evidence: readonly Evidence[],
  tokenizer: TokensOf,
): ExcerptLine[] | undefined {
  const text = readShown(db, workspace, file);
  if (text === undefined) return undefined;
  const lines = text.split('\n');
  const weights = new Map<string, number>();
  for (const { text: asked, takenFor, weight } of evidence) {
    const words = takenFor ?? asked;
    for (const token of [...tokenizer.tokens(words), ...tokenizer.tokens(identifierParts(words))])
      weights.set(token, Math.max(weights.get(token) ?? 0, weight));
  }
  const readable = file.kind === 'notebook' ? lines.map(asWritten) : lines;
  return excerptOf(readable, hit.line, hit.endLine, weights, tokenizer);
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

/** The text of a file without its secrets; undefined where it cannot be read. */
function readShown(db: Database, workspace: string, file: CorpusFile): string | undefined {
  const known = db
    .prepare<{ size: number; mtimeMs: number; secrets: number }>(
      'SELECT size, mtime_ms AS mtimeMs, secrets FROM files WHERE id = ?',
    )
    .get(file.id);
  const path = join(workspace, file.path);
  try {
    const { size, mtimeMs } = statSync(path);
    if (size > mostBytes) return undefined;
    const text = decodeSource(readFileSync(path)).replace(/\r\n?/g, '\n');
    // Looking for secrets takes a hundred times as long as reading, and for a file as it was indexed it has been done.
    const isClean = known?.secrets === 0 && known.size === size && known.mtimeMs === mtimeMs;
    return isClean ? text : redactSource(text, codeKinds.has(file.kind)).text;
  } catch {
    return undefined;
  }
}
