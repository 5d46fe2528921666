import { Heap } from '../common/heap.ts';
import type { RunPause } from '../model/debug.ts';
import type { RunOptions } from '../model/event.ts';
import type { Plan } from '../model/plan.ts';
import type { RunEndStatus } from '../model/status.ts';
import type { JobResult } from './executor/executor.ts';
import { initialState, reduce } from './scheduler/scheduler.ts';
import type { Effect, Limits, SchedulerEvent, Submission } from './scheduler/scheduler-event.ts';
import type { SchedulerState } from './scheduler/scheduler-state.ts';

/** What happens to the attempts of a simulated run. */
export interface SimulatedWorld {
  /** How long an attempt takes by itself (virtual ms), and how it ends. */
  attempt(executionId: string, attempt: number): { readonly durationMs: number; readonly result: JobResult };
  /** How long an attempt takes to end once it was told to stop; absent: at once. */
  stop?(executionId: string): number;
  condition?(runId: string, stage: number): { readonly met: boolean } | { readonly error: string };
  lookUp?(executionId: string): { readonly cached: boolean; readonly reason: string };
  /** What the debuggers say of a place; absent: they let everything pass. */
  judge?(effect: Extract<Effect, { type: 'judge' }>): Omit<RunPause, 'place'> | null;
  compensation?(executionId: string): { readonly durationMs: number; readonly exitCode: number };
}

interface Scheduled {
  readonly at: number;
  readonly order: number;
  readonly event: SchedulerEvent;
  cancelled: boolean;
}

/** Runs the scheduler against a simulated world in virtual time: no process, no waiting, the same result each time. */
export class Simulation {
  readonly state: SchedulerState;
  readonly #world: SimulatedWorld;
  readonly #onEffect: (at: number, effect: Effect) => void;
  readonly #agenda = new Heap<Scheduled>((a, b) => a.at - b.at || a.order - b.order);
  readonly #timers = new Map<string, Scheduled>();
  readonly #attempts = new Map<string, Scheduled>();
  #order = 0;
  #now = 0;

  constructor(
    limits: Limits,
    world: SimulatedWorld,
    onEffect: (at: number, effect: Effect) => void = () => undefined,
  ) {
    this.state = initialState(limits);
    this.#world = world;
    this.#onEffect = onEffect;
  }

  /** Virtual ms since the beginning. */
  get now(): number {
    return this.#now;
  }

  /** Puts an event on the agenda. */
  schedule(event: SchedulerEvent): void {
    this.#plan(event.at, event);
  }

  /** Plays until nothing is left to happen, or `maxEvents` did; answers whether it came to an end. */
  play(maxEvents = Number.POSITIVE_INFINITY): boolean {
    for (let count = 0; count < maxEvents; count++) {
      const next = this.#agenda.pop();
      if (!next) return true;
      if (next.cancelled) continue;
      this.#now = next.at;
      for (const effect of reduce(this.state, next.event)) {
        this.#onEffect(this.#now, effect);
        this.#carryOut(effect);
      }
    }
    return this.#agenda.size === 0;
  }

  #plan(at: number, event: SchedulerEvent): Scheduled {
    const scheduled = { at, order: this.#order++, event, cancelled: false };
    this.#agenda.push(scheduled);
    return scheduled;
  }

  #carryOut(effect: Effect): void {
    const at = this.#now;
    switch (effect.type) {
      case 'start': {
        const { executionId } = effect;
        const { durationMs, result } = this.#world.attempt(executionId, effect.attempt);
        const ends = at + durationMs;
        this.#attempts.set(
          executionId,
          this.#plan(ends, { type: 'ended', at: ends, executionId, result, endedAt: ends }),
        );
        break;
      }
      case 'stop': {
        const ends = at + (this.#world.stop?.(effect.executionId) ?? 0);
        const running = this.#attempts.get(effect.executionId);
        if (!running || running.cancelled || running.at <= ends) break;
        running.cancelled = true;
        const result: JobResult = { kind: 'exited', exitCode: null, signal: 'SIGTERM' };
        this.#attempts.set(
          effect.executionId,
          this.#plan(ends, {
            type: 'ended',
            at: ends,
            executionId: effect.executionId,
            result,
            endedAt: ends,
          }),
        );
        break;
      }
      case 'timer': {
        const rings = at + effect.delayMs;
        this.#timers.set(effect.key, this.#plan(rings, { type: 'timer', at: rings, key: effect.key }));
        break;
      }
      case 'clear-timer': {
        const timer = this.#timers.get(effect.key);
        if (timer) timer.cancelled = true;
        break;
      }
      case 'evaluate': {
        const outcome = this.#world.condition?.(effect.runId, effect.stage) ?? { met: true };
        this.#plan(at, { type: 'condition', at, runId: effect.runId, stage: effect.stage, outcome });
        break;
      }
      case 'look-up': {
        const outcome = this.#world.lookUp?.(effect.executionId) ?? {
          cached: false,
          reason: 'no earlier result',
        };
        this.#plan(at, { type: 'looked-up', at, executionId: effect.executionId, outcome });
        break;
      }
      case 'compensate': {
        const { durationMs, exitCode } = this.#world.compensation?.(effect.executionId) ?? {
          durationMs: 0,
          exitCode: 0,
        };
        const ends = at + durationMs;
        this.#plan(ends, {
          type: 'compensated',
          at: ends,
          executionId: effect.executionId,
          exitCode,
          reason: null,
        });
        break;
      }
      case 'judge': {
        const { runId, key } = effect;
        this.#plan(at, { type: 'judged', at, runId, key, pause: this.#world.judge?.(effect) ?? null });
        break;
      }
      case 'record':
      case 'rewound':
      case 'lock-granted':
      case 'lock-refused':
      case 'stage-ended':
      case 'run-ended':
        break;
    }
  }
}

export const defaultRunOptions: RunOptions = {
  maxConcurrent: null,
  keepGoing: false,
  useCache: true,
  missingInterpreter: 'fail',
};

/** A plan as a new run in virtual time, its executions named by their indices. */
export function submissionOf(plan: Plan, limits: Limits, options: Partial<Submission> = {}): Submission {
  return {
    runId: 'simulated',
    plan,
    executionIds: plan.executions.map((execution) => `e${execution.index}`),
    options: defaultRunOptions,
    clusters: [],
    limits,
    startedAt: 0,
    earlier: [],
    breakers: new Map(),
    debug: null,
    ...options,
  };
}

/** How long a plan takes when every execution takes its expected time (virtual ms): what the rule gives, exactly. */
export function simulatedMakespan(
  plan: Plan,
  limits: Limits,
  durationMs: (index: number) => number,
  options: Partial<Submission> = {},
): { readonly makespanMs: number; readonly status: RunEndStatus | null } {
  let status: RunEndStatus | null = null;
  const simulation = new Simulation(
    limits,
    {
      attempt: (executionId) => ({
        durationMs: durationMs(Number(executionId.slice(1))),
        result: { kind: 'exited', exitCode: 0, signal: null },
      }),
    },
    (_at, effect) => {
      if (effect.type === 'run-ended') status = effect.status;
    },
  );
  simulation.schedule({ type: 'submit', at: 0, submission: submissionOf(plan, limits, options) });
  simulation.play();
  return { makespanMs: simulation.now, status };
}
