import { disposable } from '../../src/common/disposable.ts';
import type { DodecaEvent, EventBody, ExecutionRef } from '../../src/model/event.ts';
import type { RunReport, WorkspaceReport } from '../../src/model/report.ts';
import type { EngineApi } from '../../src/rpc/engine-api.ts';
import { ScriptedApi } from './scripted-api.ts';

const clusters = 12;
const agents = 1000;
const executions = 10_000;
const runId = 'crowd-run';

/** Milliseconds between two bursts of events. */
const burstMs = 20;

/**
 * An engine of twelve clusters and a thousand agents, over real sockets, whose one pipeline is scripted: ten thousand
 * executions, each of which is held, starts, tells its progress and ends, spread over `params.seconds`.
 */
export class CrowdApi extends ScriptedApi {
  readonly #events: DodecaEvent[] = [];
  readonly #listeners = new Set<() => void>();

  override workspace(): WorkspaceReport {
    return {
      asOf: this.#events.length,
      problem: null,
      runs: [],
      definition: {
        file: null,
        agents: Array.from({ length: agents }, (_, index) => ({
          name: agentName(index),
          description: null,
          program: 'scripted',
          clusters: [`C${(index % clusters) + 1}`],
          priority: 5,
          last: null,
          recent: [],
        })),
        clusters: Array.from({ length: clusters }, (_, cluster) => ({
          id: `C${cluster + 1}`,
          name: `Cluster ${cluster + 1}`,
          system: null,
          concurrency: null,
          agents: Array.from({ length: agents }, (__, index) => index)
            .filter((index) => index % clusters === cluster)
            .map(agentName),
        })),
        phases: [],
        pipelines: [{ name: 'crowd', description: null, params: [], stages: [] }],
      },
    };
  }

  override async start({ params }: Parameters<EngineApi['start']>[0]): Promise<{ runId: string }> {
    const planned = Array.from({ length: executions }, (_, index) => refOf(index));
    this.#tell([
      {
        type: 'run.started',
        runId,
        pipeline: 'crowd',
        params: {},
        definition: 'none',
        options: { maxConcurrent: null, keepGoing: false, useCache: false, missingInterpreter: 'fail' },
        executions: planned,
      },
      ...planned.map((ref): EventBody => ({ type: 'execution.queued', ...ref, attempt: 0 })),
    ]);
    this.#play(Number(params.seconds) * 1000);
    return { runId };
  }

  override show(): RunReport {
    throw new Error('everybody saw the run begin: nobody has to ask for it');
  }

  override readEvents({ after, limit }: Parameters<EngineApi['readEvents']>[0]): DodecaEvent[] {
    return this.#events.slice(after, after + limit);
  }

  override lastSeq = () => this.#events.length;

  override onEvents(listener: () => void) {
    this.#listeners.add(listener);
    return disposable(() => this.#listeners.delete(listener));
  }

  /** Four steps for each execution, a few hundred executions under way at any time. */
  #play(ms: number): void {
    const steps: readonly ((ref: ExecutionRef) => EventBody)[] = [
      (ref) => ({ type: 'execution.held', ...ref, cause: 'slots', reason: 'waits for one of 8 slots' }),
      (ref) => ({ type: 'execution.starting', ...ref, reason: null }),
      (ref) => ({ type: 'execution.progress', ...ref, percent: 50, message: 'half way' }),
      (ref) => {
        return {
          type: 'execution.finished',
          ...ref,
          status: 'succeeded',
          exitCode: 0,
          signal: null,
          durationMs: 12,
          reason: null,
        };
      },
    ];
    const underWay = 200;
    const total = executions + underWay * (steps.length - 1);
    const began = performance.now();
    let next = 0;
    const timer = setInterval(() => {
      const due = Math.min(total, Math.floor(((performance.now() - began) / ms) * total));
      const burst: EventBody[] = [];
      for (; next < due; next++) {
        for (const [step, body] of steps.entries()) {
          const index = next - step * underWay;
          if (index >= 0 && index < executions) burst.push(body({ ...refOf(index), attempt: 1 }));
        }
      }
      if (next === total) {
        clearInterval(timer);
        burst.push(this.#finished(ms));
      }
      this.#tell(burst);
    }, burstMs);
  }

  #finished(durationMs: number): EventBody {
    return {
      type: 'run.finished',
      runId,
      pipeline: 'crowd',
      status: 'succeeded',
      durationMs,
      reason: null,
      executions: Array.from({ length: executions }, (_, index) => ({
        ...refOf(index),
        status: 'succeeded',
        attempts: 1,
        exitCode: 0,
        durationMs: 12,
        reason: null,
      })),
    };
  }

  #tell(bodies: readonly EventBody[]): void {
    const at = new Date().toISOString();
    for (const body of bodies) this.#events.push({ seq: this.#events.length + 1, at, ...body });
    for (const listener of this.#listeners) listener();
  }
}

function agentName(index: number): string {
  return `agent_${String(index).padStart(4, '0')}`;
}

function refOf(index: number): ExecutionRef {
  const stage = `stage_${Math.floor(index / agents)}`;
  return { runId, executionId: `crowd-${index}`, stage, agent: agentName(index % agents), attempt: 0 };
}
