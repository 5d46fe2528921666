import assert from 'node:assert/strict';
import fc from 'fast-check';
import { lastExecution, rewindTo, rewindToStage } from '../../../../src/kernel/scheduler/rewind.ts';
import type {
  Effect,
  SchedulerEvent,
  StepRequest,
} from '../../../../src/kernel/scheduler/scheduler-event.ts';
import type { RunState } from '../../../../src/kernel/scheduler/scheduler-state.ts';
import { Simulation, submissionOf } from '../../../../src/kernel/simulation.ts';
import type { StageDefinition } from '../../../../src/model/definition.ts';
import { agentOf, planOf, stageOf } from '../../../harness/definitions.ts';

const names = ['a', 'b', 'c', 'd', 'e'];

/** A pipeline of up to five stages that follow one another or some of those above. */
const stages: fc.Arbitrary<StageDefinition[]> = fc
  .array(
    fc.record({
      agents: fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 4 }),
      parallel: fc.boolean(),
      critical: fc.boolean(),
      allowFailure: fc.boolean(),
      needs: fc.option(fc.uniqueArray(fc.nat(4), { maxLength: 2 })),
      when: fc.constantFrom(null, null, 'true'),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((list) =>
    list.map(({ needs, ...stage }, index) => ({
      ...stageOf(`s${index}`, stage.agents),
      ...stage,
      needs: needs && [...new Set(needs.filter((before) => before < index).map((before) => `s${before}`))],
    })),
  );

/** What somebody at the debugger does next. */
const command = fc.constantFrom(
  'nothing',
  'nothing',
  'pause',
  'continue',
  'over',
  'into',
  'out',
  'into-agent',
  'go-to',
  'back',
  'restart',
  'restart-stage',
  'rerun',
  'cancel',
);

const world = fc.record({
  stages,
  concurrency: fc.integer({ min: 1, max: 4 }),
  failures: fc.array(fc.boolean(), { minLength: 30, maxLength: 30 }),
  hits: fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
  commands: fc.array(fc.tuple(command, fc.nat(100)), { minLength: 1, maxLength: 40 }),
  entry: fc.boolean(),
  retries: fc.integer({ min: 1, max: 2 }),
});

type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

interface Played {
  readonly effects: readonly Effect[];
  readonly simulation: Simulation;
  readonly status: string | null;
}

/** Plays a run whose debugger does what the world says, and then leaves. */
function play(given: World): Played {
  const agents = names.map((name) => ({
    ...agentOf(name),
    retry: { ...agentOf(name).retry, attempts: given.retries, backoffMs: 5, on: ['failed' as const] },
  }));
  const plan = planOf(agents, given.stages);
  const effects: Effect[] = [];
  let attempts = 0;
  let asked = 0;
  let status: string | null = null;
  const simulation = new Simulation(
    { concurrency: given.concurrency, cpu: 4, memory: 1000 },
    {
      attempt: () => {
        const failed = given.failures[attempts++ % given.failures.length];
        return { durationMs: 10, result: { kind: 'exited', exitCode: failed ? 1 : 0, signal: null } };
      },
      judge: ({ failure }) =>
        given.hits[asked++ % given.hits.length]
          ? { reason: failure ? 'exception' : 'breakpoint', breakpoints: [], by: 'test', text: null }
          : null,
    },
    (_at, effect) => {
      effects.push(effect);
      if (effect.type === 'run-ended') status = effect.status;
    },
  );
  const limits = { concurrency: given.concurrency, cpu: 4, memory: 1000 };
  const debug = { by: 'test', stopOnEntry: given.entry, intoAgents: false };
  simulation.schedule({ type: 'submit', at: 0, submission: submissionOf(plan, limits, { debug }) });
  for (const [what, number] of given.commands) {
    simulation.play(1 + (number % 3));
    const run = simulation.state.runs.get('simulated');
    const event = run && eventOf(what, number, run, simulation.now);
    if (event) simulation.schedule(event);
  }
  simulation.play(500);
  simulation.schedule({ type: 'release', at: simulation.now, runId: 'simulated', by: 'test', reason: null });
  assert.ok(simulation.play(10_000), 'the run goes on for ever');
  return { effects, simulation, status };
}

function eventOf(what: string, number: number, run: RunState, at: number): SchedulerEvent | null {
  const ids = { at, runId: run.id, by: 'test' };
  const paused = run.debug?.pause !== null;
  const rewind = (executions: readonly number[], kind: 'stage' | 'start', index: number): SchedulerEvent => ({
    ...ids,
    type: 'rewind',
    executions,
    target: { kind, index },
    reason: 'restart',
    restored: new Map(),
  });
  switch (what) {
    case 'pause':
      return { ...ids, type: 'pause' };
    case 'continue':
      return { ...ids, type: 'continue', step: null };
    case 'over':
    case 'into':
    case 'out':
    case 'into-agent':
      return { ...ids, type: 'continue', step: what as StepRequest };
    case 'go-to': {
      const stage = run.stages[number % run.stages.length];
      const ahead = stage && (stage.phase === 'waiting' || stage.phase === 'at-point');
      return paused && ahead ? { ...ids, type: 'go-to', stage: stage.planned.index } : null;
    }
    case 'back': {
      const last = lastExecution(run);
      if (!paused || !last.ok) return null;
      return rewind([last.value.planned.index], 'start', last.value.planned.index);
    }
    case 'restart': {
      const execution = run.executions[number % run.executions.length];
      const taken = execution && rewindTo(run, execution);
      if (!paused || !execution || !taken?.ok) return null;
      return rewind(
        taken.value.map(({ planned }) => planned.index),
        'start',
        execution.planned.index,
      );
    }
    case 'restart-stage': {
      const stage = run.stages[number % run.stages.length];
      const taken = stage && rewindToStage(run, stage);
      if (!paused || !stage || !taken?.ok) return null;
      return rewind(
        taken.value.map(({ planned }) => planned.index),
        'stage',
        stage.planned.index,
      );
    }
    case 'rerun': {
      const execution = run.executions[number % run.executions.length];
      return execution?.phase === 'running' && paused
        ? { type: 'rerun', at, executionId: execution.id, by: 'test' }
        : null;
    }
    case 'cancel':
      return number < 10 ? { type: 'cancel', at, runId: run.id, reason: 'enough', kill: false } : null;
    default:
      return null;
  }
}

describe('a debugged run, whatever its debugger does', () => {
  it('ends when the debugger has left, and every execution has ended once more than it was taken back', () => {
    fc.assert(
      fc.property(world, (given) => {
        const { effects, simulation, status } = play(given);
        assert.notEqual(status, null, 'the run did not end');
        const ends = new Map<string, number>();
        for (const effect of effects) {
          if (effect.type !== 'record') continue;
          const { body } = effect;
          if (body.type === 'execution.finished')
            ends.set(body.executionId, (ends.get(body.executionId) ?? 0) + 1);
          // One that was taken back before what it came to was decided had not ended.
          if (body.type === 'execution.rewound' && (ends.get(body.executionId) ?? 0) > 0)
            ends.set(body.executionId, 0);
        }
        for (const [id, count] of ends) assert.equal(count, 1, `${id} ended ${count} times`);
        const last = effects.findLast((effect) => effect.type === 'record');
        assert.ok(last?.type === 'record' && last.body.type === 'run.finished');
        assert.equal(ends.size, last.body.executions.length, 'some executions never ended');
        const { capacity, ready, executions, runs } = simulation.state;
        assert.deepEqual(
          [capacity.slots, capacity.cpu, ready.size, executions.size, runs.size],
          [0, 0, 0, 0, 0],
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('starts nothing while it stands still, and is told to go on before anything else happens', () => {
    fc.assert(
      fc.property(world, (given) => {
        let paused = false;
        let ended = false;
        for (const effect of play(given).effects) {
          if (effect.type === 'start') assert.ok(!paused, 'something started in a paused run');
          if (effect.type !== 'record') continue;
          const { type } = effect.body;
          if (type === 'run.paused') paused = true;
          if (type === 'run.continued') paused = false;
          if (type === 'stage.started') assert.ok(!paused, 'a stage began in a paused run');
          assert.ok(!ended, `${type} after the end`);
          ended = type === 'run.finished';
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('comes to the same end as without a debugger where it only looks', () => {
    const looking = world.map((given) => ({
      ...given,
      retries: 1,
      failures: [false],
      commands: given.commands.map(([what, number]) => {
        const harmless = ['nothing', 'pause', 'continue', 'over', 'into', 'out'];
        return [harmless.includes(what) ? what : 'continue', number] as [string, number];
      }),
    }));
    fc.assert(
      fc.property(looking, (given) => {
        assert.equal(play(given as World).status, 'succeeded');
      }),
      { numRuns: 500 },
    );
  });
});
