import assert from 'node:assert/strict';
import type { JobResult } from '../../../../src/kernel/executor/executor.ts';
import type { Effect, Limits, Submission } from '../../../../src/kernel/scheduler/scheduler-event.ts';
import { type SimulatedWorld, Simulation, submissionOf } from '../../../../src/kernel/simulation.ts';
import type { AgentDefinition, StageDefinition } from '../../../../src/model/definition.ts';
import type { EventBodyOf } from '../../../../src/model/event.ts';
import { agentOf, planOf, stageOf } from '../../../harness/definitions.ts';

const limits: Limits = { concurrency: 8, cpu: 4, memory: 4 * 2 ** 30 };
const success: JobResult = { kind: 'exited', exitCode: 0, signal: null };
const failure: JobResult = { kind: 'exited', exitCode: 3, signal: null };

interface Played {
  readonly log: string[];
  readonly finished: EventBodyOf<'run.finished'>;
  /** `stage/agent` -> `status: reason`. */
  readonly ends: Record<string, string>;
  readonly at: number;
}

/** Plays one run; agents take 10 virtual ms unless told otherwise, and succeed unless they stand in `fails`. */
function play(
  agents: readonly AgentDefinition[],
  stages: readonly StageDefinition[],
  world: Partial<SimulatedWorld> & {
    fails?: readonly string[];
    takes?: Record<string, number>;
    options?: Partial<Submission>;
    limits?: Limits;
    before?: (simulation: Simulation, id: (agent: string) => string) => void;
  } = {},
): Played {
  const plan = planOf(agents, stages);
  const nameOf = (id: string): string => plan.executions[Number(id.slice(1))]?.agent.name ?? '?';
  const idOf = (agent: string): string =>
    `e${plan.executions.findIndex((execution) => execution.agent.name === agent)}`;
  const log: string[] = [];
  let finished: EventBodyOf<'run.finished'> | undefined;
  const simulation = new Simulation(
    world.limits ?? limits,
    {
      attempt: (id) => ({
        durationMs: world.takes?.[nameOf(id)] ?? 10,
        result: world.fails?.includes(nameOf(id)) ? failure : success,
      }),
      ...world,
    },
    (at, effect) => {
      const line = tell(effect, nameOf);
      if (line) log.push(`${at} ${line}`);
      if (effect.type === 'record' && effect.body.type === 'run.finished') finished = effect.body;
    },
  );
  simulation.schedule({
    type: 'submit',
    at: 0,
    submission: submissionOf(plan, world.limits ?? limits, world.options),
  });
  world.before?.(simulation, idOf);
  assert.ok(simulation.play(1_000_000), 'the simulation comes to an end');
  assert.ok(finished, 'the run finished');
  const ends = Object.fromEntries(
    finished.executions.map((execution) => [
      `${execution.stage}/${execution.agent}`,
      execution.reason === null ? execution.status : `${execution.status}: ${execution.reason}`,
    ]),
  );
  return { log, finished, ends, at: simulation.now };
}

function tell(effect: Effect, nameOf: (id: string) => string): string | null {
  if (effect.type === 'start') return `start ${nameOf(effect.executionId)}`;
  if (effect.type === 'stop') return `stop ${nameOf(effect.executionId)} ${effect.graceMs}`;
  if (effect.type === 'compensate') return `compensate ${nameOf(effect.executionId)}`;
  if (effect.type === 'lock-granted') return `granted ${effect.lock} to ${nameOf(effect.executionId)}`;
  if (effect.type !== 'record') return null;
  const { body } = effect;
  if (body.type === 'execution.held') return `held ${body.agent}: ${body.reason}`;
  if (body.type === 'execution.retrying') return `retrying ${body.agent} in ${body.delayMs}: ${body.reason}`;
  if (body.type === 'lock.deadlock') return body.reason;
  return null;
}

