import { setImmediate as nextTurn } from 'node:timers/promises';
import { UserError } from '../common/errors.ts';
import type { Journal } from '../journal/journal.ts';
import { evaluateInScope } from '../kernel/debug/evaluate-in-scope.ts';
import { attemptOf } from '../kernel/debug/past-execution.ts';
import { pastInspection } from '../kernel/debug/past-inspection.ts';
import { type PastMoment, PastRun, withoutEffect } from '../kernel/debug/past-run.ts';
import type { EvaluatedExpression, ExecutionInspection } from '../model/debug.ts';
import type { DodecaEvent } from '../model/event.ts';

/** Runs that are kept as they were looked at last: whoever steps through one goes on from there. */
const keptRuns = 2;

/** Events that are read at once: few, so that whatever else the engine does gets its turn. */
const pageSize = 1000;

type PastJournal = Pick<Journal, 'commit' | 'definition' | 'findRun' | 'lastSeq' | 'read'>;

/** A run as it was looked at last, and the events behind that which were read already. */
interface Kept {
  readonly run: PastRun;
  ahead: readonly DodecaEvent[];
  /** Up to this event everything was read. */
  through: number;
}

/** Runs as they were at any of their events, made again from the journal alone. */
export class PastRuns {
  readonly #journal: PastJournal;
  /** The one that was asked for last comes last. */
  readonly #kept = new Map<string, Kept>();
  #queue: Promise<unknown> = Promise.resolve();

  constructor(journal: PastJournal) {
    this.#journal = journal;
  }

  /** The id of a run, by id, prefix or `last`; all that has happened is in the journal then. Errors: `run-unknown`, `run-ambiguous`. */
  idOf(wanted: string): string {
    this.#journal.commit();
    const found = this.#journal.findRun(wanted);
    if (!found.ok) throw new UserError(found.error.code, found.error.message);
    return found.value.runId;
  }

  /**
   * What an execution had, got and gave, as it was after an event.
   *
   * @param request.now ms since the epoch, where that event is the last one and the run goes on
   *
   * Errors: `run-unknown`, `run-ambiguous`, `unknown-agent` where the run did not have that execution then.
   */
  inspect(request: {
    readonly run: string;
    readonly executionId: string;
    readonly at: number;
    readonly now?: number;
  }): Promise<ExecutionInspection> {
    return this.#inTurn(async () => {
      const { run, executionId, at, now } = request;
      const moment = await this.#momentOf(run, at);
      return pastInspection(moment, executionId, now) ?? noExecution(executionId, at);
    });
  }

  /**
   * Evaluates CEL as an execution, or with null as its stage, would have seen it after an event.
   *
   * Errors: those of `inspect`, `unknown-stage`, `bad-expression`.
   */
  evaluate(request: {
    readonly run: string;
    readonly stage: string;
    readonly executionId: string | null;
    readonly expression: string;
    readonly at: number;
  }): Promise<EvaluatedExpression> {
    return this.#inTurn(async () => {
      const moment = await this.#momentOf(request.run, request.at);
      return evaluateInScope(request.expression, scopeAt(moment, request));
    });
  }

  /** One after the other: a run that is being made again is not to be made again by somebody else meanwhile. */
  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(act);
    this.#queue = result.catch(() => undefined);
    return result;
  }

  async #momentOf(wanted: string, at: number): Promise<PastMoment> {
    const runId = this.idOf(wanted);
    const { moment } = await this.#runAt(runId, at);
    if (moment) return moment;
    throw new UserError('run-unknown', `Run ${runId} cannot be shown as it was at event ${at}.`);
  }

  async #runAt(runId: string, at: number): Promise<PastRun> {
    const known = this.#kept.get(runId);
    this.#kept.delete(runId);
    // Events cannot be taken back: whoever goes back begins again.
    const kept =
      known && known.run.seq <= at
        ? known
        : { run: new PastRun(runId, (hash) => this.#journal.definition(hash)), ahead: [], through: 0 };
    await this.#advance(kept, at);
    this.#kept.set(runId, kept);
    for (const id of this.#kept.keys()) {
      if (this.#kept.size <= keptRuns) break;
      this.#kept.delete(id);
    }
    return kept.run;
  }

  async #advance(kept: Kept, at: number): Promise<void> {
    const { run } = kept;
    for (;;) {
      const later = kept.ahead.findIndex(({ seq }) => seq > at);
      for (const event of later < 0 ? kept.ahead : kept.ahead.slice(0, later)) run.apply(event);
      kept.ahead = later < 0 ? [] : kept.ahead.slice(later);
      if (later >= 0) return;
      const { lastSeq } = this.#journal;
      kept.ahead = this.#journal.read({
        after: kept.through,
        runId: run.runId,
        limit: pageSize,
        without: withoutEffect,
      });
      kept.through = kept.ahead.length < pageSize ? lastSeq : (kept.ahead.at(-1)?.seq ?? lastSeq);
      if (kept.ahead.length === 0) return;
      await nextTurn();
    }
  }
}

function scopeAt(
  moment: PastMoment,
  request: { readonly stage: string; readonly executionId: string | null; readonly at: number },
): Readonly<Record<string, unknown>> {
  const { active } = moment;
  const { stage, executionId, at } = request;
  if (executionId !== null) {
    const execution = moment.executions.get(executionId);
    const index = active.indexOf(executionId);
    if (!execution || index === undefined) return noExecution(executionId, at);
    return active.scopeFor(index, attemptOf(execution));
  }
  const planned = active.plan.stages.find(({ definition }) => definition.name === stage);
  if (planned) return active.scopeOf(planned);
  throw new UserError('unknown-stage', `The run had no stage '${stage}' at event ${at}.`);
}

function noExecution(executionId: string, at: number): never {
  throw new UserError('unknown-agent', `The run had no execution '${executionId}' at event ${at}.`);
}
