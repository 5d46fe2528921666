import type { Journal } from '../journal/journal.ts';
import type { RecordedExecution, RecordedRun } from '../journal/run-records.ts';
import { startCompensation } from '../kernel/compensation.ts';
import type { Executor, Job, JobHandle } from '../kernel/executor/executor.ts';
import type { RunDefinition } from '../model/definition.ts';
import type { ExecutionRef } from '../model/event.ts';

interface Undo {
  readonly done: Promise<void>;
  /** The command that runs now. */
  handle: JobHandle | null;
  abandoned: boolean;
}

/** Undoes runs that are no longer active: what an interrupted run did that nobody resumed. */
export class UndoRuns {
  readonly #journal: Journal;
  readonly #executor: Executor;
  readonly #underWay = new Map<string, Undo>();

  constructor(journal: Journal, executor: Executor) {
    this.#journal = journal;
    this.#executor = executor;
  }

  /** The runs that are being undone now. */
  get runIds(): readonly string[] {
    return [...this.#underWay.keys()];
  }

  /** Undoes what succeeded in a run, in reverse order of success; joins in where that is under way. */
  undo(run: RecordedRun): Promise<void> {
    const { runId } = run;
    const known = this.#underWay.get(runId);
    if (known) return known.done;
    const { promise: done, resolve, reject } = Promise.withResolvers<void>();
    const undo: Undo = { done, handle: null, abandoned: false };
    this.#underWay.set(runId, undo);
    this.#undoAll(run, undo)
      .finally(() => this.#underWay.delete(runId))
      .then(resolve, reject);
    return done;
  }

  /** Ends the command that runs, and leaves the rest as it is; resolves when nothing of it is left. */
  async abandon(runId: string): Promise<void> {
    const undo = this.#underWay.get(runId);
    if (!undo) return;
    undo.abandoned = true;
    undo.handle?.stop(0);
    // Whoever asked for the undoing hears of its errors.
    await undo.done.catch(() => undefined);
  }

  async #undoAll(run: RecordedRun, undo: Undo): Promise<void> {
    const definition = this.#journal.definition(run.definition);
    const agents = new Map(definition?.agents.map((agent) => [agent.name, agent]));
    for (const execution of this.#journal.compensable(run.runId).reverse()) {
      const agent = agents.get(execution.agent);
      if (!definition || !agent || typeof agent.compensate !== 'string') continue;
      if (undo.abandoned) return;
      await this.#undoOne(undo, jobOf(run, execution, agent, definition), agent.compensate);
    }
  }

  async #undoOne(undo: Undo, job: Job, command: string): Promise<void> {
    const { runId, executionId, stage, attempt } = job;
    const ref: ExecutionRef = { runId, executionId, stage, agent: job.agent.name, attempt };
    this.#journal.append({ type: 'execution.compensating', ...ref, command });
    // What announces the command must be durable before it runs.
    this.#journal.commit();
    const { handle, outcome } = startCompensation(this.#executor, job, command);
    undo.handle = handle;
    const { exitCode, reason } = await outcome;
    undo.handle = null;
    const status = exitCode === 0 ? 'succeeded' : 'failed';
    this.#journal.append({ type: 'execution.compensated', ...ref, status, exitCode, reason });
  }
}

function jobOf(
  run: RecordedRun,
  execution: RecordedExecution,
  agent: Job['agent'],
  definition: RunDefinition,
): Job {
  const { executionId, stage, attempt } = execution;
  return {
    runId: run.runId,
    executionId,
    stage,
    agent,
    attempt,
    input: { with: agent.with, params: run.params, outputs: {} },
    env: { ...definition.env, ...agent.env },
    secrets: [],
    redact: definition.redact,
    debug: false,
    ask: null,
  };
}
