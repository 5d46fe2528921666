import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Journal } from '../../../src/journal/journal.ts';
import type { EventBody } from '../../../src/model/event.ts';
import { Database } from '../../../src/sqlite/database.ts';
import { attempt, finished, options, planned, ref, started } from './sample-events.ts';

const firstSchema = new URL('../../../src/journal/migrations/0001-journal.sql', import.meta.url);

describe('what the journal notes beside the course of a run', () => {
  let folder: string;
  let path: string;
  let journal: Journal;
  const open = () => Journal.open(path, { groupMs: 60_000 });
  /** Each in a group of its own, or all in one. */
  const add = (...bodies: EventBody[]) => {
    for (const body of bodies) journal.append(body);
    journal.commit();
  };
  const starting = (runId: string, place: string, number = 1): EventBody => ({
    type: 'execution.starting',
    ...ref(runId, place, number),
    reason: null,
  });
  const finding = (
    runId: string,
    place: string,
    message: string,
    severity: 'error' | 'warning' | 'info' = 'warning',
    number = 1,
  ): EventBody => ({
    type: 'execution.finding',
    ...ref(runId, place, number),
    path: 'a.py',
    line: 3,
    column: null,
    severity,
    rule: 'R1',
    message,
  });
  const resumed = (runId: string, ...places: string[]): EventBody => ({
    type: 'run.resumed',
    runId,
    pipeline: 'p',
    definition: 'hash',
    options,
    executions: planned(runId, ...places),
  });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dodeca-journal-'));
    path = join(folder, 'journal.db');
    journal = open();
  });
  afterEach(() => {
    journal.close();
    rmSync(folder, { recursive: true, force: true });
  });

  describe('marks', () => {
    const listed = (archived: boolean) =>
      journal.runs({ archived }).map(({ runId, pinned, archived: away }) => [runId, pinned, away]);

    it('leave archived runs out of a list that does not ask for them, in the same order', () => {
      add(started('A', []), started('B', []), started('C', [], 'q'));
      add({ type: 'run.marked', runId: 'A', pinned: true, archived: false });
      add({ type: 'run.marked', runId: 'B', pinned: false, archived: true });
      const all = [
        ['C', false, false],
        ['B', false, true],
        ['A', true, false],
      ];
      const some = [all[0], all[2]];
      assert.deepEqual(listed(true), all);
      assert.deepEqual(listed(false), some);
      assert.deepEqual(
        journal.runs({ archived: false, pipeline: 'p', limit: 1 }).map(({ runId }) => runId),
        ['A'],
      );
      assert.equal(journal.run('B')?.archived, true);
      journal.rebuild();
      assert.deepEqual([listed(true), listed(false)], [all, some]);
      add({ type: 'run.marked', runId: 'B', pinned: false, archived: false });
      assert.equal(listed(false).length, 3);
    });

    it('outlive the end of a run and its resume', () => {
      add(started('A', ['s/a']), { type: 'run.marked', runId: 'A', pinned: true, archived: true });
      add(finished('A', 'failed'), resumed('A', 's/a'), finished('A'));
      assert.deepEqual(listed(true), [['A', true, true]]);
    });

    it('do not change which run is the last', () => {
      add(started('A', []), started('B', []), {
        type: 'run.marked',
        runId: 'B',
        pinned: false,
        archived: true,
      });
      const last = journal.findRun('last');
      assert.equal(last.ok && last.value.runId, 'B');
    });
  });

  describe('the names of secrets', () => {
    it('stay with the run, and those that a resume brings are among them', () => {
      add({ ...started('A', ['s/a']), secrets: ['TOKEN'] }, started('B', []));
      assert.deepEqual(journal.run('A')?.secrets, ['TOKEN']);
      assert.deepEqual(journal.run('B')?.secrets, []);
      add({ ...resumed('A', 's/a'), secrets: ['TOKEN', 'KEY'] } as EventBody);
      assert.deepEqual(journal.run('A')?.secrets, ['TOKEN', 'KEY']);
      add(resumed('A', 's/a'));
      assert.deepEqual(journal.run('A')?.secrets, ['TOKEN', 'KEY']);
    });
  });

  describe('the progress of an execution', () => {
    const progress = (percent: number | null, message: string | null, number = 1): EventBody => ({
      type: 'execution.progress',
      ...ref('A', 's/a', number),
      percent,
      message,
    });
    const told = () => {
      const [execution] = journal.executionsOf('A');
      return [execution?.percent, execution?.message];
    };

    for (const together of [true, false]) {
      it(`is what its attempt said last${together ? ', also within one group of events' : ''}`, () => {
        const say = (...bodies: EventBody[]) => {
          if (together) add(...bodies);
          else for (const body of bodies) add(body);
        };
        say(started('A', ['s/a']), starting('A', 's/a'));
        assert.deepEqual(told(), [null, null]);
        say(progress(10, 'reads'), progress(20, null), progress(null, 'writes'));
        assert.deepEqual(told(), [20, 'writes']);
        say(progress(99, 'nearly'), starting('A', 's/a', 2));
        assert.deepEqual(told(), [null, null]);
        say(progress(5, 'again', 2));
        assert.deepEqual(told(), [5, 'again']);
        say(progress(6, 'once more', 2), ...attempt('A', 's/a', 'failed', { number: 3 }), finished('A'));
        say(progress(7, 'late', 3), resumed('A', 's/a'));
        assert.deepEqual(told(), [null, null]);
      });
    }
  });

  describe('the latest findings', () => {
    const latest = () =>
      journal
        .latestFindings()
        .map(
          ({ agent, stage, runId, findings, more }) =>
            `${stage}/${agent} of ${runId}: ${findings.map(({ message }) => message).join(' ')}${more > 0 ? ` and ${more}` : ''}`,
        );

    it('are those of the last execution that began, ended or not', () => {
      assert.deepEqual(latest(), []);
      add(started('A', ['s/a', 's/b']), starting('A', 's/a'), finding('A', 's/a', 'one'));
      assert.deepEqual(latest(), ['s/a of A: one']);
      add(finding('A', 's/a', 'two'), ...attempt('A', 's/b', 'failed').slice(0, 1));
      assert.deepEqual(latest(), ['s/a of A: one two', 's/b of A: ']);
      // It is queued only, and what it may find is not known yet.
      add(started('B', ['t/a']));
      assert.deepEqual(latest()[0], 's/a of A: one two');
      add(starting('B', 't/a'));
      assert.deepEqual(latest()[0], 't/a of B: ');
      add(finding('B', 't/a', 'three'), finished('B'));
      assert.deepEqual(latest()[0], 't/a of B: three');
      add({ ...finished('A') });
      assert.deepEqual(latest(), ['t/a of B: three', 's/b of A: ']);
    });

    it('are those of an earlier run again when that is resumed later', () => {
      add(started('A', ['s/a']), starting('A', 's/a'), finding('A', 's/a', 'old'), finished('A', 'failed'));
      add(started('B', ['s/a']), starting('B', 's/a'), finding('B', 's/a', 'newer'), finished('B'));
      add(resumed('A', 's/a'));
      assert.deepEqual(latest(), ['s/a of B: newer']);
      add(starting('A', 's/a', 2));
      assert.deepEqual(latest(), ['s/a of A: ']);
      add(finding('A', 's/a', 'newest', 'error', 2));
      assert.deepEqual(latest(), ['s/a of A: newest']);
    });

    it('are those that came from the cache, and not what the execution itself told before', () => {
      add(started('A', ['s/a']), starting('A', 's/a'), finding('A', 's/a', 'itself'));
      add(...attempt('A', 's/a', 'failed').slice(2), finished('A', 'failed'), resumed('A', 's/a'));
      add({ type: 'cache.hit', ...ref('A', 's/a'), key: 'k', reason: 'same inputs' });
      add(finding('A', 's/a', 'kept'), ...attempt('A', 's/a', 'cached').slice(2));
      assert.deepEqual(latest(), ['s/a of A: kept']);
      add(started('B', ['s/a']), { type: 'cache.hit', ...ref('B', 's/a', 0), key: 'k', reason: 'same' });
      add(finding('B', 's/a', 'kept', 'info', 0));
      assert.deepEqual(latest(), ['s/a of B: kept']);
      journal.rebuild();
      assert.deepEqual(latest(), ['s/a of B: kept']);
    });

    it('do not go when an execution is skipped that never began', () => {
      add(started('A', ['s/a']), starting('A', 's/a'), finding('A', 's/a', 'one'));
      const [, , end] = attempt('B', 's/a', 'skipped', { number: 0 });
      add(started('B', ['s/a']), ...(end ? [end] : []), finished('B', 'cancelled'));
      assert.deepEqual(latest(), ['s/a of A: one']);
    });

    it('are a thousand at the most, the most severe of them, and a count of the others', () => {
      add(started('A', ['s/a']), starting('A', 's/a'), finding('A', 's/a', 'a hint', 'info'));
      add(...Array.from({ length: 999 }, (_, n) => finding('A', 's/a', `w${n}`)));
      add(finding('A', 's/a', 'e1', 'error'), finding('A', 's/a', 'e2', 'error'));
      const [report] = journal.latestFindings();
      assert.ok(report);
      assert.equal(report.findings.length, 1000);
      assert.equal(report.more, 2);
      assert.deepEqual(
        { ...report.findings[0] },
        {
          path: 'a.py',
          line: 3,
          column: null,
          severity: 'error',
          rule: 'R1',
          message: 'e1',
        },
      );
      assert.deepEqual(
        [1, 2, 999].map((index) => report.findings[index]?.message),
        ['e2', 'w0', 'w997'],
      );
    });

    it('go with their run', async () => {
      add(started('A', ['s/a']), starting('A', 's/a'), finding('A', 's/a', 'one'), finished('A'));
      assert.equal(latest().length, 1);
      assert.deepEqual(await journal.retain({ maxBytes: 0 }), ['A']);
      assert.deepEqual(latest(), []);
    });
  });

  it('is there for the runs of a journal that an older version wrote', () => {
    journal.close();
    rmSync(path);
    const db = new Database(path, { name: 'journal' });
    db.exec(readFileSync(firstSchema, 'utf8'));
    db.exec('PRAGMA user_version = 1');
    const insert = db.prepare(
      'INSERT INTO events (seq, at, type, run_id, execution_id, body) VALUES (?, ?, ?, ?, ?, ?)',
    );
    const at = '2026-01-01T00:00:00.000Z';
    const bodies: EventBody[] = [
      started('A', ['s/a', 's/b']),
      ...attempt('A', 's/a', 'succeeded'),
      finding('A', 's/a', 'old'),
      { type: 'cache.hit', ...ref('A', 's/b', 0), key: 'k', reason: 'same' },
    ];
    bodies.forEach((body, index) => {
      const { type, ...rest } = body as { type: string; runId: string; executionId?: string };
      insert.run(index + 1, at, type, rest.runId, rest.executionId ?? null, JSON.stringify(rest));
    });
    db.exec(`
      INSERT INTO runs VALUES ('A', 'p', 'running', '${at}', NULL, NULL, NULL, 'hash', '{}', '{}', 1);
      INSERT INTO executions (execution_id, run_id, pipeline, stage, agent, position, status, attempt)
        VALUES ('A-s/a', 'A', 'p', 's', 'a', 0, 'succeeded', 1), ('A-s/b', 'A', 'p', 's', 'b', 1, 'cached', 0);
      INSERT INTO findings VALUES (5, 'A', 'A-s/a', 1, 'error', 'x', NULL, NULL, NULL, 'old');
    `);
    db.close();
    journal = open();
    assert.deepEqual(
      journal.latestFindings().map(({ agent, findings }) => [agent, findings.length]),
      [
        ['a', 1],
        ['b', 0],
      ],
    );
    assert.deepEqual(
      journal.runs().map(({ pinned, archived }) => [pinned, archived]),
      [[false, false]],
    );
    journal.rebuild();
    assert.equal(journal.latestFindings()[0]?.findings[0]?.message, 'old');
    assert.deepEqual(journal.run('A')?.secrets, []);
  });
});
