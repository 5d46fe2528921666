import type { ExcerptLine, HitMatch, HitReasons, SearchHit } from '../../model/library-report.ts';
import type { Database } from '../../sqlite/database.ts';
import { sightingOfPassage } from '../record/sighting-of-passage.ts';
import type { Corpus } from './corpus.ts';
import { type Evidence, whereIn } from './evidence.ts';
import { excerptOf, Wanted } from './excerpt.ts';
import type { FoundFile } from './find-files.ts';
import { identifierParts } from './identifier-parts.ts';
import type { TokensOf } from './query-plan.ts';
import { readShown } from './read-shown.ts';

interface PassageRow {
  readonly kind: string;
  readonly titlePath: string;
  readonly fileTitle: string | null;
  readonly line: number;
  readonly endLine: number;
  readonly cell: number | null;
}

/** A hit as everybody is told of it; null where its passage is gone. */
export function describeHit(db: Database, corpus: Corpus, found: FoundFile): SearchHit | null {
  const row = db
    .prepare<PassageRow>(
      `SELECT passages.kind, title_path AS titlePath, title AS fileTitle, line, end_line AS endLine, cell
       FROM passages JOIN files ON files.id = file WHERE passages.id = ?`,
    )
    .get(found.passage);
  if (row === undefined) return null;
  const { file, place, passage, score } = found;
  const titles: string[] = JSON.parse(row.titlePath);
  const { line, endLine, cell } = row;
  const seen = file.kind === 'run' ? sightingOfPassage(db, passage) : undefined;
  return {
    path: file.path,
    line,
    endLine,
    title: titles.length > 0 ? titles.join(' › ') : (row.fileTitle ?? file.path),
    kind: file.kind,
    passage: row.kind,
    cell,
    status: corpus.statusAt(place),
    score,
    ...(seen === undefined ? {} : { seen }),
  };
}

/** Why hits rank where they do, in the order of `files`. */
export function reasonsOf(
  corpus: Corpus,
  files: readonly FoundFile[],
  evidence: readonly Evidence[],
): HitReasons[] {
  const owners = new Map(files.map(({ place }, at) => [place, at]));
  const matches: HitMatch[][] = files.map(() => []);
  for (const { text, takenFor, weight, passages, places, paths } of evidence) {
    const where = new Map<number, Set<HitMatch['where'][number]>>();
    const note = (passage: number, places: readonly HitMatch['where'][number][]): void => {
      const owner = owners.get(corpus.placeOfPassage(passage));
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

/** The words that a query found, as the index has them. */
export function wantedOf(evidence: readonly Evidence[], tokenizer: TokensOf): Wanted {
  const weights = new Map<string, number>();
  for (const { text: asked, takenFor, weight } of evidence) {
    const words = takenFor ?? asked;
    for (const token of [...tokenizer.tokens(words), ...tokenizer.tokens(identifierParts(words))])
      weights.set(token, Math.max(weights.get(token) ?? 0, weight));
  }
  return new Wanted(weights);
}

/** The lines of a hit that show best what was found; undefined where the file cannot be read any more. */
export function excerptOfHit(
  db: Database,
  workspace: string,
  { file }: FoundFile,
  { line, endLine }: SearchHit,
  wanted: Wanted,
  tokenizer: TokensOf,
): ExcerptLine[] | undefined {
  const lines = readShown(db, workspace, file);
  return lines === undefined ? undefined : excerptOf(lines, line, endLine, wanted, tokenizer);
}
