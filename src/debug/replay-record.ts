import type { EngineClient } from '../client/engine-client.ts';
import { UserError } from '../common/errors.ts';
import type { DodecaEvent, EventType } from '../model/event.ts';
import { type ExecutionView, RunView } from '../model/run-view.ts';
import { readRecord } from './replay-events.ts';
import { Timeline, type TimelinePlace } from './timeline.ts';

/** The events that a view of a run is drawn from. What agents say is asked of the engine when somebody looks at it. */
const keptTypes: ReadonlySet<EventType> = new Set([
  'run.started',
  'run.resumed',
  'run.paused',
  'run.continued',
  'run.finished',
  'execution.held',
  'execution.starting',
  'execution.retrying',
  'execution.finished',
  'execution.rewound',
  'cache.hit',
] satisfies EventType[]);

/** What is recorded of a run: the places where one can stand, and what a view shows at each of them. */
export class ReplayRecord {
  readonly runId: string;
  readonly pipeline: string;
  readonly #client: EngineClient;
  readonly #timeline = new Timeline();
  readonly #events: DodecaEvent[] = [];
  /** The view as it was asked for last, and how many of the events are in it. */
  #view = new RunView();
  #shown = 0;
  #places: readonly TimelinePlace[] = [];
  #through = 0;

  private constructor(client: EngineClient, runId: string, pipeline: string) {
    this.#client = client;
    this.runId = runId;
    this.pipeline = pipeline;
  }

  /** Reads what is recorded of a run. Errors: `run-unknown`, `run-ambiguous`. */
  static async open(client: EngineClient, run: string): Promise<ReplayRecord> {
    const { runId, pipeline } = await client.call('run/show', { run });
    const record = new ReplayRecord(client, runId, pipeline);
    await record.readOn();
    if (record.#timeline.seq === 0)
      throw new UserError('run-unknown', `Nothing that happened in run ${runId} is recorded any more.`);
    return record;
  }

  /** Reads what was recorded since. */
  async readOn(): Promise<void> {
    const report = await this.#client.call('run/show', { run: this.runId });
    this.#through = await readRecord(this.#client, report, this.#through, (events) => {
      for (const event of events) this.#take(event);
    });
    this.#places = this.#timeline.places();
  }

  /** Never empty. */
  places(): readonly TimelinePlace[] {
    return this.#places;
  }

  /** The executions in the order of the plan, as they were after an event. */
  executionsAt(at: number): readonly ExecutionView[] {
    const last = this.#events[this.#shown - 1];
    if (last && last.seq > at) {
      this.#view = new RunView();
      this.#shown = 0;
    }
    for (let next = this.#events[this.#shown]; next && next.seq <= at; next = this.#events[this.#shown]) {
      this.#view.apply(next);
      this.#shown += 1;
    }
    return [...this.#view.executions.values()];
  }

  #take(event: DodecaEvent): void {
    this.#timeline.apply(event);
    if (keptTypes.has(event.type)) this.#events.push(event);
  }
}
