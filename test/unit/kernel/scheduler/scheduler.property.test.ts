import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { JobResult } from '../../../../src/kernel/executor/executor.ts';
import { randomStream } from '../../../../src/kernel/scheduler/random.ts';
import { agingMs } from '../../../../src/kernel/scheduler/ready-queue.ts';
import type { Effect, Limits, SchedulerEvent } from '../../../../src/kernel/scheduler/scheduler-event.ts';
import { Simulation, submissionOf } from '../../../../src/kernel/simulation.ts';
import type {
  AgentDefinition,
  ClusterDefinition,
  StageDefinition,
} from '../../../../src/model/definition.ts';
import type { RunOptions } from '../../../../src/model/event.ts';
import type { Plan } from '../../../../src/model/plan.ts';
import { agentOf, planOf, stageOf } from '../../../harness/definitions.ts';

interface World {
  readonly plans: readonly Plan[];
  readonly limits: Limits;
  readonly clusters: readonly ClusterDefinition[];
  readonly options: RunOptions;
  readonly seed: string;
  readonly failRate: number;
  readonly cancelAt: number | null;
  readonly lockRequests: readonly { at: number; run: number; execution: number; lock: string }[];
}

const lockSlots: Record<string, number> = { x: 1, y: 1, pool: 2 };
const lockNames = Object.keys(lockSlots);
const need = (name: string) => ({ name, slots: lockSlots[name] ?? 1 });

const agentArbitrary = (index: number): fc.Arbitrary<AgentDefinition> =>
  fc
    .record({
      cpu: fc.constantFrom(0, 0, 0.5, 1, 3),
      memory: fc.constantFrom(0, 0, 100, 700, 2000),
      priority: fc.integer({ min: 0, max: 9 }),
      locks: fc.uniqueArray(fc.constantFrom(...lockNames), { maxLength: 2 }),
      attempts: fc.integer({ min: 1, max: 3 }),
      timeoutMs: fc.option(fc.integer({ min: 1, max: 80 })),
      breaker: fc.option(
        fc.record({ failures: fc.integer({ min: 1, max: 3 }), cooldownMs: fc.constant(50) }),
      ),
      compensate: fc.option(fc.constant('undo')),
      cache: fc.boolean(),
    })
    .map(({ cpu, memory, locks, attempts, ...rest }) =>
      agentOf(`a${index}`, {
        ...rest,
        resources: { cpu, memory },
        locks: locks.map(need),
        retry: { attempts, backoffMs: 10, factor: 2, maxMs: 50, jitter: true, on: ['failed', 'timed_out'] },
      }),
    );

const agentCount = 10;

const stageArbitrary = (index: number): fc.Arbitrary<StageDefinition> =>
  fc
    .record({
      agents: fc.uniqueArray(fc.integer({ min: 0, max: agentCount - 1 }), { minLength: 1, maxLength: 4 }),
      needs: fc.option(fc.uniqueArray(fc.integer({ min: 0, max: Math.max(0, index - 1) }), { maxLength: 3 })),
      parallel: fc.boolean(),
      critical: fc.constantFrom(false, false, false, true),
      allowFailure: fc.constantFrom(false, false, true),
      when: fc.constantFrom(null, null, 'attempt == 1'),
    })
    .map(({ agents, needs, ...rest }) =>
      stageOf(
        `s${index}`,
        agents.map((agent) => `a${agent}`),
        { ...rest, needs: needs && index > 0 ? needs.map((stage) => `s${stage}`) : index > 0 ? null : [] },
      ),
    );

const planArbitrary: fc.Arbitrary<Plan> = fc
  .tuple(
    fc.tuple(...Array.from({ length: agentCount }, (_, index) => agentArbitrary(index))),
    fc
      .integer({ min: 1, max: 9 })
      .chain((count) => fc.tuple(...Array.from({ length: count }, (_, i) => stageArbitrary(i)))),
  )
  .map(([agents, stages]) => planOf(agents, stages));

const worldArbitrary: fc.Arbitrary<World> = fc.record({
  plans: fc.array(planArbitrary, { minLength: 1, maxLength: 2 }),
  limits: fc.record({
    concurrency: fc.integer({ min: 1, max: 5 }),
    cpu: fc.constantFrom(1, 2, 4),
    memory: fc.constantFrom(1000, 4000),
  }),
  clusters: fc.constantFrom(
    [],
    [{ id: 'C', name: 'C', system: null, agents: ['a0', 'a1', 'a2'], concurrency: 1 }],
  ),
  options: fc.record({
    maxConcurrent: fc.option(fc.integer({ min: 1, max: 3 })),
    keepGoing: fc.boolean(),
    useCache: fc.boolean(),
    missingInterpreter: fc.constant('fail' as const),
  }),
  seed: fc.string({ minLength: 1, maxLength: 4 }),
  failRate: fc.constantFrom(0, 0.2, 0.7),
  cancelAt: fc.option(fc.integer({ min: 0, max: 200 })),
  lockRequests: fc.array(
    fc.record({
      at: fc.integer({ min: 0, max: 200 }),
      run: fc.integer({ min: 0, max: 1 }),
      execution: fc.integer({ min: 0, max: 15 }),
      lock: fc.constantFrom(...lockNames),
    }),
    { maxLength: 8 },
  ),
});

