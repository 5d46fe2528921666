import * as z from 'zod';
import { errorMessage } from '../../common/errors.ts';
import { askEngine, type Engine } from '../ask-engine.ts';

/** An agent that the engine holds back. */
export interface HeldAgent {
  readonly agent: string;
  /** Why, for people. */
  readonly reason: string;
  /** For how long, seconds. */
  readonly seconds: number;
}

/** What the engine tells of itself; null is what it did not tell. */
export interface EngineState {
  readonly queueDepth: number | null;
  /** Bytes. */
  readonly residentBytes: number | null;
  readonly activeRuns: number | null;
  readonly running: number | null;
  readonly held: readonly HeldAgent[] | null;
}

const number = z.number().nullable().catch(null);
/** A number, or a list of which there are so many. */
const count = z
  .union([z.number(), z.array(z.unknown()).transform(({ length }) => length)])
  .nullable()
  .catch(null);
const text = z.string().catch('');

// Whatever is missing or has another form is null: the engine may be older or newer than this agent.
const systemsSchema = z.object({
  orchestrator: z.object({ activeRuns: count }).partial().catch({}),
  kernel: z
    .object({
      running: count,
      queued: count,
      held: z
        .array(z.object({ agent: text, reason: text, sinceMs: number }))
        .nullable()
        .catch(null),
    })
    .partial()
    .catch({}),
  metrics: z.object({ engineResidentBytes: number, queueDepth: count }).partial().catch({}),
});

/** The answer to `engine/systems`; null where it is none. */
export function readSystems(answer: unknown, now: number = Date.now()): EngineState | null {
  const read = systemsSchema.safeParse(answer);
  if (!read.success) return null;
  const { orchestrator, kernel, metrics } = read.data;
  const held = kernel.held ?? null;
  return {
    queueDepth: metrics.queueDepth ?? kernel.queued ?? null,
    residentBytes: metrics.engineResidentBytes ?? null,
    activeRuns: orchestrator.activeRuns ?? null,
    running: kernel.running ?? null,
    held:
      held?.map(({ agent, reason, sinceMs }) => ({
        agent,
        reason,
        seconds: secondsSince(sinceMs ?? 0, now),
      })) ?? null,
  };
}

/** Milliseconds that have passed, or the time at which they began: since 1970 there are more than anything was ever held. */
function secondsSince(ms: number, now: number): number {
  return Math.max(0, ms > 1e12 ? now - ms : ms) / 1000;
}

/** Asks the engine for its state, again and again. */
export interface EngineWatch {
  /** Why it tells nothing, for people; null as long as it tells. */
  readonly failure: string | null;
  look(): Promise<EngineState | null>;
  close(): void;
}

/** Milliseconds after which an engine that does not answer is given up. */
const patienceMs = 5000;

/** Connects with the engine that started this agent; there may be none, which is no failure of anybody. */
export async function watchEngine(env: NodeJS.ProcessEnv = process.env): Promise<EngineWatch> {
  let engine: Engine | null = null;
  let failure: string | null = null;
  try {
    engine = await within(askEngine(env));
    if (engine === null) failure = 'there is none: the agent was started by hand';
  } catch (error) {
    failure = firstLine(error);
  }
  return {
    get failure() {
      return failure;
    },
    async look() {
      if (engine === null || failure !== null) return null;
      try {
        const state = readSystems(await within(engine.call('engine/systems', {})));
        if (state === null) failure = 'its answer cannot be read';
        return state;
      } catch (error) {
        failure = firstLine(error);
        return null;
      }
    },
    close: () => engine?.close(),
  };
}

function firstLine(error: unknown): string {
  return errorMessage(error).split('\n')[0] ?? '';
}

function within<T>(promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no answer within 5 s')), patienceMs);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
