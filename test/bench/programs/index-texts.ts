// Indexes the bare texts of a folder in this thread, by `fts5` or `minisearch`, and prints what that took: one line of JSON.
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import MiniSearch from 'minisearch';
import { nodeSqlite } from '../../../src/sqlite/node-sqlite.ts';
import { cpuTime, memoryOf } from '../process-figures.ts';
import type { BuildFigures } from './build-library.ts';

const [engine = '', folder = '', database = ''] = process.argv.slice(2);
const before = memoryOf(process.pid).nowMiB;
const beforeCpu = cpuTime(process.pid);
const began = performance.now();
if (engine === 'fts5') indexByFts5();
else indexByMiniSearch();
const ms = performance.now() - began;
const figures: BuildFigures = {
  ms,
  cpuMs: cpuTime(process.pid) - beforeCpu,
  // Nothing is found before all is written, and nothing else is done meanwhile.
  searchableMs: ms,
  delayMs: ms,
  busyMs: cpuTime(process.pid) - beforeCpu,
  growthMiB: memoryOf(process.pid).peakMiB - before,
};
process.stdout.write(`${JSON.stringify(figures)}\n`);

function indexByFts5(): void {
  const remove = () => {
    for (const end of ['', '-wal', '-shm']) rmSync(database + end, { force: true });
  };
  remove();
  const db = new (nodeSqlite().DatabaseSync)(database);
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
}

function indexByMiniSearch(): void {
  const index = new MiniSearch({ fields: ['path', 'body'] });
  let id = 0;
  for (const file of texts(folder)) index.add({ id: id++, path: file, body: readFileSync(file, 'utf8') });
}

function* texts(of: string): Generator<string> {
  for (const entry of readdirSync(of, { withFileTypes: true })) {
    const path = join(of, entry.name);
    if (!entry.isDirectory()) yield path;
    else if (entry.name !== '.dodeca') yield* texts(path);
  }
}