/** What the outside world does is a function of the seed, the execution and the attempt: the same in every play. */
function outcome(
  world: World,
  executionId: string,
  attempt: number,
): { durationMs: number; result: JobResult } {
  const random = randomStream(`${world.seed}/${executionId}/${attempt}`);
  const durationMs = Math.floor(random() * 60);
  const exitCode = random() < world.failRate ? 1 : 0;
  return { durationMs, result: { kind: 'exited', exitCode, signal: null } };
}

function play(world: World, check: (at: number, effect: Effect, simulation: Simulation) => void): Simulation {
  const simulation: Simulation = new Simulation(
    world.limits,
    {
      attempt: (id, attempt) => outcome(world, id, attempt),
      stop: (id) => Math.floor(randomStream(`${world.seed}/${id}/stop`)() * 20),
      condition: (runId, stage) => {
        const random = randomStream(`${world.seed}/${runId}/${stage}`)();
        return random < 0.1 ? { error: 'no such key' } : { met: random < 0.7 };
      },
      lookUp: (id) => ({ cached: randomStream(`${world.seed}/${id}/cache`)() < 0.3, reason: 'because' }),
      compensation: (id) => ({
        durationMs: 3,
        exitCode: randomStream(`${world.seed}/${id}/undo`)() < 0.3 ? 1 : 0,
      }),
    },
    (at, effect) => check(at, effect, simulation),
  );
  world.plans.forEach((plan, run) => {
    const submission = submissionOf(plan, world.limits, {
      runId: `r${run}`,
      executionIds: plan.executions.map(({ index }) => `r${run}e${index}`),
      options: world.options,
      clusters: world.clusters,
    });
    simulation.schedule({ type: 'submit', at: run * 20, submission });
  });
  if (world.cancelAt !== null)
    simulation.schedule({
      type: 'cancel',
      at: world.cancelAt,
      runId: 'r0',
      reason: 'cancelled',
      kill: false,
    });
  for (const { at, run, execution, lock } of world.lockRequests) {
    const event: SchedulerEvent = {
      type: 'lock-request',
      at,
      executionId: `r${run}e${execution}`,
      lock: need(lock),
    };
    simulation.schedule(event);
  }
  assert.ok(simulation.play(100_000), 'it comes to an end');
  return simulation;
}

/** Follows a play from its effects alone and asserts the invariants as they come. */
class Watcher {
  readonly running = new Map<string, AgentDefinition>();
  readonly ends = new Map<string, string>();
  readonly finishedRuns = new Set<string>();
  readonly held = new Map<string, Set<string>>();
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  see(effect: Effect): void {
    if (effect.type === 'start') this.#seeStart(effect.executionId);
    if (effect.type !== 'record') return;
    const { body } = effect;
    if (body.type === 'lock.acquired') this.#seeLock(body.lock, body.executionId);
    if (body.type === 'lock.released') this.held.get(body.lock)?.delete(body.executionId);
    if (body.type === 'execution.retrying') this.running.delete(body.executionId);
    if (body.type === 'execution.finished') {
      assert.ok(!this.ends.has(body.executionId), `${body.executionId} ends once`);
      this.ends.set(body.executionId, body.status);
      this.running.delete(body.executionId);
    }
    if (body.type === 'run.finished') {
      assert.ok(!this.finishedRuns.has(body.runId), 'a run ends once');
      this.finishedRuns.add(body.runId);
      for (const summary of body.executions)
        assert.equal(
          summary.status,
          this.ends.get(summary.executionId),
          'the summary agrees with the record',
        );
    }
  }

