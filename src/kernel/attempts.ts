import { randomBytes } from 'node:crypto';
import type { AgentMessage } from '../agent-protocol/message.ts';
import type { ExecutionRef } from '../model/event.ts';
import type { ActiveRun } from './active-run.ts';
import type { Job, JobHandle } from './executor/executor.ts';
import { type ExecutionState, refOf } from './scheduler/scheduler-state.ts';

/** An attempt, or a compensation, from the decision to start it until its process is gone. */
export interface Attempt {
  readonly run: ActiveRun;
  /** In `run.plan.executions`. */
  readonly index: number;
  readonly ref: ExecutionRef;
  /** By which its process proves who it is when it asks the engine. */
  readonly token: string;
  handle: JobHandle | null;
  /** Asked to stop before it was started. */
  stopped: boolean;
  /** Under its own debugger. */
  debug: boolean;
  /** What the agent said, for the result cache; null where nothing is kept. */
  readonly told: AgentMessage[] | null;
}

/** What runs now, by execution and by token. */
export class Attempts {
  readonly #byExecution = new Map<string, Attempt>();
  readonly #byToken = new Map<string, Attempt>();

  begin(run: ActiveRun, state: ExecutionState, told: AgentMessage[] | null, debug = false): Attempt {
    const token = randomBytes(16).toString('hex');
    const index = state.planned.index;
    const attempt = { run, index, ref: refOf(state), token, handle: null, stopped: false, debug, told };
    this.#byExecution.set(state.id, attempt);
    this.#byToken.set(token, attempt);
    return attempt;
  }

  end(attempt: Attempt): void {
    this.#byExecution.delete(attempt.ref.executionId);
    this.#byToken.delete(attempt.token);
  }

  of(executionId: string): Attempt | undefined {
    return this.#byExecution.get(executionId);
  }

  withToken(token: string): Attempt | undefined {
    return this.#byToken.get(token);
  }

  handles(): JobHandle[] {
    return [...this.#byExecution.values()].flatMap(({ handle }) => handle ?? []);
  }
}

/**
 * What an executor needs to start an attempt.
 *
 * @param socket where the agent may ask the engine; null where nobody listens
 */
export function jobOf({ run, index, ref, token, debug }: Attempt, socket: string | null): Job {
  const agent = run.agentOf(index);
  return {
    runId: run.id,
    executionId: ref.executionId,
    stage: ref.stage,
    agent,
    attempt: ref.attempt,
    input: run.inputOf(index),
    env: { ...run.givenTo(index).env, ...run.secrets },
    secrets: run.secretValues,
    redact: run.definition.redact,
    debug,
    ask: socket === null ? null : { socket, token },
  };
}
