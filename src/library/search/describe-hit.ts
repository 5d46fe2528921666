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

/** Why a hit ranks where it does. */
export function reasonsOf(found: FoundFile, evidence: readonly Evidence[]): HitReasons {
  const own = new Set(found.file.passages);
  const matches: HitMatch[] = [];
  for (const { text, takenFor, weight, passages, places, paths } of evidence) {
    const where = new Set<HitMatch['where'][number]>();
    for (let at = 0; at < paths.length; at++) if (own.has(paths[at] ?? -1)) where.add('path');
    for (let at = 0; at < passages.length; at++)
      if (own.has(passages[at] ?? -1)) for (const place of whereIn(places, at)) where.add(place);
    if (where.size > 0) matches.push({ text, takenFor, where: [...where], weight });
  }
  matches.sort((a, b) => b.weight - a.weight);
  return { ...found.parts, matches };
}

/** The lines of a hit that show best what was found; undefined where the file cannot be read any more. */
export function excerptOfHit(
  workspace: string,
  file: CorpusFile,
  hit: SearchHit,
  evidence: readonly Evidence[],
  tokenizer: TokensOf,
): ExcerptLine[] | undefined {
  const text = readText(join(workspace, file.path));
  if (text === undefined) return undefined;
  const isCode = ['python', 'script', 'code', 'notebook'].includes(file.kind);
  const lines = redactSource(text, isCode).text.split('\n');
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

function readText(path: string): string | undefined {
  try {
    if (statSync(path).size > mostBytes) return undefined;
    return decodeSource(readFileSync(path)).replace(/\r\n?/g, '\n');
  } catch {
    return undefined;
  }
}