  #seeLock(lock: string, executionId: string): void {
    const holders = this.held.get(lock) ?? new Set();
    holders.add(executionId);
    this.held.set(lock, holders);
    assert.ok(holders.size <= (lockSlots[lock] ?? 1), `lock ${lock} is never held by more than it has slots`);
  }

  #seeStart(executionId: string): void {
    const [, run, index] = /^r(\d+)e(\d+)$/.exec(executionId) ?? [];
    const plan = this.#world.plans[Number(run)];
    const planned = plan?.executions[Number(index)];
    const stage = plan?.stages[planned?.stage ?? -1];
    assert.ok(plan && planned && stage);
    assert.ok(!this.running.has(executionId), 'an execution runs once at a time');
    assert.ok(!this.ends.has(executionId), 'nothing starts after its end');
    for (const before of stage.after)
      for (const earlier of plan.stages[before]?.executions ?? [])
        assert.ok(this.ends.has(`r${run}e${earlier}`), 'nothing starts before what it needs has ended');
    if (!stage.definition.parallel)
      for (const earlier of stage.executions.filter((other) => other < planned.index))
        assert.ok(this.ends.has(`r${run}e${earlier}`), 'a stage that is not parallel runs one after another');
    this.running.set(executionId, planned.agent);
    this.#assertLimits(Number(run));
  }

  #assertLimits(run: number): void {
    const { limits, options, clusters } = this.#world;
    const agents = [...this.running.values()];
    assert.ok(agents.length <= limits.concurrency, 'slots');
    for (const resource of ['cpu', 'memory'] as const) {
      const needs = agents.map((agent) => agent.resources[resource]).filter((amount) => amount > 0);
      const total = needs.reduce((sum, amount) => sum + amount, 0);
      // What needs more than there is runs too, but nothing else that needs any of it beside it.
      assert.ok(needs.length <= 1 || total <= limits[resource] + 1e-9, resource);
    }
    const ofRun = [...this.running.keys()].filter((id) => id.startsWith(`r${run}e`)).length;
    assert.ok(options.maxConcurrent === null || ofRun <= options.maxConcurrent, 'limit of the run');
    for (const cluster of clusters) {
      const members = agents.filter((agent) => cluster.agents.includes(agent.name)).length;
      assert.ok(members <= (cluster.concurrency ?? Number.POSITIVE_INFINITY), 'limit of the cluster');
    }
  }
}

describe('scheduler, over random graphs', () => {
  it('starts nothing too early, exceeds no limit, and ends every execution and every run exactly once', () => {
    fc.assert(
      fc.property(worldArbitrary, (world) => {
        const watcher = new Watcher(world);
        const simulation = play(world, (_at, effect) => watcher.see(effect));
        assert.equal(watcher.finishedRuns.size, world.plans.length, 'every run ends');
        const all = world.plans.reduce((total, plan) => total + plan.executions.length, 0);
        assert.equal(watcher.ends.size, all, 'every execution ends');
        assert.equal(watcher.running.size, 0);
        assert.deepEqual(
          [simulation.state.capacity.slots, simulation.state.capacity.cpu, simulation.state.capacity.memory],
          [0, 0, 0],
          'everything that was taken is given back',
        );
        assert.equal(simulation.state.executions.size, 0, 'nothing is kept of a run that ended');
        for (const holders of watcher.held.values())
          assert.equal(holders.size, 0, 'no lock is held for ever');
      }),
      { numRuns: 3000 },
    );
  });

  it('does the same when the same happens', () => {
    fc.assert(
      fc.property(worldArbitrary, (world) => {
        const record = (): string[] => {
          const lines: string[] = [];
          play(world, (at, effect) => lines.push(`${at} ${JSON.stringify(effect)}`));
          return lines;
        };
        assert.deepEqual(record(), record());
      }),
      { numRuns: 300 },
    );
  });

  it('starves nobody: a large need is met although small ones keep coming', () => {
    const limits: Limits = { concurrency: 4, cpu: 4, memory: 1000 };
    const small = agentOf('small', { priority: 9, resources: { cpu: 1, memory: 100 } });
    const large = agentOf('large', { priority: 0, resources: { cpu: 4, memory: 900 } });
    const stream = planOf([small], [stageOf('s', ['small'])]);
    let started: number | null = null;
    const simulation = new Simulation(
      limits,
      { attempt: () => ({ durationMs: 900, result: { kind: 'exited', exitCode: 0, signal: null } }) },
      (at, effect) => {
        if (effect.type === 'start' && effect.executionId === 'large') started ??= at;
      },
    );
    const horizon = 30 * agingMs;
    for (let i = 0; i * 200 < horizon; i++) {
      const submission = submissionOf(stream, limits, { runId: `r${i}`, executionIds: [`small${i}`] });
      simulation.schedule({ type: 'submit', at: i * 200, submission });
    }
    const submission = submissionOf(planOf([large], [stageOf('s', ['large'])]), limits, {
      runId: 'large',
      executionIds: ['large'],
    });
    simulation.schedule({ type: 'submit', at: 1000, submission });
    simulation.play();
    assert.ok(
      started !== null && started < 15 * agingMs,
      `the large one started at ${started} of ${horizon}`,
    );
  });
});
