import { randomUUID } from 'node:crypto';
import type { EngineClient } from '../client/engine-client.ts';
import type { Disposable } from '../common/disposable.ts';
import { UserError } from '../common/errors.ts';
import type { Json } from '../common/json.ts';
import type {
  ChangeablePart,
  DebugEndpoint,
  DebuggerSettings,
  EvaluatedExpression,
  ExecutionInspection,
  PauseReason,
  RunPause,
  StepKind,
} from '../model/debug.ts';
import type { ExecutionView } from '../model/run-view.ts';
import { isRunEnd } from '../model/status.ts';
import type { Debuggee, DebuggeeEvent } from './debuggee.ts';
import { DebuggeeEvents } from './debuggee-events.ts';
import { ReplayBreakpoints, type ReplayJudgement } from './replay-breakpoints.ts';
import { ReplayRecord } from './replay-record.ts';
import { pausePlaceOf, type TimelinePlace } from './timeline.ts';
import { isStand, nextStand, stepBackTarget, stepTarget } from './timeline-steps.ts';

/** Who looks at the record, and what it wants to stop at. */
export interface RecordedRunDebugger {
  /** For people: `VS Code (process 4242)`. */
  readonly by: string;
  readonly settings: DebuggerSettings;
}

/** Places that are asked about together when one goes backwards; four times as many the next time. */
const firstBlock = 64;

const endWords = 'This is the end of the record';

/**
 * The record of a run, debugged as if it went on: forwards and backwards, and nothing of it can be changed. It stands
 * at one place at any time. It is what was recorded when it was opened; whoever comes to its end and goes on sees what
 * has been recorded since, where the run has not ended.
 */
export class RecordedRun implements Debuggee {
  readonly readOnly = true;
  /** Names the breakpoints of this debugger. */
  readonly session = randomUUID();
  readonly #client: EngineClient;
  readonly #record: ReplayRecord;
  readonly #by: string;
  readonly #events = new DebuggeeEvents();
  readonly #closing: Disposable;
  #breakpoints: ReplayBreakpoints;
  #index = 0;
  #pause: RunPause | null;
  /** Movements and settings, one after the other. */
  #queue: Promise<unknown> = Promise.resolve();
  #interrupted = false;
  #isOver = false;
  #explained = false;

