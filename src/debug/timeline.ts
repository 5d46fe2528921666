import type { ExceptionFilter, PausePlace } from '../model/debug.ts';
import type { DodecaEvent, EventOf, ExecutionRef } from '../model/event.ts';
import type { RunStatus } from '../model/status.ts';

/** Where one can stand in the record of a run. */
export type TimelinePlace = {
  /** Everything is looked at as it was after this event. */
  readonly at: number;
  /**
   * Expressions are evaluated as they would have been after this event. At a start that is the one with which the
   * attempt begins: what the attempt before said is forgotten, and `attempt` is the one that comes.
   */
  readonly evaluateAt: number;
} & (
  | { readonly kind: 'stage'; readonly stage: string }
  | ({
      readonly kind: 'start';
      readonly attempt: number;
      /** It is tried again, after an attempt that failed. */
      readonly isRetry: boolean;
    } & PlacedExecution)
  /** An attempt is over that failed, or took too long. */
  | ({ readonly kind: 'end'; readonly attempt: number; readonly failure: Failure } & PlacedExecution)
  /** The run has ended, for good or until it was resumed; or the record goes no further. */
  | {
      readonly kind: 'run';
      readonly status: RunStatus;
      readonly reason: string | null;
      /** The execution that ended last; null where none had begun. */
      readonly last: PlacedExecution | null;
    }
);

/** An execution with its names. */
export interface PlacedExecution {
  readonly stage: string;
  readonly agent: string;
  readonly executionId: string;
}

/** How an attempt failed, as exception filters ask. */
export interface Failure {
  readonly filters: readonly ExceptionFilter[];
  readonly reason: string;
}

/** The places of a run, in order, from its events. It grows at its end as more events are taken in. */
export class Timeline {
  readonly #places: TimelinePlace[] = [];
  /** Executions with an attempt that is not over. */
  readonly #open = new Set<string>();
  /** Executions that wait for their next attempt. */
  readonly #retrying = new Set<string>();
  /** The first lock that an execution took for an attempt that has not started. */
  readonly #locked = new Map<string, number>();
  #last: PlacedExecution | null = null;
  #status: RunStatus = 'queued';
  #reason: string | null = null;
  #seq = 0;

  /** The last event of the run that was taken in; 0 where there was none. */
  get seq(): number {
    return this.#seq;
  }

  get status(): RunStatus {
    return this.#status;
  }

  /** Never empty: the last one is the end of the run, or of what is recorded of it so far. */
  places(): readonly TimelinePlace[] {
    return this.#places.at(-1)?.kind === 'run' ? this.#places : [...this.#places, this.#end()];
  }

  /** Takes in the next event of the run. */
  apply(event: DodecaEvent): void {
    this.#seq = event.seq;
    switch (event.type) {
      case 'run.started':
      case 'run.resumed':
        this.#status = 'running';
        this.#reason = null;
        for (const executions of [this.#open, this.#retrying, this.#locked]) executions.clear();
        break;
      case 'run.paused':
        this.#status = 'paused';
        break;
      case 'run.continued':
        this.#status = 'running';
        break;
      case 'run.finished':
        this.#status = event.status;
        this.#reason = event.reason;
        this.#places.push(this.#end());
        break;
      case 'stage.started':
        this.#places.push({ kind: 'stage', stage: event.stage, ...before(event) });
        break;
      case 'lock.acquired':
        if (!this.#open.has(event.executionId) && !this.#locked.has(event.executionId))
          this.#locked.set(event.executionId, event.seq);
        break;
      case 'execution.starting':
        this.#start(event);
        break;
      case 'cache.hit':
        this.#places.push({
          kind: 'start',
          // Nothing is attempted; a condition reads the attempt that it would have been.
          attempt: event.attempt + 1,
          isRetry: false,
          ...placed(event),
          ...before(event),
        });
        break;
      case 'execution.retrying':
      case 'execution.finished':
        this.#finish(event);
        break;
      case 'execution.rewound':
        for (const executions of [this.#open, this.#retrying, this.#locked])
          executions.delete(event.executionId);
        break;
      default:
        break;
    }
  }

  #start(event: EventOf<'execution.starting'>): void {
    const { executionId, attempt, seq } = event;
    // An attempt takes its locks just before it starts: one stands before that.
    const first = this.#locked.get(executionId) ?? seq;
    this.#locked.delete(executionId);
    this.#open.add(executionId);
    const isRetry = this.#retrying.delete(executionId);
    this.#places.push({
      kind: 'start',
      attempt,
      isRetry,
      ...placed(event),
      at: first - 1,
      evaluateAt: seq,
    });
  }

  #finish(event: EventOf<'execution.retrying'> | EventOf<'execution.finished'>): void {
    this.#locked.delete(event.executionId);
    if (event.type === 'execution.retrying') this.#retrying.add(event.executionId);
    else this.#retrying.delete(event.executionId);
    const wasOpen = this.#open.delete(event.executionId);
    if (wasOpen || event.type === 'execution.retrying' || event.status === 'cached')
      this.#last = placed(event);
    // What ends without an attempt ends no attempt.
    const filters = wasOpen ? filtersOf(event) : [];
    if (filters.length === 0) return;
    const { attempt, seq, status, reason } = event;
    const failure: Failure = { filters, reason: reason ?? status };
    this.#places.push({ kind: 'end', attempt, failure, ...placed(event), at: seq, evaluateAt: seq });
  }

  #end(): TimelinePlace {
    const last = this.#last;
    return {
      kind: 'run',
      status: this.#status,
      reason: this.#reason,
      last,
      at: this.#seq,
      evaluateAt: this.#seq,
    };
  }
}

/** A place as debuggers are told of it; null where a run has ended in which nothing had begun. */
export function pausePlaceOf(place: TimelinePlace): PausePlace | null {
  switch (place.kind) {
    case 'stage':
      return { stage: place.stage, agent: null, executionId: null, at: 'start' };
    case 'run':
      return place.last && { ...place.last, at: 'end' };
    default: {
      const { stage, agent, executionId, kind: at } = place;
      return { stage, agent, executionId, at };
    }
  }
}

function before({ seq }: DodecaEvent): { readonly at: number; readonly evaluateAt: number } {
  return { at: seq - 1, evaluateAt: seq - 1 };
}

function placed({ stage, agent, executionId }: ExecutionRef): PlacedExecution {
  return { stage, agent, executionId };
}

function filtersOf(event: EventOf<'execution.retrying'> | EventOf<'execution.finished'>): ExceptionFilter[] {
  const filters: ExceptionFilter[] = [];
  if (event.status === 'timed_out') filters.push('timed_out');
  if (event.type === 'execution.retrying') filters.push('retried');
  else if (event.status === 'failed') filters.push('failed');
  return filters;
}
