import fc from 'fast-check';
import { ActiveRun } from '../../src/kernel/active-run.ts';
import { lastExecution } from '../../src/kernel/scheduler/rewind.ts';
import type { Effect, SchedulerEvent } from '../../src/kernel/scheduler/scheduler-event.ts';
import type { RunState } from '../../src/kernel/scheduler/scheduler-state.ts';
import { defaultRunOptions, Simulation, submissionOf } from '../../src/kernel/simulation.ts';
import type { RunDefinition, StageDefinition } from '../../src/model/definition.ts';
import type { DodecaEvent, EventBody, ExecutionRef } from '../../src/model/event.ts';
import type { Plan } from '../../src/model/plan.ts';
import { buildPlan } from '../../src/pipeline/build-plan.ts';
import { agentOf, runDefinitionOf, stageOf } from './definitions.ts';

const agentNames = ['a', 'b', 'c', 'd', 'e'];
const runId = 'simulated';
const begin = Date.UTC(2031, 0, 1);
const limits = { concurrency: 3, cpu: 4, memory: 1000 };

const stagesArbitrary: fc.Arbitrary<readonly StageDefinition[]> = fc
  .array(
    fc.record({
      agents: fc.uniqueArray(fc.constantFrom(...agentNames), { minLength: 1, maxLength: 4 }),
      parallel: fc.boolean(),
      critical: fc.constantFrom(false, false, true),
      allowFailure: fc.boolean(),
      needs: fc.option(fc.uniqueArray(fc.nat(4), { maxLength: 2 })),
      when: fc.constantFrom(null, null, 'true', 'false'),
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

/** What happens in a simulated run, and what somebody who debugs it does. */
export const simulatedWorld = fc.record({
  stages: stagesArbitrary,
  /** For each attempt: whether it fails, and how much it says. */
  attempts: fc.array(fc.tuple(fc.boolean(), fc.nat(2)), { minLength: 30, maxLength: 30 }),
  cached: fc.array(fc.boolean(), { minLength: 10, maxLength: 10 }),
  /** Places at which it stops, in their order; null is a run that nobody debugs. */
  stops: fc.option(fc.array(fc.boolean(), { minLength: 30, maxLength: 30 })),
  commands: fc.array(
    fc.constantFrom('continue', 'over', 'into', 'out', 'back', 'back', 'back', 'change', 'change', 'cancel'),
    {
      maxLength: 14,
    },
  ),
});

/** Such a world. */
export type SimulatedWorld = typeof simulatedWorld extends fc.Arbitrary<infer T> ? T : never;

/** What the events of a run were written from: its state as it was after an event. */
export interface SimulatedMoment {
  readonly seq: number;
  /** By index of the plan. */
  readonly inputs: readonly unknown[];
  readonly scopes: readonly unknown[];
  /** By index of the stage. */
  readonly stageScopes: readonly unknown[];
}

/** The record of a run in virtual time, written as the kernel writes it, beside the state that it was written from. */
export class SimulatedRecord {
  readonly definition: RunDefinition;
  readonly plan: Plan;
  readonly events: DodecaEvent[] = [];
  readonly moments: SimulatedMoment[] = [];
  readonly #active: ActiveRun;
  readonly #world: SimulatedWorld;
  #attempts = 0;
  #lookUps = 0;
  #stops = 0;
  #now = 0;

  constructor(world: SimulatedWorld) {
    this.#world = world;
    const agents = agentNames.map((name) =>
      agentOf(name, {
        with: { depth: 1 },
        cache: name === 'e',
        locks: name === 'd' ? [{ name: 'x', slots: 1 }] : [],
        retry: { ...agentOf(name).retry, attempts: 2, backoffMs: 5, on: ['failed'] },
      }),
    );
    this.definition = runDefinitionOf(agents, world.stages);
    this.plan = buildPlan(this.definition, () => null);
    this.#active = new ActiveRun({
      id: runId,
      plan: this.plan,
      definition: this.definition,
      params: { level: 2 },
      secrets: {},
      executionIds: this.plan.executions.map(({ index }) => `e${index}`),
    });
    this.#play();
  }

  #play(): void {
    this.#append({
      type: 'run.started',
      runId,
      pipeline: 'p',
      params: this.#active.params,
      definition: 'hash',
      options: defaultRunOptions,
      executions: this.plan.executions.map(({ index }) => refOf(this.plan, index, 0)),
    });
    const { stops, commands } = this.#world;
    const simulation = new Simulation(
      limits,
      {
        attempt: (id, attempt) => this.#attempt(id, attempt),
        lookUp: (id) => this.#lookUp(id),
        judge: ({ failure }) =>
          stops?.[this.#stops++ % stops.length]
            ? { reason: failure ? 'exception' : 'breakpoint', breakpoints: [], by: 'test', text: null }
            : null,
      },
      (at, effect) => this.#carryOut(at, effect),
    );
    const debug = stops && { by: 'test', stopOnEntry: false, intoAgents: false };
    simulation.schedule({ type: 'submit', at: 0, submission: submissionOf(this.plan, limits, { debug }) });
    for (const command of stops ? commands : []) {
      simulation.play(20);
      const run = simulation.state.runs.get(runId);
      const event = run && this.#command(command, run, simulation.now);
      if (event) simulation.schedule(event);
    }
    simulation.play();
    simulation.schedule({ type: 'release', at: simulation.now, runId, by: 'test', reason: null });
    simulation.play();
    this.#note();
  }

  #carryOut(at: number, effect: Effect): void {
    this.#now = at;
    const active = this.#active;
    switch (effect.type) {
      case 'record':
        this.#append(effect.body);
        if (effect.body.type === 'execution.finished') active.noteEnd(effect.body.executionId);
        break;
      case 'start':
        active.forget(indexOf(effect.executionId));
        break;
      case 'stage-ended':
        active.noteStage(effect.stage, effect.status);
        break;
      case 'rewound':
        active.rewind(effect.executions, effect.stages);
        break;
      default:
        break;
    }
  }

  #attempt(id: string, attempt: number) {
    const [fails = false, says = 0] =
      this.#world.attempts[this.#attempts++ % this.#world.attempts.length] ?? [];
    const ref = refOf(this.plan, indexOf(id), attempt);
    for (let value = 0; value < says; value++) this.#say(ref, 'n', this.events.length + value);
    const result = { kind: 'exited', exitCode: fails ? 1 : 0, signal: null } as const;
    return { durationMs: 10, result };
  }

  #lookUp(id: string) {
    const cached = this.#world.cached[this.#lookUps++ % this.#world.cached.length] ?? false;
    if (cached) {
      const ref = refOf(this.plan, indexOf(id), 0);
      this.#append({ type: 'cache.hit', ...ref, key: 'k', reason: 'the same inputs' });
      this.#say(ref, 'n', 'kept');
    }
    return { cached, reason: 'so it is' };
  }

  #say(ref: ExecutionRef, name: string, value: number | string): void {
    const index = indexOf(ref.executionId);
    this.#append({ type: 'execution.output', ...ref, name, value });
    this.#active.hear(index, { type: 'output', name, value });
    const metric = { name: 'm', value: this.events.length };
    this.#append({ type: 'execution.metric', ...ref, ...metric, unit: null });
    this.#active.hear(index, { type: 'metric', ...metric });
  }

  #command(command: string, run: RunState, at: number): SchedulerEvent | null {
    const ids = { at, runId, by: 'test' };
    const stopped = run.debug?.stopped;
    switch (command) {
      case 'continue':
        return { ...ids, type: 'continue', step: null };
      case 'over':
      case 'into':
      case 'out':
        return { ...ids, type: 'continue', step: command };
      case 'back': {
        const last = lastExecution(run);
        if (!run.debug?.pause || !last.ok) return null;
        const { index } = last.value.planned;
        return {
          ...ids,
          type: 'rewind',
          executions: [index],
          target: { kind: 'start', index },
          reason: 'step',
          restored: new Map(),
        };
      }
      case 'change': {
        if (stopped?.kind !== 'start') return null;
        const { index } = stopped.execution.planned;
        this.#note();
        const changed = this.#active.change(index, 'with', ['depth'], this.events.length);
        if (!changed.ok) return null;
        const ref = refOf(this.plan, index, stopped.execution.attempts);
        const parts = { with: changed.value.with, params: null, env: null };
        this.#push({ type: 'execution.changed', ...ref, ...parts, by: 'test' });
        return { ...ids, type: 'continue', step: null };
      }
      default:
        return this.events.length % 3 === 0
          ? { type: 'cancel', at, runId, reason: 'enough', kill: false }
          : null;
    }
  }

  #append(body: EventBody): void {
    const last = this.events.at(-1)?.type ?? '';
    // What is taken back together is taken back at once: in between there is no state.
    if (!(last.endsWith('.rewound') && body.type.endsWith('.rewound'))) this.#note();
    this.#push(body);
  }

  #push(body: EventBody): void {
    // Other runs have events of their own in between.
    const seq = (this.events.at(-1)?.seq ?? 3) + 1 + (this.events.length % 5 === 0 ? 4 : 0);
    const at = new Date(begin + this.#now).toISOString();
    this.events.push({ seq, at, ...body } as DodecaEvent);
  }

  /** The state as the last event has left it. */
  #note(): void {
    const last = this.events.at(-1);
    if (!last) return;
    const active = this.#active;
    const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
    this.moments.push({
      seq: last.seq,
      inputs: this.plan.executions.map(({ index }) => copy(active.inputOf(index))),
      scopes: this.plan.executions.map(({ index }) => copy(active.scopeFor(index, 1))),
      stageScopes: this.plan.stages.map((stage) => copy(active.scopeOf(stage))),
    });
  }
}

function indexOf(executionId: string): number {
  return Number(executionId.slice(1));
}

function refOf(plan: Plan, index: number, attempt: number): ExecutionRef {
  const execution = plan.executions[index];
  return {
    runId,
    executionId: `e${index}`,
    stage: plan.stages[execution?.stage ?? -1]?.definition.name ?? '',
    agent: execution?.agent.name ?? '',
    attempt,
  };
}
