import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Library } from '../../../src/library/library.ts';
import { LibrarySearcher } from '../../../src/library/search/searcher.ts';
import { Database } from '../../../src/sqlite/database.ts';
import { generateWorkspace } from '../workspace/generated-workspace.ts';
import { Dice } from '../workspace/vocabulary.ts';
import { workerEntry } from './library-engine.ts';
import { plainFts5 } from './other-engines.ts';

const files = 18_000;
const queries = 300;

/** How long answers take over a generated workspace, beside FTS5 alone over the same texts; rows of a table. */
export async function searchSpeed(): Promise<string[][]> {
  const folder = await mkdtemp(join(tmpdir(), 'dodeca-search-'));
  try {
    const workspace = join(folder, 'workspace');
    generateWorkspace(workspace, files);
    const database = join(folder, 'library.db');
    const library = new Library({ workspace, database, workerEntry });
    await library.build();
    await library.close();
    const bare = await plainFts5.open({ name: '', workspace, queries: [], remove: async () => undefined });
    const rows = [['', 'p50', 'p95', 'most', 'to FTS5 alone, p95']];
    const row = (name: string, times: number[], others: number[] = []): void => {
      const ratio = others.length === 0 ? '' : (at(times, 0.95) / at(others, 0.95)).toFixed(2);
      rows.push([name, ...[0.5, 0.95, 1].map((share) => `${at(times, share).toFixed(1)} ms`), ratio]);
    };
    const db = new Database(database, { name: 'library', readOnly: true });
    const searcher = new LibrarySearcher(db, workspace);
    row('the first search, which loads all files', [time(() => searcher.search({ query: sentence }))]);
    row('the first suggestion, which loads all names', [time(() => searcher.suggest({ text: 'a' }))]);
    const pieces: number[] = [];
    for (let more = true; more; ) pieces.push(time(() => (more = searcher.prepare())));
    row(`taking in words for slips, ${pieces.length} pieces`, pieces);
    const dice = new Dice(7);
    const texts = await someTexts(workspace, dice);
    for (const words of [1, 3, 12, 40]) {
      const asked = texts.map((text) => excerpt(text, words, dice));
      const ours = asked.map((query) => time(() => searcher.search({ query })));
      const others: number[] = [];
      for (const query of asked) others.push(await timed(() => bare.search(query)));
      row(`a query of ${words} words out of a file`, ours, others);
    }
    await bare.close();
    row(
      'three words, with reasons and excerpts of 20 hits',
      texts.map((text) =>
        time(() => searcher.search({ query: excerpt(text, 3, dice), explain: true, excerpts: true })),
      ),
    );
    for (const letters of [1, 2, 3, 5, 8])
      row(
        `a suggestion for ${letters} letters`,
        texts.map((text) => time(() => searcher.suggest({ text: excerpt(text, 1, dice).slice(0, letters) }))),
      );
    row(
      'a suggestion for a word with a slip',
      texts.map((text) => time(() => searcher.suggest({ text: slip(excerpt(text, 1, dice)) }))),
    );
    const names = db.prepare<{ name: string }>('SELECT name FROM names ORDER BY name').all();
    row(
      'what a name means',
      texts.map(() => time(() => searcher.define({ name: dice.pick(names).name, language: 'python' }))),
    );
    db.close();
    return rows;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Too long to be a name, of words that every such workspace has. */
const sentence = 'for each item in range raise the ValueError from import and return value';

/** The time that a share of all is within. */
function at(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function time(work: () => unknown): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

async function someTexts(folder: string, dice: Dice): Promise<string[]> {
  const entries = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  );
  const texts: string[] = [];
  while (texts.length < queries) {
    const entry = dice.pick(entries);
    const text = await readFile(join(entry.parentPath, entry.name), 'utf8');
    if ((text.match(/\p{L}{3,}/gu) ?? []).length > 50) texts.push(text);
  }
  return texts;
}

/** Words of a text that follow each other. */
function excerpt(text: string, count: number, dice: Dice): string {
  const words = text.match(/\p{L}{3,}/gu) ?? [];
  const start = Math.floor(dice.next() * Math.max(1, words.length - count));
  return words.slice(start, start + count).join(' ');
}

function slip(word: string): string {
  return word.length < 4 ? `${word}x` : `${word.slice(0, 2)}${word.slice(3)}`;
}
