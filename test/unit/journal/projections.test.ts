import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Journal } from '../../../src/journal/journal.ts';
import type { EventBody } from '../../../src/model/event.ts';
import { attempt, definition, finished, options, planned, ref, started } from './sample-events.ts';

describe('what the journal answers', () => {
  let folder: string;
  let journal: Journal;
  let now: number;
  const add = (...bodies: EventBody[]) => {
    for (const body of bodies) {
      now += 1;
      journal.append(body);
    }
    journal.commit();
  };
  const states = (runId: string) =>
    journal
      .executionsOf(runId)
      .map((e) => `${e.stage}/${e.agent} ${e.status} ${e.attempts} ${e.reason ?? '-'}`);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dodeca-journal-'));
    now = Date.UTC(2026, 0, 1);
    journal = Journal.open(join(folder, 'journal.db'), { clock: { now: () => now }, groupMs: 60_000 });
  });
  afterEach(() => {
    journal.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('follows a run from its start over failure and resume to its end', () => {
    add(started('A', ['s/a', 's/b', 't/c']));
    assert.deepEqual(states('A'), ['s/a queued 0 -', 's/b queued 0 -', 't/c queued 0 -']);
    add({ type: 'execution.held', ...ref('A', 's/b', 0), cause: 'memory', reason: 'needs 2 GiB' });
    add({ type: 'execution.starting', ...ref('A', 's/a'), reason: 're-ran' });
    assert.deepEqual(states('A'), ['s/a running 1 re-ran', 's/b held 0 needs 2 GiB', 't/c queued 0 -']);
    add({ type: 'execution.started', ...ref('A', 's/a'), pid: 42, processStart: 'then', command: 'x' });
    const running = journal.run('A');
    assert.equal(running?.status, 'running');
    assert.equal(running?.executions[0]?.pid, 42);
    assert.equal(running?.executions[0]?.processStart, 'then');
    now += 500;
    assert.equal(journal.run('A')?.executions[0]?.durationMs, 500);
    assert.equal(journal.run('A')?.durationMs, 503);
    add({
      type: 'execution.retrying',
      ...ref('A', 's/a'),
      status: 'failed',
      exitCode: 3,
      signal: null,
      durationMs: 7,
      delayMs: 10,
      reason: 'exit code 3',
    });
    assert.equal(states('A')[0], 's/a retrying 1 exit code 3');
    add(...attempt('A', 's/a', 'succeeded', { number: 2 }), ...attempt('A', 's/b', 'failed'));
    add({
      type: 'execution.finished',
      ...ref('A', 't/c', 0),
      status: 'skipped',
      exitCode: null,
      signal: null,
      durationMs: 0,
      reason: 's failed',
    });
    add(finished('A', 'failed'));
    assert.deepEqual(states('A'), ['s/a succeeded 2 -', 's/b failed 1 -', 't/c skipped 0 s failed']);
    assert.deepEqual(journal.unfinishedRuns(), []);
    assert.equal(journal.run('A')?.durationMs, 10);

    add({
      type: 'run.resumed',
      pipeline: 'p',
      runId: 'A',
      definition: 'other',
      options,
      executions: planned('A', 's/b', 't/c'),
    });
    assert.deepEqual(states('A'), ['s/a succeeded 2 -', 's/b queued 1 -', 't/c queued 0 -']);
    assert.equal(journal.run('A')?.definition, 'other');
    assert.equal(journal.run('A')?.finishedAt, null);
    assert.deepEqual(
      journal.unfinishedRuns().map((run) => [run.runId, run.executions.length]),
      [['A', 3]],
    );
    add(...attempt('A', 's/b', 'succeeded', { number: 2 }), ...attempt('A', 't/c', 'succeeded'));
    add(finished('A'));
    assert.deepEqual(states('A'), ['s/a succeeded 2 -', 's/b succeeded 2 -', 't/c succeeded 1 -']);
    const { status, params, executions } = journal.run('A') ?? {};
    assert.deepEqual([status, params, executions?.[0]?.exitCode], ['succeeded', { n: 1 }, 0]);
  });

  it('lists runs newest first, by pipeline, and finds one by id, beginning or `last`', () => {
    assert.equal(journal.findRun('last').ok, false);
    add(started('01AA1', [], 'p'), started('01AB2', [], 'q'), started('01AB3', [], 'p'));
    const ids = (runs: readonly { runId: string }[]) => runs.map((run) => run.runId);
    assert.deepEqual(ids(journal.runs()), ['01AB3', '01AB2', '01AA1']);
    assert.deepEqual(ids(journal.runs({ limit: 1 })), ['01AB3']);
    assert.deepEqual(ids(journal.runs({ pipeline: 'p' })), ['01AB3', '01AA1']);
    const find = (wanted: string) => {
      const found = journal.findRun(wanted);
      return found.ok ? found.value.runId : found.error.code;
    };
    assert.equal(find('last'), '01AB3');
    assert.equal(find('01AB2'), '01AB2');
    assert.equal(find('01AA'), '01AA1');
    assert.equal(find('01aa'), '01AA1');
    assert.equal(find('01AB'), 'run-ambiguous');
    assert.equal(find(''), 'run-unknown');
    assert.equal(find('%'), 'run-unknown');
    assert.equal(journal.run('nobody'), null);
  });

  it('prefers the whole id to longer ones that begin with it', () => {
    add(started('X', []), started('XY', []));
    const found = journal.findRun('X');
    assert.ok(found.ok && found.value.runId === 'X');
  });

  it('gives the values and findings of the latest attempt only', () => {
    const output = (number: number, name: string, value: string): EventBody => ({
      type: 'execution.output',
      ...ref('A', 's/a', number),
      name,
      value,
    });
    const finding = (number: number, severity: 'error' | 'warning'): EventBody => ({
      type: 'execution.finding',
      ...ref('A', 's/a', number),
      path: 'a.py',
      line: 3,
      column: null,
      severity,
      rule: null,
      message: `attempt ${number}`,
    });
    add(started('A', ['s/b', 's/a']));
    add({ type: 'execution.starting', ...ref('A', 's/a', 1), reason: null });
    add(output(1, 'x', 'old'), output(1, 'gone', 'old'), finding(1, 'error'));
    add({ type: 'execution.starting', ...ref('A', 's/a', 2), reason: null });
    add(output(2, 'x', 'older'), output(2, 'x', 'new'), finding(2, 'warning'), finding(2, 'warning'));
    add({ type: 'execution.metric', ...ref('A', 's/a', 2), name: '__proto__', value: 2.5, unit: '%' });
    add({ type: 'execution.context', ...ref('A', 's/a', 2), name: 'c', value: { deep: [1] } });
    add(...attempt('A', 's/b', 'succeeded'));
    add({ type: 'execution.context', ...ref('A', 's/b'), name: 'c', value: 'later' });
    const [b, a] = journal.outputsOf('A');
    assert.deepEqual([b?.agent, b?.status, b?.context], ['b', 'succeeded', { c: 'later' }]);
    assert.deepEqual([a?.agent, a?.outputs, a?.context], ['a', { x: 'new' }, { c: { deep: [1] } }]);
    assert.deepEqual(Object.entries(a?.metrics ?? {}), [['__proto__', 2.5]]);
    assert.deepEqual(journal.contextOf('A'), { c: 'later' });
    assert.deepEqual(journal.executionsOf('A')[1]?.findings, { error: 0, warning: 2, info: 0 });
    assert.deepEqual(
      journal.findingsOf('A').map((f) => `${f.agent} ${f.severity} ${f.path}:${f.line} ${f.message}`),
      ['a warning a.py:3 attempt 2', 'a warning a.py:3 attempt 2'],
    );
    assert.equal(journal.findingsOf('A', { limit: 1 }).length, 1);
  });

  it('expects the median of the last five successes in that pipeline and stage', () => {
    [900, 10, 20, 30, 40, 100].forEach((durationMs, index) => {
      add(started(`R${index}`, ['s/a']), ...attempt(`R${index}`, 's/a', 'succeeded', { durationMs }));
    });
    add(started('F', ['s/a', 's/b']), ...attempt('F', 's/a', 'failed', { durationMs: 5000 }));
    const expected = journal.durations('p');
    assert.equal(expected('s', 'a'), 30);
    assert.equal(expected('s', 'a'), 30);
    assert.equal(expected('s', 'b'), null);
    assert.equal(journal.durations('q')('s', 'a'), null);
  });

  it('remembers the last results of an agent and its failures in a row', () => {
    const statuses = ['failed', 'succeeded', 'failed', 'cancelled', 'timed_out', 'skipped'] as const;
    statuses.forEach((status, index) => {
      add(started(`R${index}`, ['s/a']), ...attempt(`R${index}`, 's/a', status, { durationMs: index }));
    });
    assert.deepEqual(
      journal.recentOf('a', 3).map((past) => [past.runId, past.status, past.durationMs]),
      [
        ['R5', 'skipped', 5],
        ['R4', 'timed_out', 4],
        ['R3', 'cancelled', 3],
      ],
    );
    assert.deepEqual(journal.failuresInARow('a'), { count: 2, lastAt: journal.recentOf('a', 2)[1]?.at });
    assert.deepEqual(journal.failuresInARow('nobody'), { count: 0, lastAt: null });
  });

  it('names what can be undone, in the order of success, until it is undone or runs again', () => {
    add(started('A', ['s/a', 's/b', 's/c']), ...attempt('A', 's/b', 'succeeded'));
    add(...attempt('A', 's/a', 'succeeded'), ...attempt('A', 's/c', 'failed'));
    const agents = () => journal.compensable('A').map((e) => e.agent);
    assert.deepEqual(agents(), ['b', 'a']);
    const undone = { exitCode: 0, reason: null, type: 'execution.compensated' } as const;
    add({ ...ref('A', 's/a'), ...undone, status: 'failed' });
    assert.deepEqual(agents(), ['b', 'a']);
    add({ ...ref('A', 's/a'), ...undone, status: 'succeeded' });
    assert.deepEqual(agents(), ['b']);
    assert.equal(journal.executionsOf('A')[0]?.undone, true);
    add(...attempt('A', 's/a', 'succeeded', { number: 2 }));
    assert.deepEqual(agents(), ['b', 'a']);
  });

  it('tells how an execution came to its state, without its chatter', () => {
    add(started('A', ['s/a', 's/b']), ...attempt('A', 's/b', 'failed'));
    add({ type: 'execution.queued', ...ref('A', 's/a', 0) });
    add({ type: 'execution.log', ...ref('A', 's/a'), level: 'info', message: 'hello' });
    add({ type: 'execution.progress', ...ref('A', 's/a'), percent: 5, message: null });
    add({ type: 'cache.miss', ...ref('A', 's/a'), key: 'k', reason: 'no earlier result' });
    add({ type: 'lock.waiting', ...ref('A', 's/a'), lock: 'db', holders: ['b'] });
    add(...attempt('A', 's/a', 'succeeded'));
    assert.deepEqual(
      journal.eventsOfExecution('A', 's', 'a').map((event) => event.type),
      [
        'execution.queued',
        'cache.miss',
        'lock.waiting',
        'execution.starting',
        'execution.started',
        'execution.finished',
      ],
    );
    assert.deepEqual(journal.eventsOfExecution('A', 's', 'nobody'), []);
  });

  it('keeps each definition once', () => {
    add({ type: 'definition.recorded', hash: 'h', definition });
    add({ type: 'definition.recorded', hash: 'h', definition });
    assert.deepEqual(journal.definition('h'), definition);
    assert.equal(journal.definition('x'), null);
  });
});