describe('scheduler', () => {
  describe('order', () => {
    it('starts a stage the moment what it needs has ended, never waiting for a level', () => {
      const { log } = play(
        ['quick', 'slow', 'after'].map((name) => agentOf(name)),
        [
          stageOf('quick', ['quick']),
          stageOf('slow', ['slow']),
          stageOf('after', ['after'], { needs: ['quick'] }),
        ],
        { takes: { slow: 100 } },
      );
      assert.deepEqual(log, ['0 start quick', '0 start slow', '10 start after']);
    });

    it('runs the agents of a stage one after another, also after a failure', () => {
      const { log, ends, finished } = play([agentOf('a'), agentOf('b')], [stageOf('s', ['a', 'b'])], {
        fails: ['a'],
      });
      assert.deepEqual(log, ['0 start a', '10 start b']);
      assert.deepEqual(ends, { 's/a': 'failed: exit code 3', 's/b': 'succeeded' });
      assert.equal(finished.status, 'failed');
    });

    it('runs the agents of a parallel stage together', () => {
      const { log } = play([agentOf('a'), agentOf('b')], [stageOf('s', ['a', 'b'], { parallel: true })]);
      assert.deepEqual(log, ['0 start a', '0 start b']);
    });

    it('starts the longest remaining path first among equals', () => {
      const agents = ['x', 'head', 'tail'].map((name) => agentOf(name));
      const { log } = play(
        agents,
        [stageOf('x', ['x']), stageOf('head', ['head']), stageOf('tail', ['tail'], { needs: ['head'] })],
        { limits: { ...limits, concurrency: 1 } },
      );
      assert.deepEqual(
        log.filter((line) => line.includes('start')),
        ['0 start head', '10 start x', '20 start tail'],
      );
    });

    it('starts a higher priority before a longer path', () => {
      const { log } = play(
        [agentOf('x', { priority: 9 }), agentOf('head'), agentOf('tail')],
        [stageOf('x', ['x']), stageOf('head', ['head']), stageOf('tail', ['tail'], { needs: ['head'] })],
        { limits: { ...limits, concurrency: 1 } },
      );
      assert.deepEqual(
        log.filter((line) => line.includes('start')),
        ['0 start x', '10 start head', '20 start tail'],
      );
    });
  });

  describe('failure', () => {
    it('goes on after a failed stage that is followed by order alone', () => {
      const { ends, finished } = play(
        [agentOf('a'), agentOf('b')],
        [stageOf('one', ['a'], { needs: null }), stageOf('two', ['b'], { needs: null })],
        { fails: ['a'] },
      );
      assert.deepEqual(ends, { 'one/a': 'failed: exit code 3', 'two/b': 'succeeded' });
      assert.equal(finished.status, 'failed');
      assert.equal(finished.reason, 'one/a failed');
    });

    it('skips what names a failed stage in needs, and what needs that, each with its reason', () => {
      const { ends } = play(
        [agentOf('a'), agentOf('b'), agentOf('c')],
        [
          stageOf('one', ['a']),
          stageOf('two', ['b'], { needs: ['one'] }),
          stageOf('three', ['c'], { needs: ['two'] }),
        ],
        { fails: ['a'] },
      );
      assert.equal(ends['two/b'], 'skipped: needs one, which failed');
      assert.equal(ends['three/c'], 'skipped: needs two, which was skipped: needs one, which failed');
    });

    it('runs those too with keepGoing', () => {
      const { ends, finished } = play(
        [agentOf('a'), agentOf('b')],
        [stageOf('one', ['a']), stageOf('two', ['b'], { needs: ['one'] })],
        {
          fails: ['a'],
          options: { options: { ...submissionOf(planOf([], []), limits).options, keepGoing: true } },
        },
      );
      assert.equal(ends['two/b'], 'succeeded');
      assert.equal(finished.status, 'failed');
    });

    it('shows an allowed failure, does not fail the run by it, and runs what needs it', () => {
      const { ends, finished } = play(
        [agentOf('a'), agentOf('b')],
        [stageOf('one', ['a'], { allowFailure: true }), stageOf('two', ['b'], { needs: ['one'] })],
        { fails: ['a'] },
      );
      assert.deepEqual(ends, { 'one/a': 'failed: exit code 3', 'two/b': 'succeeded' });
      assert.equal(finished.status, 'succeeded');
    });

    it('stops the run when a critical stage fails: what runs is cancelled, what waits is skipped', () => {
      const { ends, finished, log } = play(
        [agentOf('bad'), agentOf('long'), agentOf('later')],
        [
          stageOf('gate', ['bad'], { critical: true }),
          stageOf('beside', ['long']),
          stageOf('after', ['later'], { needs: ['beside'] }),
        ],
        { fails: ['bad'], takes: { long: 1000 } },
      );
      assert.deepEqual(ends, {
        'gate/bad': 'failed: exit code 3',
        'beside/long': 'cancelled: critical stage gate failed',
        'after/later': 'skipped: critical stage gate failed',
      });
      assert.equal(finished.status, 'failed');
      assert.ok(log.includes('10 stop long 5000'));
    });
  });

  describe('when', () => {
    const agents = [agentOf('a'), agentOf('b'), agentOf('c')];
    const stages = [
      stageOf('one', ['a'], { when: 'params.x' }),
      stageOf('two', ['b'], { needs: ['one'] }),
      stageOf('three', ['c'], { needs: null }),
    ];

    it('skips a stage whose condition is false, and what needs it; the run still succeeds', () => {
      const { ends, finished } = play(agents, stages, { condition: () => ({ met: false }) });
      assert.deepEqual(ends, {
        'one/a': 'skipped: when: params.x is false',
        'two/b': 'skipped: needs one, which was skipped: when: params.x is false',
        'three/c': 'succeeded',
      });
      assert.equal(finished.status, 'succeeded');
    });

    it('fails a stage whose condition cannot be evaluated, with the expression and the error', () => {
      const { ends, finished } = play(agents, stages, { condition: () => ({ error: 'No such key: x' }) });
      assert.equal(ends['one/a'], 'failed: when: params.x: No such key: x');
      assert.equal(finished.status, 'failed');
    });
  });

  describe('retry', () => {
    const policy = {
      attempts: 3,
      backoffMs: 100,
      factor: 2,
      maxMs: 150,
      jitter: false,
      on: ['failed'] as const,
    };

    it('tries again with growing, capped waits and counts the attempts', () => {
      const { log, finished } = play([agentOf('a', { retry: policy })], [stageOf('s', ['a'])], {
        fails: ['a'],
      });
      assert.deepEqual(log, [
        '0 start a',
        '10 retrying a in 100: attempt 1 of 3: exit code 3',
        '110 start a',
        '120 retrying a in 150: attempt 2 of 3: exit code 3',
        '270 start a',
      ]);
      assert.equal(finished.executions[0]?.attempts, 3);
    });

    it('succeeds when a later attempt does', () => {
      const { finished } = play([agentOf('a', { retry: policy })], [stageOf('s', ['a'])], {
        attempt: (_id, attempt) => ({ durationMs: 10, result: attempt < 3 ? failure : success }),
      });
      assert.equal(finished.status, 'succeeded');
      assert.equal(finished.executions[0]?.attempts, 3);
    });

    it('does not try again what it was not asked to', () => {
      const { finished } = play(
        [agentOf('a', { timeoutMs: 5, retry: { ...policy, on: ['failed'] } })],
        [stageOf('s', ['a'])],
        { takes: { a: 1000 } },
      );
      assert.equal(finished.executions[0]?.status, 'timed_out');
      assert.equal(finished.executions[0]?.attempts, 1);
      assert.equal(finished.executions[0]?.reason, 'timed out after 0.005 s');
    });

    it('gives its slot to others while it waits', () => {
      const { log } = play(
        [agentOf('a', { retry: policy }), agentOf('b')],
        [stageOf('s', ['a', 'b'], { parallel: true })],
        { fails: ['a'], limits: { ...limits, concurrency: 1 } },
      );
      assert.ok(log.includes('10 start b'));
    });
  });

  describe('circuit breaker', () => {
    it('fails fast while the circuit is open, and lets one trial through after the cooldown', () => {
      const breaker = { failures: 2, cooldownMs: 1000 };
      const retry = {
        attempts: 10,
        backoffMs: 1,
        factor: 1,
        maxMs: 1,
        jitter: false,
        on: ['failed'] as const,
      };
      const { finished, ends } = play([agentOf('a', { breaker, retry })], [stageOf('s', ['a'])], {
        fails: ['a'],
      });
      assert.equal(finished.executions[0]?.attempts, 2);
      assert.match(
        ends['s/a'] ?? '',
        /^failed: the circuit of a is open after 2 failures in a row; .* at 1970-01-01T00:00:01\.0/,
      );

      const history = new Map([['a', { failures: 2, lastFailureAt: -2000 }]]);
      const later = play([agentOf('a', { breaker })], [stageOf('s', ['a'])], {
        options: { breakers: history },
      });
      assert.equal(later.ends['s/a'], 'succeeded');
    });
  });

  describe('admission', () => {
    it('goes by declared need and says what is missing', () => {
      const big = { cpu: 3, memory: 0 };
      const { log } = play(
        [agentOf('a', { resources: big }), agentOf('b', { resources: big })],
        [stageOf('s', ['a', 'b'], { parallel: true })],
      );
      assert.deepEqual(log, ['0 start a', '0 held b: needs 3 cores, 1 of the limit of 4 free', '10 start b']);
    });

    it('lets smaller ones pass one that does not fit', () => {
      const { log } = play(
        [
          agentOf('a', { resources: { cpu: 0, memory: 3 * 2 ** 30 } }),
          agentOf('b', { resources: { cpu: 0, memory: 2 * 2 ** 30 }, priority: 9 }),
          agentOf('c', { resources: { cpu: 0, memory: 2 ** 30 } }),
        ],
        [stageOf('first', ['a'], { needs: null }), stageOf('rest', ['b', 'c'], { parallel: true })],
        { takes: { a: 50 }, limits },
      );
      assert.equal(log.filter((line) => line.includes('start')).length, 3);
      assert.ok(
        log.some((line) => line.includes('held a: needs 3 GiB') || line.includes('held b: needs 2 GiB')),
      );
      assert.ok(log.includes('0 start c'));
    });

    it('runs alone what needs more than the limit', () => {
      const { ends } = play([agentOf('a', { resources: { cpu: 99, memory: 0 } })], [stageOf('s', ['a'])]);
      assert.equal(ends['s/a'], 'succeeded');
    });

    it('keeps to the limit of a run and of a cluster', () => {
      const agents = ['a', 'b', 'c'].map((name) => agentOf(name));
      const stages = [stageOf('s', ['a', 'b', 'c'], { parallel: true })];
      const base = submissionOf(planOf([], []), limits).options;
      const byRun = play(agents, stages, { options: { options: { ...base, maxConcurrent: 2 } } });
      assert.ok(byRun.log.includes('0 held c: this run may run 2 at once, and does'));
      const cluster = { id: 'C1', name: 'One', system: null, agents: ['a', 'c'], concurrency: 1 };
      const byCluster = play(agents, stages, { options: { clusters: [cluster] } });
      assert.ok(byCluster.log.includes('0 held c: cluster C1 may run 1 at once, and does'));
      assert.ok(byCluster.log.includes('0 start b'));
    });

    it('skips an agent without its interpreter where that is asked for', () => {
      const base = submissionOf(planOf([], []), limits).options;
      const missing: JobResult = {
        kind: 'not-started',
        cause: 'missing-interpreter',
        reason: 'no Python was found',
      };
      const { ends, finished } = play([agentOf('a')], [stageOf('s', ['a'])], {
        attempt: () => ({ durationMs: 0, result: missing }),
        options: { options: { ...base, missingInterpreter: 'skip' } },
      });
      assert.equal(ends['s/a'], 'skipped: no Python was found');
      assert.equal(finished.status, 'succeeded');
      const strict = play([agentOf('a')], [stageOf('s', ['a'])], {
        attempt: () => ({ durationMs: 0, result: missing }),
      });
      assert.equal(strict.ends['s/a'], 'failed: no Python was found');
    });
  });

  describe('locks', () => {
    const lock = (name: string, slots = 1) => ({ name, slots });

    it('takes all declared locks at once or none', () => {
      const { log } = play(
        [
          agentOf('a', { locks: [lock('x')] }),
          agentOf('b', { locks: [lock('x'), lock('y')] }),
          agentOf('c', { locks: [lock('y')] }),
        ],
        [stageOf('s', ['a', 'b', 'c'], { parallel: true })],
      );
      assert.deepEqual(log, [
        '0 start a',
        '0 held b: waits for lock x, held by s/a',
        '0 start c',
        '10 start b',
      ]);
    });

    it('lets as many into a pool as it has slots', () => {
      const agents = ['a', 'b', 'c'].map((name) => agentOf(name, { locks: [lock('licence', 2)] }));
      const { log } = play(agents, [stageOf('s', ['a', 'b', 'c'], { parallel: true })]);
      assert.ok(log.includes('0 start b'));
      assert.ok(log.includes('0 held c: waits for lock licence, held by s/a, s/b'));
    });

    it('finds a deadlock of locks taken while running, ends the youngest of the lowest priority, and tells the cycle', () => {
      const { log, ends } = play(
        [agentOf('a', { priority: 5 }), agentOf('b')],
        [stageOf('s', ['a', 'b'], { parallel: true })],
        {
          takes: { a: 1000, b: 1000 },
          before(simulation, id) {
            const ask = (at: number, agent: string, name: string): void =>
              simulation.schedule({ type: 'lock-request', at, executionId: id(agent), lock: lock(name) });
            ask(1, 'a', 'x');
            ask(2, 'b', 'y');
            ask(3, 'a', 'y');
            ask(4, 'b', 'x');
          },
        },
      );
      assert.equal(
        ends['s/b'],
        'failed: deadlock: s/b waits for x, s/a waits for y; s/b was ended, the youngest of the lowest priority',
      );
      assert.equal(ends['s/a'], 'succeeded');
      assert.ok(log.includes('4 granted y to a'));
    });
  });

  describe('compensation', () => {
    const undo = (name: string) => agentOf(name, { compensate: `undo ${name}` });

    it('undoes what succeeded in reverse order when the run fails, and goes on after a failed one', () => {
      const { log, finished } = play(
        [undo('a'), undo('b'), agentOf('c'), undo('d')],
        [stageOf('s', ['a', 'b', 'c', 'd'])],
        { fails: ['d'], compensation: (id) => ({ durationMs: 5, exitCode: id === 'e1' ? 1 : 0 }) },
      );
      assert.deepEqual(log.slice(4), ['40 compensate b', '45 compensate a']);
      assert.equal(finished.status, 'failed');
      assert.equal(finished.durationMs, 50);
    });

    it('does nothing after a success', () => {
      const { log } = play([undo('a')], [stageOf('s', ['a'])]);
      assert.deepEqual(log, ['0 start a']);
    });
  });

  describe('cancel', () => {
    it('cancels what runs, skips what waits, and ends the run as cancelled', () => {
      const { ends, finished } = play([agentOf('a'), agentOf('b')], [stageOf('s', ['a', 'b'])], {
        takes: { a: 1000 },
        before: (simulation) =>
          simulation.schedule({ type: 'cancel', at: 5, runId: 'simulated', reason: 'by you', kill: false }),
      });
      assert.deepEqual(ends, { 's/a': 'cancelled: by you', 's/b': 'skipped: by you' });
      assert.equal(finished.status, 'cancelled');
      assert.equal(finished.reason, 'by you');
    });

    it('kills at the second time', () => {
      const { log } = play([agentOf('a')], [stageOf('s', ['a'])], {
        takes: { a: 1000 },
        stop: () => 500,
        before(simulation) {
          simulation.schedule({ type: 'cancel', at: 5, runId: 'simulated', reason: 'x', kill: false });
          simulation.schedule({ type: 'cancel', at: 6, runId: 'simulated', reason: 'x', kill: true });
        },
      });
      assert.deepEqual(log, ['0 start a', '5 stop a 5000', '6 stop a 0']);
    });
  });

  describe('resume', () => {
    it('runs exactly what had not succeeded and counts attempts on', () => {
      const earlier = [
        {
          status: 'succeeded',
          attempts: 1,
          exitCode: 0,
          durationMs: 7,
          reason: null,
          order: 0,
          again: false,
        },
        {
          status: 'failed',
          attempts: 2,
          exitCode: 1,
          durationMs: 8,
          reason: 'exit code 1',
          order: null,
          again: true,
        },
      ] as const;
      const { log, finished } = play([agentOf('a'), agentOf('b')], [stageOf('s', ['a', 'b'])], {
        options: { earlier },
      });
      assert.deepEqual(log, ['0 start b']);
      assert.deepEqual(
        finished.executions.map(({ agent, status, attempts, durationMs }) => [
          agent,
          status,
          attempts,
          durationMs,
        ]),
        [
          ['a', 'succeeded', 1, 7],
          ['b', 'succeeded', 3, 10],
        ],
      );
    });
  });
});