  constructor(client: EngineClient, record: ReplayRecord, { by, settings }: RecordedRunDebugger) {
    this.#client = client;
    this.#record = record;
    this.#by = by;
    this.#breakpoints = this.#read(settings);
    this.#pause = this.#pauseAt(0, { reason: 'entry', breakpoints: [], text: null });
    for (const notice of client.info.notices)
      this.#events.emit({ type: 'output', text: `${notice}\n`, category: 'important' });
    this.#closing = client.onClose(({ message }) => {
      if (this.#isOver) return;
      this.#close();
      this.#events.emit({ type: 'lost', message });
    });
  }

  get runId(): string {
    return this.#record.runId;
  }

  get pipeline(): string {
    return this.#record.pipeline;
  }

  /** Null only when it was left. */
  get pause(): RunPause | null {
    return this.#pause;
  }

  executions(): readonly ExecutionView[] {
    return this.#record.executionsAt(this.#place.at);
  }

  onEvent(listener: (event: DebuggeeEvent) => void): Disposable {
    return this.#events.on(listener);
  }

  /** Errors: `bad-breakpoint`. */
  async configure(settings: DebuggerSettings): Promise<void> {
    const breakpoints = this.#read(settings);
    await this.#inTurn(async () => {
      this.#breakpoints = breakpoints;
    });
  }

  /** It stands already, unless it is on its way: then it stops where it is. */
  async pauseRun(): Promise<void> {
    this.#interrupted = true;
  }

  /** To the next place that stops, else to the end. From the very end of a run that has ended: ends the session. */
  async continue(): Promise<void> {
    await this.#inTurn(async () => {
      const from = await this.#beginForwards();
      const { kind, status } = this.#endPlace();
      if (kind === 'run' && from >= this.#lastIndex && isRunEnd(status)) this.#end();
      else await this.#forwards(from, this.#lastIndex, 'pause');
    });
  }

  async reverseContinue(): Promise<void> {
    await this.#inTurn(async () => {
      const places = this.#record.places();
      for (let end = this.#index, size = firstBlock; end > 0; size *= 4) {
        // The engine makes the past again from its beginning: within a block it goes forwards.
        const begin = Math.max(0, end - size);
        const block: ReplayJudgement[] = [];
        for (let index = begin; index < end; index++) {
          if (this.#isInterrupted()) return;
          block.push(await this.#breakpoints.judge(places, index));
        }
        const found = block.findLastIndex(({ pause }) => pause !== null);
        const pause = block[found]?.pause;
        if (pause) {
          this.#stand(begin + found, pause);
          return;
        }
        end = begin;
      }
      this.#stand(0, { reason: 'entry', breakpoints: [], text: 'This is the beginning of the record.' });
    });
  }

  async step(kind: StepKind): Promise<void> {
    await this.#inTurn(async () => {
      const from = await this.#beginForwards();
      const places = this.#record.places();
      if (from < this.#index) {
        await this.#forwards(from, nextStand(places, from), 'step');
        return;
      }
      if (kind === 'into' && this.#place.kind === 'start') this.#explainInto();
      await this.#forwards(from, stepTarget(places, from, kind), 'step');
    });
  }

  async stepBack(): Promise<void> {
    await this.#inTurn(async () => {
      const index = stepBackTarget(this.#record.places(), this.#index);
      const text = index === this.#index ? 'This is the beginning of the record.' : null;
      this.#stand(index, { reason: index === this.#index ? 'entry' : 'step', breakpoints: [], text });
    });
  }

  async goTo(_stage: string): Promise<void> {
    refuse();
  }

  async restart(_stage: string, _executionId: string | null): Promise<void> {
    refuse();
  }

  async change(
    _executionId: string,
    _part: ChangeablePart,
    _path: readonly (string | number)[],
    _value: Json,
  ): Promise<void> {
    refuse();
  }

  async attachToProcess(_executionId: string): Promise<DebugEndpoint> {
    return refuse();
  }

  async inspect(executionId: string): Promise<ExecutionInspection> {
    const place = this.#place;
    const { at } = place;
    const inspection = await this.#client.call('debug/inspect', { run: this.runId, executionId, at });
    // Before an attempt that is a further one the attempt before is all that was told.
    return place.kind === 'start' && place.executionId === executionId
      ? { ...inspection, attempt: place.attempt }
      : inspection;
  }

  async evaluate(
    stage: string,
    executionId: string | null,
    expression: string,
  ): Promise<EvaluatedExpression> {
    const place = this.#place;
    const isOwn = place.kind === 'start' && place.executionId === executionId;
    const at = isOwn ? place.evaluateAt : place.at;
    return await this.#client.call('debug/evaluate', { run: this.runId, stage, executionId, expression, at });
  }

  /** There is nothing to end but looking at it. */
  async terminate(): Promise<void> {
    this.#end();
  }

  async disconnect(): Promise<void> {
    this.#close();
  }

  get #place(): TimelinePlace {
    return this.#record.places()[this.#index] as TimelinePlace;
  }

  get #lastIndex(): number {
    return this.#record.places().length - 1;
  }

  #endPlace(): Extract<TimelinePlace, { readonly kind: 'run' }> {
    return this.#record.places().at(-1) as Extract<TimelinePlace, { readonly kind: 'run' }>;
  }

  #read(settings: DebuggerSettings): ReplayBreakpoints {
    return new ReplayBreakpoints(this.session, settings, async (place, expression) => {
      const { evaluateAt: at } = place;
      const stage = place.kind === 'run' ? '' : place.stage;
      const executionId = place.kind === 'start' || place.kind === 'end' ? place.executionId : null;
      const asked = { run: this.runId, stage, executionId, expression, at };
      return (await this.#client.call('debug/evaluate', asked)).value;
    });
  }

  async #inTurn(act: () => Promise<void>): Promise<void> {
    this.#interrupted = false;
    const result = this.#queue.then(async () => {
      if (!this.#isOver) await act();
    });
    this.#queue = result.catch(() => undefined);
    await result;
  }

  /** Where a movement forwards begins: at the end of the record of a run that goes on what came since is read first. */
  async #beginForwards(): Promise<number> {
    if (this.#index < this.#lastIndex || isRunEnd(this.#endPlace().status)) return this.#index;
    const count = this.#record.places().length;
    await this.#record.readOn();
    const places = this.#record.places();
    if (places.length === count && !isRunEnd(this.#endPlace().status)) return this.#index;
    // It stood where the record broke off, which is no place any more: what comes next stands there now.
    return this.#index - 1;
  }

  /** Goes forwards to `target`, or to what stops before; log points are told on the way. */
  async #forwards(from: number, target: number, reason: PauseReason): Promise<void> {
    const places = this.#record.places();
    for (let index = from + 1; index <= target; index++) {
      if (this.#isInterrupted(index - 1)) return;
      const place = places[index] as TimelinePlace;
      const { pause, logs } = await this.#breakpoints.judge(places, index);
      for (const log of logs) {
        const message = await this.#breakpoints.message(log, place);
        this.#events.emit({ type: 'logged', breakpoint: log.id, message });
      }
      if (pause) {
        this.#stand(index, pause);
        return;
      }
    }
    const place = places[target] as TimelinePlace;
    this.#stand(target, {
      reason: target === this.#lastIndex ? 'pause' : reason,
      breakpoints: [],
      text: place.kind === 'run' ? this.#wordsOf(place, target === this.#lastIndex) : null,
    });
  }

  #wordsOf({ status, reason }: Extract<TimelinePlace, { readonly kind: 'run' }>, isLast: boolean): string {
    const why = reason === null ? '' : `: ${reason}`;
    if (!isRunEnd(status)) return `${endWords} so far: the run has not ended.`;
    return isLast
      ? `${endWords}: the run ${past[status]}${why}.`
      : `The run ${past[status]}${why}; it was resumed.`;
  }

  /** Somebody asked to stop on the way: at the last place that was passed, or where it stood. */
  #isInterrupted(index = this.#index): boolean {
    if (!this.#interrupted || this.#isOver) return this.#isOver;
    const places = this.#record.places();
    const place = places[index];
    const at = place && isStand(place) ? index : stepBackTarget(places, index);
    this.#stand(Math.max(0, at), { reason: 'pause', breakpoints: [], text: null });
    return true;
  }

  #stand(index: number, pause: Omit<RunPause, 'place' | 'by'>): void {
    const before = atTheirTurn(this.executions(), this.#place);
    this.#index = index;
    const stands = this.#pauseAt(index, pause);
    this.#pause = stands;
    const after = atTheirTurn(this.executions(), this.#place);
    // Whoever asked to go here hears first that this was understood.
    setImmediate(() => {
      if (this.#isOver) return;
      for (const [id, execution] of before)
        if (!after.has(id)) this.#events.emit({ type: 'execution', execution, change: 'exited' });
      for (const [id, execution] of after)
        if (!before.has(id)) this.#events.emit({ type: 'execution', execution, change: 'started' });
      this.#events.emit({ type: 'paused', pause: stands });
    });
  }

  #pauseAt(index: number, pause: Omit<RunPause, 'place' | 'by'>): RunPause {
    const place = this.#record.places()[index] as TimelinePlace;
    return { ...pause, place: pausePlaceOf(place), by: this.#by };
  }

  /** Said once: whoever steps through a record with this key knows by then. */
  #explainInto(): void {
    if (this.#explained) return;
    this.#explained = true;
    const text = 'The record of a run has no process to step into: it goes on to what came next.\n';
    this.#events.emit({ type: 'output', text, category: 'important' });
  }

  #end(): void {
    if (this.#isOver) return;
    const { status, reason } = this.#endPlace();
    this.#close();
    // A run that goes on has no end to tell: the one who looked has stopped looking.
    this.#events.emit(
      isRunEnd(status)
        ? { type: 'ended', status, reason }
        : { type: 'ended', status: 'interrupted', reason: 'its record was closed' },
    );
  }

  #close(): void {
    this.#isOver = true;
    this.#pause = null;
    this.#closing.dispose();
  }
}

