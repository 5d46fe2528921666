import type { DodecaEvent } from '../model/event.ts';
import type { RunEntry, WorkspaceView } from '../model/workspace-view.ts';
import type { EngineClient } from './engine-client.ts';

/** Runs that a view begins with. */
export const listedRuns = 200;

export interface WorkspaceFeedOptions {
  readonly view: WorkspaceView;
  /** Called after events were taken in, with those events; with none after anything was read. */
  readonly onNews: (events: readonly DodecaEvent[]) => void;
  readonly onError: (error: unknown) => void;
}

/** Carries what an engine tells into the view of its workspace: a report first, then the events behind it. */
export class WorkspaceFeed {
  readonly #options: WorkspaceFeedOptions;
  #client: EngineClient | null = null;
  readonly #asked = new Map<string, Promise<RunEntry>>();

  constructor(options: WorkspaceFeedOptions) {
    this.#options = options;
  }

  /** Begins, or begins anew with another connection. */
  async attach(client: EngineClient): Promise<void> {
    const { view } = this.#options;
    const report = await client.call('workspace/report', { runs: listedRuns, archived: true });
    this.#client = client;
    this.#asked.clear();
    view.load(report);
    const active = view.active().map(({ summary }) => summary.runId);
    for (const runId of active) view.expectRun(runId);
    await client.subscribe({ after: report.asOf }, (events) => this.#onEvents(events));
    await Promise.all(active.map((runId) => this.run(runId)));
    this.#options.onNews([]);
  }

  /** A run with its executions, asked for where they are not known. */
  async run(runId: string): Promise<RunEntry> {
    const { view } = this.#options;
    const known = view.runs.get(runId);
    if (known?.view) return known;
    let asked = this.#asked.get(runId);
    if (!asked) {
      asked = this.#ask(runId).finally(() => this.#asked.delete(runId));
      this.#asked.set(runId, asked);
    }
    return await asked;
  }

  /** Reads the definition again, since its file has changed. */
  async refreshDefinition(): Promise<void> {
    if (!this.#client) return;
    const { definition, problem } = await this.#client.call('workspace/report', { runs: 0, archived: true });
    this.#options.view.loadDefinition(definition, problem);
    this.#options.onNews([]);
  }

  async #ask(runId: string): Promise<RunEntry> {
    const { view } = this.#options;
    if (!this.#client) throw new Error('there is no connection');
    view.expectRun(runId);
    try {
      const entry = view.loadRun(await this.#client.call('run/show', { run: runId }));
      this.#options.onNews([]);
      return entry;
    } catch (error) {
      view.abandonRun(runId);
      throw error;
    }
  }

  #onEvents(events: readonly DodecaEvent[]): void {
    for (const event of events) {
      const unknown = this.#options.view.apply(event);
      if (unknown !== null) this.run(unknown).catch(this.#options.onError);
    }
    this.#options.onNews(events);
  }
}
