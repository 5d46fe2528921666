import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connect } from '../../src/client/connect.ts';
import type { EngineClient, EventSubscription } from '../../src/client/engine-client.ts';
import { stopEngine } from '../../src/client/stop-engine.ts';
import type { EventOf } from '../../src/model/event.ts';
import { cpuTime } from './process-figures.ts';

const sourceEntry = fileURLToPath(new URL('../../src/engine.ts', import.meta.url));
const bundledEntry = fileURLToPath(new URL('../../dist/engine.js', import.meta.url));

/** The programs of the engine. */
export const engineEntries = { bundled: bundledEntry, sources: sourceEntry } as const;

/** What a run took. */
export interface RunFigures {
  /** From the request to its last event, as a client sees it, ms. */
  readonly wallMs: number;
  /** As the record has it: from `run.started` to `run.finished`, ms. */
  readonly recordedMs: number;
  /** Processor time of the engine alone, ms; NaN where the system does not tell. */
  readonly engineCpuMs: number;
}

const open = new Set<BenchWorkspace>();

/** Ends the engines of all workspaces, when the measuring is interrupted. */
export async function disposeAll(): Promise<void> {
  await Promise.all([...open].map((workspace) => workspace.dispose()));
}

/** A temporary workspace with an engine of its own. Dispose it: nothing is left behind then. */
export class BenchWorkspace {
  readonly path = realpathSync(mkdtempSync(join(tmpdir(), 'dodeca-bench-')));
  readonly #entry: string;
  readonly #subscriptions: EventSubscription[] = [];
  #client: EngineClient | undefined;

  constructor(entry: string = engineEntries.bundled) {
    if (!existsSync(entry)) throw new Error(`${entry} does not exist: run npm run build`);
    this.#entry = entry;
    open.add(this);
  }

  define(text: string): void {
    writeFileSync(join(this.path, 'dodeca.yaml'), text);
  }

  /** Joins the engine, or starts it. */
  async client(): Promise<EngineClient> {
    if (!this.#client || this.#client.closed) {
      this.#client = await connect(this.path, { client: 'test', start: true, entry: this.#entry });
    }
    return this.#client;
  }

  async enginePid(): Promise<number> {
    return (await this.client()).info.pid;
  }

  async start(pipeline: string): Promise<string> {
    const client = await this.client();
    const options = {
      maxConcurrent: null,
      keepGoing: false,
      useCache: true,
      missingInterpreter: 'fail',
    } as const;
    return (await client.call('run/start', { pipeline, params: {}, options, secrets: {} })).runId;
  }

  /** Runs a pipeline and hears every event of it, as the command line does. */
  async run(pipeline: string): Promise<RunFigures> {
    const client = await this.client();
    const { pid } = client.info;
    const cpu = cpuTime(pid);
    const started = performance.now();
    const runId = await this.start(pipeline);
    const finished = await new Promise<EventOf<'run.finished'>>((resolve, reject) => {
      client.onClose(reject);
      client
        .subscribe({ after: 0, runId }, (events) => {
          for (const event of events) if (event.type === 'run.finished') resolve(event);
        })
        .then((subscription) => this.#subscriptions.push(subscription), reject);
    });
    const wallMs = performance.now() - started;
    for (const subscription of this.#subscriptions.splice(0)) subscription.dispose();
    if (finished.status !== 'succeeded') {
      const failed = finished.executions.find(({ status }) => status !== 'succeeded');
      throw new Error(`the run ${finished.status}: ${failed?.agent} ${failed?.status}, ${failed?.reason}`);
    }
    return { wallMs, recordedMs: finished.durationMs, engineCpuMs: cpuTime(pid) - cpu };
  }

  async stopEngine(): Promise<void> {
    this.#client?.dispose();
    this.#client = undefined;
    await stopEngine(this.path, { entry: this.#entry });
  }

  async dispose(): Promise<void> {
    open.delete(this);
    await this.stopEngine();
    rmSync(this.path, { recursive: true, force: true });
  }
}
