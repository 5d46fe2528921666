import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Journal } from '../../../src/journal/journal.ts';
import type { EventBody } from '../../../src/model/event.ts';
import { Database } from '../../../src/sqlite/database.ts';
import { attempt, files, finished, ref, started } from './sample-events.ts';

const day = 86_400_000;

describe('what executions read and wrote', () => {
  let folder: string;
  let path: string;
  let journal: Journal;
  let now: number;

  function tell(...bodies: EventBody[]): void {
    for (const body of bodies) journal.append(body);
    journal.commit();
  }

  /** A run of one execution that reads and writes. */
  function run(runId: string, place: string, wrote: ReturnType<typeof files>): void {
    const [begin, start, end] = attempt(runId, place, 'succeeded');
    tell(started(runId, [place]), ...([begin, start, wrote, end] as EventBody[]), finished(runId));
  }

  const rows = () => {
    const db = new Database(path, { name: 'journal' });
    const count = db.prepare<{ count: number }>('SELECT count(*) AS count FROM execution_files').get();
    db.close();
    return count?.count;
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dodeca-lineage-'));
    path = join(folder, 'journal.db');
    now = Date.UTC(2026, 0, 1);
    journal = Journal.open(path, { clock: { now: () => now }, groupMs: 60_000 });
  });
  afterEach(() => {
    journal.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is told for a file: who wrote it, the newest first, and from what', () => {
    run('r1', 's/a', files('r1', 's/a', { 'data/in.csv': 'h1' }, { 'out/b.json': 'h2', 'out/a.json': null }));
    run('r2', 's/a', files('r2', 's/a', { 'data/in.csv': 'h3', 'a.py': null }, { 'out/b.json': 'h2' }, true));
    const [newest, oldest, ...more] = journal.productionsOf('out/b.json', 20);
    assert.deepEqual(more, []);
    assert.deepEqual(newest, {
      runId: 'r2',
      pipeline: 'p',
      stage: 's',
      agent: 'a',
      executionId: 'r2-s/a',
      at: new Date(now).toISOString(),
      cached: true,
      hash: 'h2',
      inputs: [
        { path: 'a.py', hash: null },
        { path: 'data/in.csv', hash: 'h3' },
      ],
    });
    assert.equal(oldest?.runId, 'r1');
    assert.equal(oldest.cached, false);
    assert.deepEqual(journal.productionsOf('out/b.json', 1), [newest]);
    assert.equal(journal.productionsOf('out/a.json', 20)[0]?.hash, null);
    assert.deepEqual(journal.productionsOf('data/in.csv', 20), []);
  });

  it('is told for a file: what was made from it, each by the newest run', () => {
    run('r1', 's/a', files('r1', 's/a', { 'in.csv': 'h' }, { 'x.json': 'h', 'old.json': 'h' }));
    run('r2', 's/a', files('r2', 's/a', { 'in.csv': 'h', 'x.json': 'h' }, { 'x.json': 'h' }));
    run('r3', 't/b', files('r3', 't/b', { 'x.json': 'h' }, { 'y.md': 'h' }));
    const made = (path: string) =>
      journal.madeFrom(path).map((file) => `${file.path} ${file.runId} ${file.agent}`);
    assert.deepEqual(made('in.csv'), ['old.json r1 a', 'x.json r2 a']);
    assert.deepEqual(made('x.json'), ['y.md r3 b']);
    assert.deepEqual(made('y.md'), []);
  });

  it('counts no more when the execution is taken back', () => {
    run('r1', 's/a', files('r1', 's/a', { 'in.csv': 'h' }, { 'x.json': 'h' }));
    tell({ type: 'execution.rewound', ...ref('r1', 's/a'), reason: 'restart', restored: [] });
    assert.deepEqual(journal.productionsOf('x.json', 20), []);
    assert.deepEqual(journal.madeFrom('in.csv'), []);
    assert.equal(rows(), 0);
  });

  it('leaves with its run', async () => {
    run('r1', 's/a', files('r1', 's/a', { 'in.csv': 'h' }, { 'x.json': 'h' }));
    now += 91 * day;
    run('r2', 's/a', files('r2', 's/a', {}, { 'x.json': 'h' }));
    assert.deepEqual(await journal.retain(), ['r1']);
    assert.deepEqual(
      journal.productionsOf('x.json', 20).map(({ runId }) => runId),
      ['r2'],
    );
    assert.equal(rows(), 1);
    journal.rebuild();
    assert.equal(rows(), 1);
  });
});
