import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Library } from '../../../src/library/library.ts';
import type { HitReasons, SearchHit } from '../../../src/model/library-report.ts';
import type { EvaluationSet } from './evaluation-set.ts';
import { answers, type OpenEngine, type SearchEngine } from './search-engine.ts';

/** The program of the library's threads. */
export const workerEntry = fileURLToPath(new URL('../../../src/library-worker.ts', import.meta.url));

/** The library as users have it: built by its threads, asked through them. */
export const library: SearchEngine = {
  name: 'the library',
  async open(set) {
    const { ask, close } = await built(set);
    return { search: async (query) => (await ask(query, answers, false)).map(({ path }) => path), close };
  },
};

/** Of reciprocal rank fusion, as its authors have it. */
const k = 60;

/** What the parts of a score would be alone, and put together by their ranks. */
export const parts: readonly SearchEngine[] = [
  { name: '  its texts alone', open: (set) => openParts(set, (hits) => ranked(hits, textOf)) },
  { name: '  its paths alone', open: (set) => openParts(set, (hits) => ranked(hits, ({ path }) => path)) },
  { name: '  both, by reciprocal ranks', open: (set) => openParts(set, byReciprocalRanks) },
];

function textOf({ passages, file }: HitReasons): number {
  return passages + file;
}

function byReciprocalRanks(hits: readonly SearchHit[]): string[] {
  const scores = new Map<string, number>();
  for (const scoreOf of [textOf, ({ path }: HitReasons) => path])
    for (const [at, path] of ranked(hits, scoreOf).entries())
      scores.set(path, (scores.get(path) ?? 0) + 1 / (k + at + 1));
  return [...scores].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([path]) => path);
}

function ranked(hits: readonly SearchHit[], scoreOf: (why: HitReasons) => number): string[] {
  return hits
    .map(({ path, why }) => ({ path, score: why === undefined ? 0 : scoreOf(why) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || (a.path < b.path ? -1 : 1))
    .map(({ path }) => path);
}

async function openParts(
  set: EvaluationSet,
  order: (hits: readonly SearchHit[]) => readonly string[],
): Promise<OpenEngine> {
  const { ask, close } = await built(set);
  return { search: async (query) => order(await ask(query, 200, true)).slice(0, answers), close };
}

async function built(set: EvaluationSet): Promise<{
  ask(query: string, limit: number, explain: boolean): Promise<readonly SearchHit[]>;
  close(): Promise<void>;
}> {
  const folder = await mkdtemp(join(tmpdir(), 'dodeca-search-'));
  const opened = new Library({ workspace: set.workspace, database: join(folder, 'library.db'), workerEntry });
  await opened.build();
  // A query that holds a word which nobody has loads everything that is kept in memory.
  await opened.search({ query: 'zzzzzzzz' });
  return {
    ask: async (query, limit, explain) => (await opened.search({ query, limit, explain })).hits,
    close: async () => {
      await opened.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
