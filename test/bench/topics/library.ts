import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Library } from '../../../src/library/library.ts';
import type { BuildFigures } from '../programs/build-library.ts';
import { capture } from '../runners/capture.ts';
import { median, takeTurns, timed } from '../samples.ts';
import { figure, ratio, type Table, type Topic } from '../topic.ts';
import { generateWorkspace } from '../workspace/generated-workspace.ts';

const files = 18_000;
const rounds = 3;
const savings = 20;
const bareProgram = fileURLToPath(new URL('../programs/index-texts.ts', import.meta.url));
const buildProgram = fileURLToPath(new URL('../programs/build-library.ts', import.meta.url));
const workerEntry = fileURLToPath(new URL('../../../dist/library-worker.js', import.meta.url));

/** How fast a workspace is indexed and found in, and what that costs the process that it happens in. */
export const library: Topic = {
  async *tables() {
    const folder = mkdtempSync(join(tmpdir(), 'dodeca-bench-'));
    try {
      const { characters } = generateWorkspace(folder, files);
      mkdirSync(join(folder, '.dodeca'));
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
  const contenders = {
    fts5: 'FTS5: walk, read, index the bare text',
    minisearch: 'MiniSearch: the same, in memory',
    dodeca: 'dodeca: with structure, names, links, review',
  };
  const taken = new Map<string, BuildFigures[]>();
  const measured = (name: keyof typeof contenders, args: () => string[], often = rounds) => ({
    name,
    rounds: often,
    measure: async () => {
      const figures: BuildFigures = JSON.parse(await capture(process.execPath, args()));
      taken.set(name, [...(taken.get(name) ?? []), figures]);
      return figures.ms;
    },
  });
  await takeTurns(
    [
      measured('fts5', () => [bareProgram, 'fts5', folder, join(folder, '.dodeca', 'bare.db')]),
      measured('dodeca', () => {
        rmSync(join(folder, '.dodeca'), { recursive: true, force: true });
        mkdirSync(join(folder, '.dodeca'));
        return [buildProgram, folder, databaseOf(folder), workerEntry];
      }),
      measured('minisearch', () => [bareProgram, 'minisearch', folder], 1),
    ],
    rounds,
  );
  const names = Object.keys(contenders) as (keyof typeof contenders)[];
  const middle = (name: string, of: (build: BuildFigures) => number) =>
    median((taken.get(name) ?? []).map(of));
  const row = (what: string, of: (build: BuildFigures) => number, goal: string) => [
    what,
    ...names.map((name) => figure(middle(name, of))),
    goal,
  ];
  const ms = ({ ms: own }: BuildFigures) => own;
  return {
    title: `first build of ${figure(files)} files, ${figure(characters / 1e6)} million characters (median of ${rounds})`,
    rows: [
      ['', ...names.map((name) => contenders[name]), 'goal'],
      row('all of it, ms', ms, ''),
      ['to FTS5', ...names.map((name) => ratio(middle(name, ms), middle('fts5', ms))), 'at most 4'],
      row('on all processors, ms', ({ cpuMs }) => cpuMs, ''),
      row('something can be found after, ms', ({ searchableMs }) => searchableMs, 'under 1,000'),
      row('the process grows by, MiB', ({ growthMiB }) => growthMiB, 'under 250'),
      row('its event loop is busy at most, ms on a processor', ({ busyMs }) => busyMs, 'at most 50'),
      row('and waits at most, for other programs too, ms', ({ delayMs }) => delayMs, ''),
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

function* texts(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) yield path;
    else if (entry.name !== '.dodeca') yield* texts(path);
  }
}
