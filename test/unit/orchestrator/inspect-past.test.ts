import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Journal } from '../../../src/journal/journal.ts';
import type { RunDefinition } from '../../../src/model/definition.ts';
import type { EventBody, ExecutionRef, PlannedExecution, RunOptions } from '../../../src/model/event.ts';
import { PastRuns } from '../../../src/orchestrator/inspect-past.ts';
import { agentOf, runDefinitionOf, stageOf } from '../../harness/definitions.ts';

const options: RunOptions = {
  maxConcurrent: null,
  keepGoing: false,
  useCache: true,
  missingInterpreter: 'fail',
};

const definition = runDefinitionOf(
  [
    agentOf('a', { env: { MODE: 'full', PASSWORD: 'geheim-1234' }, locks: [{ name: 'pool', slots: 2 }] }),
    agentOf('b', { with: { depth: 1 }, resources: { cpu: 2, memory: 512 }, priority: 7, timeoutMs: 9000 }),
    agentOf('c'),
  ],
  [stageOf('one', ['a', 'b']), stageOf('two', ['c'], { needs: ['one'] })],
  { env: { SHARED: 'x', COLOUR: 'red blue' }, redact: ['blue'] },
);

const planned = (runId: string, ...places: string[]): PlannedExecution[] =>
  places.map((place) => {
    const [stage = '', agent = ''] = place.split('/');
    return { executionId: `${runId}-${place}`, stage, agent };
  });

function refOf(runId: string, place: string, attempt = 1): ExecutionRef {
  const [execution] = planned(runId, place);
  return { runId, attempt, ...(execution as PlannedExecution) };
}

