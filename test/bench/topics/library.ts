import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Library } from '../../../src/library/library.ts';
import { nodeSqlite } from '../../../src/sqlite/node-sqlite.ts';
import type { BuildFigures } from '../programs/build-library.ts';
import { capture } from '../runners/capture.ts';
import { median, takeTurns, timed } from '../samples.ts';
import { figure, ratio, type Table, type Topic } from '../topic.ts';
import { generateWorkspace } from '../workspace/generated-workspace.ts';

const files = 18_000;
const rounds = 3;
const savings = 20;
const buildProgram = fileURLToPath(new URL('../programs/build-library.ts', import.meta.url));
const workerEntry = fileURLToPath(new URL('../../../dist/library-worker.js', import.meta.url));

/** How fast a workspace is indexed and found in, and what that costs the process that it happens in. */
export const library: Topic = {
  async *tables() {
    const folder = mkdtempSync(join(tmpdir(), 'dodeca-bench-'));
    try {
      const { characters } = generateWorkspace(folder, files);
      yield await building(folder, characters);
      yield* keeping(folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function open(folder: string): Library {
  mkdirSync(join(folder, '.dodeca'), { recursive: true });
  return new Library({ workspace: folder, database: databaseOf(folder), workerEntry });
}

function databaseOf(folder: string): string {
  return join(folder, '.dodeca', 'library.db');
}

async function building(folder: string, characters: number): Promise<Table> {
  const bare = 'FTS5 alone: walk, read, index the bare text';
  const ours = 'dodeca: the same with structure, names and links';
  const builds: BuildFigures[] = [];
  const samples = await takeTurns(
    [
      { name: bare, measure: () => bareIndex(folder) },
      {
        name: ours,
        measure: async () => {
          rmSync(join(folder, '.dodeca'), { recursive: true, force: true });
          mkdirSync(join(folder, '.dodeca'));
          const args = [buildProgram, folder, databaseOf(folder), workerEntry];
          const figures: BuildFigures = JSON.parse(await capture(process.execPath, args));
          builds.push(figures);
          return figures.ms;
        },
      },
    ],
    rounds,
  );
  const middle = (of: (build: BuildFigures) => number) => figure(median(builds.map(of)));
  const reference = median(samples.get(bare) ?? []);
  const ms = median(samples.get(ours) ?? []);
  const millions = figure(characters / 1e6);
  return {
    title: `first build of ${figure(files)} files, ${millions} million characters (median of ${rounds})`,
    rows: [
      ['', bare, ours, 'goal'],
      ['all of it, ms', figure(reference), figure(ms), ''],
      ['to FTS5 alone', ratio(reference, reference), ratio(ms, reference), 'at most 4'],
      ['something can be found after, ms', '', middle(({ searchableMs }) => searchableMs), 'under 1,000'],
      ['the process grows by, MiB', '', middle(({ growthMiB }) => growthMiB), 'under 250'],
      ['its event loop waits at most, ms', '', middle(({ delayMs }) => delayMs), 'at most 50'],
    ],
  };
}

async function* keeping(folder: string): AsyncIterable<Table> {
  const library = open(folder);
  try {
    await library.build();
    const walk = 'walk and look at every file, no more';
    const rescan = 'dodeca: look for changes where there are none';
    const samples = await takeTurns(
      [
        { name: walk, measure: () => timed(() => [...texts(folder)].map((path) => statSync(path).mtimeMs)) },
        { name: rescan, measure: () => timed(() => library.build()) },
      ],
      rounds,
    );
    const reference = median(samples.get(walk) ?? []);
    yield {
      title: `nothing has changed in ${figure(files)} files (median of ${rounds})`,
      rows: [
        ['', 'ms', 'to the walk'],
        ...[...samples].map(([name, ms]) => [name, figure(median(ms)), ratio(median(ms), reference)]),
      ],
      goal: 'under 2,000 ms',
    };
    await library.watch();
    // The first search reads what every later one has in memory.
    await library.search({ query: 'word' });
    const saved: number[] = [];
    for (let at = 0; at < savings; at++) {
      const began = performance.now();
      writeFileSync(join(folder, 'saved.md'), `# Saved\n\nThe word is savedword${at}x.\n`);
      while ((await library.search({ query: `savedword${at}x` })).hits.length === 0) await sleep(2);
      saved.push(performance.now() - began);
      await sleep(300);
    }
    yield {
      title: `a file is saved (${savings} times)`,
      rows: [
        ['', 'ms', 'to looking for changes everywhere'],
        [
          'found after, median',
          figure(median(saved)),
          ratio(median(saved), median(samples.get(rescan) ?? [])),
        ],
        ['found after, at most', figure(Math.max(...saved)), ''],
      ],
      goal: 'within 500 ms',
    };
  } finally {
    await library.close();
  }
}

/** Milliseconds for what a program without structure does: the least that an index of the same text can take. */
function bareIndex(folder: string): Promise<number> {
  return timed(() => {
    const path = join(tmpdir(), `dodeca-bench-${process.pid}.db`);
    const remove = () => {
      for (const end of ['', '-wal', '-shm']) rmSync(path + end, { force: true });
    };
    remove();
    const db = new (nodeSqlite().DatabaseSync)(path);
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
    db.exec(
      "CREATE VIRTUAL TABLE passages USING fts5 (path, body, tokenize = 'porter unicode61', content = '')",
    );
    const insert = db.prepare('INSERT INTO passages (path, body) VALUES (?, ?)');
    db.exec('BEGIN');
    for (const file of texts(folder)) insert.run(file, readFileSync(file, 'utf8'));
    db.exec('COMMIT');
    db.close();
    remove();
  });
}

function* texts(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) yield path;
    else if (entry.name !== '.dodeca') yield* texts(path);
  }
}
