import type { EngineClient } from '../client/engine-client.ts';
import type { RunPause } from '../model/debug.ts';
import type { DodecaEvent } from '../model/event.ts';
import type { ExecutionView, RunView } from '../model/run-view.ts';
import type { DebuggeeEvent } from './debuggee.ts';
import { DebuggeeEvents } from './debuggee-events.ts';
import { LogEnds } from './log-end.ts';
import { outputOf } from './run-output.ts';

/** A run as its events come from the engine, and what a debugger hears of them. */
export class LiveRunFeed {
  readonly runId: string;
  readonly view: RunView;
  readonly events = new DebuggeeEvents();
  /** Where the run stands; null while it goes on. */
  pause: RunPause | null = null;
  /** Nothing more is to be told: it has ended, was left, or the connection is lost. */
  isOver = false;
  readonly #client: EngineClient;
  readonly #session: string | null;
  readonly #logEnds: LogEnds;
  #onPause: ((pause: RunPause | null) => void) | null = null;

  /** @param session names the debugger; null where there is none */
  constructor(client: EngineClient, runId: string, view: RunView, session: string | null) {
    this.runId = runId;
    this.view = view;
    this.#client = client;
    this.#session = session;
    this.#logEnds = new LogEnds(client);
    for (const notice of client.info.notices) this.#output(`${notice}\n`, 'important');
    client.onClose(({ message }) => {
      if (this.isOver) return;
      this.isOver = true;
      this.#onPause?.(null);
      this.emit({ type: 'lost', message });
    });
  }

  /**
   * Begins to hear what happens.
   *
   * @param after the last event that is not wanted
   * @param shown the last event that the view has taken in already
   */
  async listen(after: number, shown: number): Promise<void> {
    await this.#client.subscribe({ after, runId: this.runId }, (events) => {
      for (const event of events) this.#take(event, event.seq <= shown);
    });
  }

  /** The next pause, which is told to nobody else; null where none comes any more. */
  nextPause(): Promise<RunPause | null> {
    return new Promise((resolve) => {
      this.#onPause = (pause) => {
        this.#onPause = null;
        resolve(pause);
      };
    });
  }

  /** Nobody waits for the next pause any more. */
  dropNextPause(): void {
    this.#onPause = null;
  }

  emit(event: DebuggeeEvent): void {
    this.events.emit(event);
  }

  #take(event: DodecaEvent, isShown: boolean): void {
    if (this.isOver) return;
    if (!isShown) this.view.apply(event);
    if (event.type === 'run.finished') {
      this.#end(event, isShown);
      return;
    }
    for (const { text, category } of isShown ? [] : outputOf(event, this.view)) this.#output(text, category);
    switch (event.type) {
      case 'run.paused': {
        const { reason, place, breakpoints, by, text, failure } = event;
        this.#paused({ reason, place, breakpoints, by, text, failure });
        return;
      }
      case 'run.continued':
        this.pause = null;
        this.emit({ type: 'continued', reason: event.reason });
        return;
      case 'run.logged':
        if (event.breakpoint.session === this.#session)
          this.emit({ type: 'logged', breakpoint: event.breakpoint.id, message: event.message });
        return;
      default:
        if ('executionId' in event) this.#takeExecution(event);
    }
  }

  #takeExecution(event: Extract<DodecaEvent, { executionId: string }>): void {
    const execution = this.view.executions.get(event.executionId);
    if (!execution) return;
    switch (event.type) {
      case 'execution.held':
      case 'execution.starting':
        this.emit({ type: 'execution', execution, change: 'started' });
        return;
      case 'execution.retrying':
        this.#tellLogEnd(execution, event.attempt);
        return;
      case 'execution.finished':
        if (event.status === 'failed' || event.status === 'timed_out')
          this.#tellLogEnd(execution, event.attempt);
        this.emit({ type: 'execution', execution, change: 'exited' });
        return;
      case 'execution.rewound':
        this.emit({ type: 'execution', execution, change: 'exited' });
        return;
      case 'execution.changed':
        this.emit({ type: 'changed', execution });
        return;
      case 'execution.debuggable':
        if (event.session !== null && event.session === this.#session)
          this.emit({ type: 'debuggable', execution, endpoint: event.endpoint });
        return;
      default:
    }
  }

  #paused(pause: RunPause): void {
    this.pause = pause;
    const { place } = pause;
    const execution = place?.executionId && this.view.executions.get(place.executionId);
    if (pause.reason === 'exception' && execution) this.#tellLogEnd(execution, execution.attempts);
    if (this.#onPause) this.#onPause(pause);
    else this.emit({ type: 'paused', pause });
  }

  #tellLogEnd({ stage, agent }: ExecutionView, attempt: number): void {
    const text = this.#logEnds.read({ run: this.runId, stage, agent, attempt });
    if (!text) return;
    const told = text.then((end): DebuggeeEvent | null =>
      end === '' ? null : { type: 'output', text: end, category: 'stderr' },
    );
    this.events.emitLater(told);
  }

  #end(event: Extract<DodecaEvent, { type: 'run.finished' }>, isShown: boolean): void {
    this.isOver = true;
    this.pause = null;
    this.#onPause?.(null);
    const { status, reason } = event;
    for (const { text, category } of isShown ? [] : outputOf(event, this.view)) this.#output(text, category);
    this.emit({ type: 'ended', status, reason });
  }

  #output(text: string, category: 'console' | 'important'): void {
    this.emit({ type: 'output', text, category });
  }
}