describe('runs as they were', () => {
  let folder: string;
  let journal: Journal;
  let past: PastRuns;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dodeca-past-'));
    journal = Journal.open(join(folder, 'journal.db'));
    past = new PastRuns(journal);
  });
  afterEach(() => {
    journal.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Writes events and answers with the number of the last one. */
  const write = (...bodies: EventBody[]): number => {
    for (const body of bodies) journal.append(body);
    journal.commit();
    return journal.lastSeq;
  };
  const begin = (runId: string, more: object = {}, recorded: RunDefinition = definition, hash = 'h') =>
    write(
      { type: 'definition.recorded', hash, definition: recorded },
      {
        type: 'run.started',
        runId,
        pipeline: 'p',
        params: { level: 1 },
        definition: hash,
        options,
        executions: planned(runId, 'one/a', 'one/b', 'two/c'),
        ...more,
      },
    );
  const inspect = (runId: string, place: string, at: number, now?: number) =>
    past.inspect({ run: runId, executionId: `${runId}-${place}`, at, ...(now !== undefined && { now }) });
  const start = (runId: string, place: string, attempt = 1): EventBody => ({
    type: 'execution.starting',
    ...refOf(runId, place, attempt),
    reason: null,
  });
  const says = (runId: string, place: string, value: number): EventBody => ({
    type: 'execution.output',
    ...refOf(runId, place),
    name: 'n',
    value,
  });
  const finish = (runId: string, place: string, more: object = {}): EventBody => ({
    type: 'execution.finished',
    ...refOf(runId, place),
    status: 'succeeded',
    exitCode: 0,
    signal: null,
    durationMs: 20,
    reason: null,
    ...more,
  });

  it('hold what the definition says, with nothing that is secret', async () => {
    const at = begin('R', { secrets: ['LICENCE'] });
    const b = await inspect('R', 'one/b', at);
    assert.deepEqual(b.inputs, { with: { depth: 1 }, params: { level: 1 }, outputs: {} });
    const { cpu, memory, priority, timeoutMs } = b.resources;
    assert.deepEqual([cpu, memory, priority, timeoutMs], [2, 512, 7, 9000]);
    const { environment } = await inspect('R', 'one/a', at);
    assert.deepEqual(
      [environment.SHARED, environment.MODE, environment.COLOUR, environment.LICENCE],
      ['x', 'full', 'red [redacted]', '***'],
    );
    assert.ok(!JSON.stringify(environment).includes('geheim'), JSON.stringify(environment));
  });

  it('go forwards and backwards, of several runs at once, and come to the same', async () => {
    begin('R');
    const first = write(start('R', 'one/a'), says('R', 'one/a', 1));
    begin('S');
    const second = write(start('S', 'one/a'), says('S', 'one/a', 2), says('R', 'one/a', 3));
    begin('T');
    const last = write(says('R', 'one/a', 4));
    const seen = (runId: string, at: number) =>
      inspect(runId, 'one/a', at).then(({ outputs }) => outputs.n ?? null);
    // Asked at once: each is made again from its own events.
    assert.deepEqual(
      await Promise.all([
        seen('R', first),
        seen('S', second),
        seen('R', second),
        seen('T', last),
        seen('R', last),
        seen('R', first),
        seen('S', second),
        seen('R', last),
      ]),
      [1, 2, 3, null, 4, 1, 2, 4],
    );
    assert.equal(await seen('R', first - 1), null);
  });

  it('grow with what is recorded', async () => {
    const at = begin('R');
    assert.equal((await inspect('R', 'one/a', at)).status, 'queued');
    // In a group that is not written yet.
    journal.append(start('R', 'one/a'));
    const later = await inspect('R', 'one/a', at + 1);
    assert.deepEqual([later.status, later.attempt], ['running', 1]);
    const long = await inspect('R', 'one/a', at + 1, journal.now() + 60_000);
    assert.ok((long.resources.durationMs ?? 0) >= 60_000);
  });

  it('know the position of the log where it was told, and nothing where it was not', async () => {
    begin('R');
    const retrying: EventBody = {
      type: 'execution.retrying',
      ...refOf('R', 'one/a'),
      status: 'failed',
      exitCode: 1,
      signal: null,
      durationMs: 7,
      delayMs: 1,
      reason: 'exit code 1',
      logBytes: 100,
    };
    const running = write(start('R', 'one/a'));
    const between = write(retrying);
    const ended = write(start('R', 'one/a', 2), finish('R', 'one/a', { attempt: 2, logBytes: 250 }));
    const logBytes = async (at: number) => (await inspect('R', 'one/a', at)).resources.logBytes;
    assert.deepEqual(
      [await logBytes(running - 1), await logBytes(running), await logBytes(between), await logBytes(ended)],
      [0, null, 100, 250],
    );
    // An older version did not note it.
    const old = write(start('R', 'one/b'), finish('R', 'one/b'));
    assert.equal((await inspect('R', 'one/b', old)).resources.logBytes, null);
  });

  it('tell locks with those who hold them, also in other runs', async () => {
    begin('R');
    const held = write({ type: 'lock.acquired', ...refOf('R', 'one/a'), lock: 'pool' }, start('R', 'one/a'), {
      type: 'lock.waiting',
      ...refOf('R', 'one/a'),
      lock: 'licence',
      holders: ['x/other'],
    });
    assert.deepEqual((await inspect('R', 'one/a', held)).locks, [
      { name: 'pool', slots: 2, held: true, holders: ['one/a'] },
      { name: 'licence', slots: 1, held: false, holders: ['x/other'] },
    ]);
    const given = write({ type: 'lock.acquired', ...refOf('R', 'one/a'), lock: 'licence' });
    assert.deepEqual((await inspect('R', 'one/a', given)).locks.at(-1), {
      name: 'licence',
      slots: 1,
      held: true,
      holders: ['one/a'],
    });
    // Its engine died: nobody told that it was given back.
    const over = write(finish('R', 'one/a', { status: 'interrupted' }));
    assert.deepEqual((await inspect('R', 'one/a', over)).locks, [
      { name: 'pool', slots: 2, held: false, holders: [] },
    ]);
  });

  it('hold what was changed before it started, and what it was held for', async () => {
    begin('R');
    const before = write({
      type: 'execution.held',
      ...refOf('R', 'one/b', 0),
      cause: 'breakpoint',
      reason: 'breakpoint: the run was stopped here by x',
    });
    const after = write({
      type: 'execution.changed',
      ...refOf('R', 'one/b', 0),
      with: { depth: 9 },
      params: null,
      env: { COLOUR: 'green' },
      by: 'x',
    });
    assert.equal((await inspect('R', 'one/b', after)).inputs.with.depth, 9);
    assert.deepEqual((await inspect('R', 'one/b', after)).environment, { COLOUR: 'green' });
    const held = await inspect('R', 'one/b', before);
    assert.deepEqual(
      [held.status, held.inputs.with.depth, held.resources.held?.cause],
      ['held', 1, 'breakpoint'],
    );
    const evaluated = await past.evaluate({
      run: 'R',
      stage: 'one',
      executionId: 'R-one/b',
      expression: '[inputs.depth, inputs.b.depth, params.level]',
      at: after,
    });
    assert.deepEqual(evaluated, { value: [9, 9, 1], type: 'list' });
  });

  it('go on with the definition that a run was resumed with, and what had been said before', async () => {
    begin('R');
    const first = write(
      start('R', 'one/a'),
      says('R', 'one/a', 5),
      finish('R', 'one/a'),
      start('R', 'one/b'),
      finish('R', 'one/b', { status: 'failed' }),
      { type: 'stage.finished', runId: 'R', stage: 'one', status: 'failed', reason: null },
    );
    const later = runDefinitionOf(
      [agentOf('a'), agentOf('b', { with: { depth: 2 } }), agentOf('d')],
      [stageOf('one', ['a']), stageOf('more', ['b', 'd'], { needs: ['one'] })],
    );
    const resumed = write(
      { type: 'definition.recorded', hash: 'later', definition: later },
      {
        type: 'run.resumed',
        runId: 'R',
        pipeline: 'p',
        definition: 'later',
        options,
        executions: planned('R', 'more/b', 'more/d'),
      },
    );
    assert.equal((await inspect('R', 'one/b', first)).status, 'failed');
    const d = await inspect('R', 'more/d', resumed);
    assert.deepEqual(d.inputs, {
      with: {},
      params: { level: 1 },
      outputs: { a: { n: 5 }, 'one/a': { n: 5 } },
    });
    assert.equal((await inspect('R', 'more/b', resumed)).inputs.with.depth, 2);
    // Its end was told nowhere: nothing in it ran again.
    const status = { run: 'R', stage: 'more', executionId: null, expression: 'status.one', at: resumed };
    assert.equal((await past.evaluate(status)).value, 'succeeded');
    await assert.rejects(inspect('R', 'two/c', resumed), { code: 'unknown-agent' });
    await assert.rejects(inspect('R', 'more/d', first), { code: 'unknown-agent' });
  });

  it('say what they cannot show', async () => {
    const at = begin('R');
    await assert.rejects(inspect('Q', 'one/a', at), { code: 'run-unknown' });
    await assert.rejects(inspect('R', 'one/a', at - 1), { code: 'run-unknown', message: /at event/ });
    const asked = { run: 'R', stage: 'one', executionId: null, at };
    await assert.rejects(past.evaluate({ ...asked, expression: '1 +' }), { code: 'bad-expression' });
    await assert.rejects(past.evaluate({ ...asked, expression: 'nobody' }), {
      code: 'bad-expression',
      message: /`nobody` is not known here/,
    });
    await assert.rejects(past.evaluate({ ...asked, stage: 'none', expression: '1' }), {
      code: 'unknown-stage',
    });
    const lost = begin('L', { definition: 'nowhere' });
    await assert.rejects(inspect('L', 'one/a', lost), { code: 'run-unknown' });
    assert.equal((await inspect('R', 'one/a', at)).status, 'queued', 'a refusal spoils nothing');
  });

  it('name the types of what expressions come to', async () => {
    const at = begin('R');
    const typeOf = async (expression: string) =>
      (await past.evaluate({ run: 'R', stage: 'one', executionId: null, expression, at })).type;
    assert.deepEqual(
      await Promise.all(
        [
          '1',
          '1.5',
          '"a"',
          'true',
          'null',
          '[1]',
          '{"a": 1}',
          'params',
          'params.level',
          'attempt',
          '[1, "a"]',
        ].map(typeOf),
      ),
      ['int', 'double', 'string', 'bool', 'null_type', 'list', 'map', 'map', 'double', 'int', 'list'],
    );
  });
});
