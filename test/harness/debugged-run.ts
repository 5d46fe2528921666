import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { EngineClient } from '../../src/client/engine-client.ts';
import type { Json } from '../../src/common/json.ts';
import type {
  BreakpointSpec,
  DebuggerSettings,
  LaunchedBy,
  RunPause,
  StepKind,
} from '../../src/model/debug.ts';
import type { DodecaEvent, EventOf, EventType } from '../../src/model/event.ts';

/** A breakpoint with the usual settings. */
export function breakpoint(
  id: number,
  place: BreakpointSpec['place'],
  more: Partial<BreakpointSpec> = {},
): BreakpointSpec {
  return { id, place, condition: null, hitCondition: null, logMessage: null, isFunction: false, ...more };
}

/** A breakpoint on an agent, wherever it stands. */
export function atAgent(agent: string, id = 1, more: Partial<BreakpointSpec> = {}): BreakpointSpec {
  return breakpoint(id, { kind: 'agent', agent, stage: null }, more);
}

/** A breakpoint on a stage. */
export function atStage(stage: string, id = 1, more: Partial<BreakpointSpec> = {}): BreakpointSpec {
  return breakpoint(id, { kind: 'stage', stage }, more);
}

/** A place in short: `stage`, `stage/agent`, `stage/agent!` after an attempt, `-` where it was asked to pause. */
export function placeIn({ place }: RunPause): string {
  if (!place) return '-';
  return `${place.stage}${place.agent === null ? '' : `/${place.agent}`}${place.at === 'end' ? '!' : ''}`;
}

/** A debugger of one run, which speaks to the engine as every face does. */
export class DebuggedRun {
  readonly session = randomUUID();
  readonly events: DodecaEvent[] = [];
  runId = '';
  readonly #client: EngineClient;
  /** Events that were waited for already. */
  #read = 0;
  #wake = (): void => undefined;

  private constructor(client: EngineClient) {
    this.#client = client;
  }

  /** Starts a run under a debugger. */
  static async launch(
    client: EngineClient,
    pipeline: string,
    more: Partial<LaunchedBy> & {
      readonly params?: Record<string, Json>;
      readonly secrets?: Record<string, string>;
    } = {},
  ): Promise<DebuggedRun> {
    const { params = {}, secrets = {}, ...launched } = more;
    const run = new DebuggedRun(client);
    const options = {
      maxConcurrent: null,
      keepGoing: false,
      useCache: true,
      missingInterpreter: 'fail',
    } as const;
    const { session } = run;
    const settings = { breakpoints: [], exceptions: [], stopOnEntry: false, intoAgents: false };
    const answer = await client.call('run/start', {
      pipeline,
      params,
      secrets,
      options,
      debugger: { session, by: 'the test', ...settings, ...launched },
    });
    await run.#follow(answer.runId, 0);
    return run;
  }

  /** Joins a run that goes on. */
  static async attach(
    client: EngineClient,
    runId: string,
    settings: Partial<DebuggerSettings> & { readonly session?: string; readonly by?: string } = {},
  ): Promise<DebuggedRun> {
    const run = new DebuggedRun(client);
    const { session = run.session, by = 'another test', breakpoints = [], exceptions = [] } = settings;
    Object.assign(run, { session });
    const state = await client.call('debug/attach', { run: runId, session, by, breakpoints, exceptions });
    await run.#follow(state.runId, state.seq);
    return run;
  }

  /** The next event of a type that was not waited for yet. */
  async next<T extends EventType>(...types: readonly T[]): Promise<EventOf<T>> {
    for (;;) {
      for (; this.#read < this.events.length; this.#read += 1) {
        const event = this.events[this.#read];
        if (event && (types as readonly string[]).includes(event.type)) {
          this.#read += 1;
          return event as EventOf<T>;
        }
        assert.ok(
          event?.type !== 'run.finished',
          `the run ended before ${types.join(' or ')}: ${JSON.stringify(event)}`,
        );
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Waits until the run stands still, and tells where. */
  async paused(): Promise<string> {
    return placeIn(await this.next('run.paused'));
  }

  /** Waits until it ends, and tells how. */
  async ended(): Promise<string> {
    return (await this.next('run.finished')).status;
  }

  async continue(): Promise<void> {
    await this.#client.call('debug/continue', this.#ids);
  }

  /** Makes a step and waits until the run stands still again. */
  async step(kind: StepKind): Promise<string> {
    await this.#client.call('debug/step', { ...this.#ids, kind });
    return this.paused();
  }

  /** Goes on to where the run stands still again. */
  async toNext(): Promise<string> {
    await this.continue();
    return this.paused();
  }

  get #ids(): { readonly run: string; readonly session: string } {
    return { run: this.runId, session: this.session };
  }

  /** What identifies this debugger in a request. */
  get ids(): { readonly run: string; readonly session: string } {
    return this.#ids;
  }

  /** The id of an execution, by `STAGE/AGENT`. */
  execution(name: string): string {
    for (const event of this.events) {
      if ('executionId' in event && `${event.stage}/${event.agent}` === name) return event.executionId;
    }
    throw new Error(`no execution ${name}`);
  }

  async #follow(runId: string, after: number): Promise<void> {
    this.runId = runId;
    await this.#client.subscribe({ after, runId }, (events) => {
      this.events.push(...events);
      this.#wake();
    });
  }
}
