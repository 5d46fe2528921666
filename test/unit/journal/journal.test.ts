import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { Journal, type JournalOptions } from '../../../src/journal/journal.ts';
import { projectionTables } from '../../../src/journal/projection.ts';
import type { EventBody } from '../../../src/model/event.ts';
import { Database } from '../../../src/sqlite/database.ts';
import { anyEvent } from './any-event.ts';
import { attempt, definition, finished, ref, started } from './sample-events.ts';

describe('journal', () => {
  let folder: string;
  let path: string;
  let journal: Journal;
  const open = (options: JournalOptions = {}) => Journal.open(path, { groupMs: 60_000, ...options });
  const log = (message: string): EventBody => ({
    type: 'execution.log',
    ...ref('A', 's/a'),
    level: 'info',
    message,
  });
  const messages = () => journal.read({ after: 0, limit: 10_000 }).map((e) => 'message' in e && e.message);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dodeca-journal-'));
    path = join(folder, 'journal.db');
    journal = open();
  });
  afterEach(() => {
    journal.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('gives back what was written, in order, numbered without a gap, also after it was opened again', () => {
    const bodies: EventBody[] = [
      { type: 'definition.recorded', hash: 'h', definition },
      started('A', ['s/a']),
      ...attempt('A', 's/a', 'succeeded'),
      { type: 'stage.started', runId: 'A', stage: 's' },
      log('two\nlines, "quotes", \0 and \ud800'),
      finished('A'),
    ];
    for (const body of bodies) journal.append(body);
    assert.equal(journal.lastSeq, 0);
    journal.commit();
    assert.equal(journal.lastSeq, bodies.length);
    journal.close();
    journal = open();
    assert.equal(journal.lastSeq, bodies.length);
    const events = journal.read({ after: 0, limit: 100 });
    assert.deepEqual(
      events.map(({ seq, at: _, ...body }) => [seq, body]),
      bodies.map((body, index) => [index + 1, body]),
    );
    assert.ok(events.every(({ at }) => new Date(at).toISOString() === at));
  });

  it('leaves out what is not wanted, and fills its pages with what is', () => {
    for (let n = 0; n < 6; n++) {
      journal.append({ type: 'stage.started', runId: n % 2 === 0 ? 'A' : 'B', stage: `s${n}` });
      journal.append(log(`${n}`));
    }
    journal.commit();
    const seqs = (page: Parameters<Journal['read']>[0]) => journal.read(page).map(({ seq }) => seq);
    const without = ['execution.log', 'run.marked'] as const;
    assert.deepEqual(seqs({ after: 0, limit: 10, without }), [1, 3, 5, 7, 9, 11]);
    assert.deepEqual(seqs({ after: 1, limit: 2, runId: 'A', without }), [5, 9]);
    assert.deepEqual(seqs({ after: 9, limit: 10, runId: 'A', without: [] }), [10, 12]);
  });

  it('never lets time go back, not even over a restart', () => {
    let now = Date.UTC(2026, 0, 1);
    const clock = { now: () => now };
    journal.close();
    journal = open({ clock });
    journal.append(log('a'));
    now -= 5000;
    journal.append(log('b'));
    journal.close();
    journal = open({ clock });
    journal.append(log('c'));
    now += 6000;
    journal.append(log('d'));
    journal.commit();
    assert.deepEqual(
      journal.read({ after: 0, limit: 10 }).map((event) => event.at),
      [
        '2026-01-01T00:00:00.000Z',
        '2026-01-01T00:00:00.000Z',
        '2026-01-01T00:00:00.000Z',
        '2026-01-01T00:00:01.000Z',
      ],
    );
  });

  it('reads page by page, of all runs or of one', () => {
    for (let n = 0; n < 1000; n++) {
      journal.append({ type: 'stage.started', runId: n % 3 === 0 ? 'A' : 'B', stage: String(n) });
    }
    journal.commit();
    for (const runId of [undefined, 'A']) {
      const seqs: number[] = [];
      for (let after = 0; ; ) {
        const page = journal.read({ after, limit: 70, ...(runId === undefined ? {} : { runId }) });
        assert.ok(page.length <= 70);
        const last = page.at(-1);
        if (!last) break;
        seqs.push(...page.map((event) => event.seq));
        after = last.seq;
      }
      const all = Array.from({ length: 1000 }, (_, index) => index + 1);
      assert.deepEqual(seqs, runId === undefined ? all : all.filter((seq) => (seq - 1) % 3 === 0));
    }
  });

  it('writes a group by itself after a while, and at once when it is large', async () => {
    journal.close();
    journal = open({ groupMs: 1 });
    const committed = new Promise<void>((resolve) => journal.onCommit(resolve));
    journal.append(log('a'));
    assert.equal(journal.lastSeq, 0);
    await committed;
    assert.equal(journal.lastSeq, 1);
    journal.close();
    journal = open();
    for (let n = 0; n < 5000; n++) journal.append(log('x'));
    assert.ok(journal.lastSeq > 1);
  });

  it('tells every listener of every group, whatever one of them does', () => {
    const heard: string[] = [];
    journal.onCommit(() => {
      throw new Error('not my day');
    });
    const subscription = journal.onCommit(() => heard.push(`first ${journal.lastSeq}`));
    journal.onCommit(() => heard.push(`second ${journal.lastSeq}`));
    journal.append(log('a'));
    journal.commit();
    subscription.dispose();
    journal.append(log('b'));
    journal.append(log('c'));
    journal.commit();
    journal.commit();
    assert.deepEqual(heard, ['first 1', 'second 1', 'second 3']);
  });

  it('refuses at once what cannot be written, and keeps the rest', () => {
    const circular: { self?: unknown } = {};
    circular.self = circular;
    const broken = { type: 'execution.output', ...ref('A', 's/a'), name: 'x', value: circular };
    assert.throws(() => journal.append(broken as unknown as EventBody), TypeError);
    journal.append(log('a'));
    journal.commit();
    assert.deepEqual(messages(), ['a']);
  });

  it('lets nobody change or delete events', () => {
    journal.append(log('a'));
    journal.commit();
    const other = new Database(path, { name: 'journal' });
    assert.throws(() => other.exec(`UPDATE events SET body = '{}'`), /append-only/);
    assert.throws(() => other.exec('DELETE FROM events'), /append-only/);
    other.close();
    assert.deepEqual(messages(), ['a']);
  });

  describe('when the disk is full', () => {
    let db: Database;
    const fill = () => db.exec(`PRAGMA max_page_count = ${db.pragma('page_count')}`);
    const free = () => db.exec('PRAGMA max_page_count = 1000000');
    beforeEach(() => {
      journal.append(log('first'));
      journal.close();
      db = new Database(path, { name: 'journal' });
    });

    it('loses and repeats nothing, and goes on when there is room', () => {
      journal = new Journal(db, { groupMs: 60_000 });
      fill();
      const wanted = ['first'];
      for (let n = 0; n < 200; n++) {
        wanted.push(`${n} ${'x'.repeat(200)}`);
        journal.append(log(wanted.at(-1) ?? ''));
      }
      assert.throws(() => journal.commit(), { name: 'UserError', code: 'journal-full' });
      assert.throws(() => journal.commit(), { code: 'journal-full' });
      assert.equal(journal.lastSeq, 1);
      wanted.push('last');
      journal.append(log('last'));
      free();
      journal.commit();
      assert.deepEqual(messages(), wanted);
      assert.equal(journal.lastSeq, wanted.length);
      assert.equal(journal.read({ after: 0, limit: 1000 }).at(-1)?.seq, wanted.length);
    });

    it('tells whoever opened it when it was the timer that could not write', async () => {
      const failure = new Promise<unknown>((resolve) => {
        journal = new Journal(db, { groupMs: 1, onFailure: resolve });
      });
      fill();
      for (let n = 0; n < 200; n++) journal.append(log('x'.repeat(200)));
      assert.equal(((await failure) as { code: string }).code, 'journal-full');
      free();
      await wait(1);
      journal.commit();
      assert.equal(journal.lastSeq, 201);
    });
  });

  it('makes the same projections by replay as it made step by step', () => {
    const rows = () => {
      const db = new Database(path, { name: 'journal' });
      const all = projectionTables.map((table) =>
        db
          .prepare<object>(`SELECT * FROM ${table}`)
          .all()
          .map((row) => JSON.stringify(row))
          .sort(),
      );
      db.close();
      return all;
    };
    fc.assert(
      fc.property(fc.array(fc.array(anyEvent, { maxLength: 20 }), { maxLength: 8 }), (groups) => {
        for (const group of groups) {
          for (const body of group) journal.append(body);
          journal.commit();
        }
        const before = rows();
        journal.rebuild();
        assert.deepEqual(rows(), before);
      }),
      { numRuns: 60 },
    );
    assert.ok((rows()[2]?.length ?? 0) > 0);
  });

  it('creates the tables of sessions and iterations', () => {
    const db = new Database(path, { name: 'journal' });
    const columns = (table: string) =>
      db
        .prepare<{ name: string }>(`SELECT name FROM pragma_table_info('${table}')`)
        .all()
        .map((row) => row.name)
        .join(' ');
    assert.equal(
      columns('dmaic_sessions'),
      'session_id start_time end_time dmaic_version orchestrator_version status clusters_initialized metadata',
    );
    assert.equal(
      columns('dmaic_phases'),
      'id session_id phase_name phase_number start_time end_time status completion_percentage clusters_active artifacts_created metrics',
    );
    assert.equal(
      columns('cluster_executions'),
      'id session_id phase_id cluster_id cluster_name execution_start execution_end status input_data output_data metrics error_message',
    );
    assert.equal(
      columns('artifact_generations'),
      'id artifact_path iteration_number generation_timestamp dmaic_version dmaic_phase session_id classification quality_score priority_rank parent_artifact_id changes_summary',
    );
    assert.equal(
      columns('recursive_iterations'),
      'id session_id iteration_number iteration_type trigger_condition start_time end_time phases_executed clusters_involved artifacts_modified improvements_made metrics',
    );
    assert.equal(
      columns('ci_cd_integration'),
      'id session_id phase_id workflow_type workflow_run_id commit_sha branch trigger_time completion_time status metrics',
    );
    db.close();
  });
});