/**
 * Opens what is recorded of a run, standing at its beginning. Errors: `run-unknown`, `run-ambiguous`,
 * `bad-breakpoint`.
 *
 * @param run an id, the beginning of one, or `last`
 */
export async function openRecordedRun(
  client: EngineClient,
  run: string,
  debug: RecordedRunDebugger,
): Promise<RecordedRun> {
  return new RecordedRun(client, await ReplayRecord.open(client, run), debug);
}

/** Executions that run or wait, and the one where one stands (of a stage its first), by id. */
function atTheirTurn(
  executions: readonly ExecutionView[],
  place: TimelinePlace,
): ReadonlyMap<string, ExecutionView> {
  const stands =
    place.kind === 'stage'
      ? executions.find(({ stage }) => stage === place.stage)?.executionId
      : pausePlaceOf(place)?.executionId;
  const there = executions.filter(
    ({ executionId, status }) => executionId === stands || turnStatuses.has(status),
  );
  return new Map(there.map((execution) => [execution.executionId, execution]));
}

const turnStatuses: ReadonlySet<string> = new Set(['held', 'running', 'retrying']);

const past = {
  succeeded: 'succeeded',
  failed: 'failed',
  cancelled: 'was cancelled',
  interrupted: 'was interrupted',
} as const;

function refuse(): never {
  throw new UserError('read-only', 'This is the record of a run: it can be looked at, and not be changed.');
}
