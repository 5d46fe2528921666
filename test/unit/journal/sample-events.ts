import type { AgentDefinition, RunDefinition } from '../../../src/model/definition.ts';
import type {
  EventBody,
  EventBodyOf,
  ExecutionRef,
  PlannedExecution,
  RunOptions,
} from '../../../src/model/event.ts';

export const options: RunOptions = {
  maxConcurrent: null,
  keepGoing: false,
  useCache: true,
  missingInterpreter: 'fail',
};

export const definition: RunDefinition = {
  pipeline: { name: 'p', description: null, params: [], stages: [] },
  agents: [] as AgentDefinition[],
  clusters: [],
  env: {},
  redact: [],
  limits: {},
  cache: { maxBytes: 1, ttlMs: null, eviction: 'lru' },
};

/** The executions of a run: `stage/agent` each. */
export function planned(runId: string, ...places: string[]): PlannedExecution[] {
  return places.map((place) => {
    const [stage = '', agent = ''] = place.split('/');
    return { executionId: `${runId}-${place}`, stage, agent };
  });
}

export function started(runId: string, places: string[], pipeline = 'p'): EventBodyOf<'run.started'> {
  return {
    type: 'run.started',
    runId,
    pipeline,
    params: { n: 1 },
    definition: 'hash',
    options,
    executions: planned(runId, ...places),
  };
}

export function finished(
  runId: string,
  status: EventBodyOf<'run.finished'>['status'] = 'succeeded',
): EventBodyOf<'run.finished'> {
  return { type: 'run.finished', runId, pipeline: 'p', status, durationMs: 10, reason: null, executions: [] };
}

export function ref(runId: string, place: string, attempt = 1): ExecutionRef {
  const [stage = '', agent = ''] = place.split('/');
  return { runId, executionId: `${runId}-${place}`, stage, agent, attempt };
}

/** One attempt from its intent to its end. */
export function attempt(
  runId: string,
  place: string,
  status: EventBodyOf<'execution.finished'>['status'],
  { number = 1, durationMs = 5 }: { number?: number; durationMs?: number } = {},
): EventBody[] {
  const own = ref(runId, place, number);
  return [
    { type: 'execution.starting', ...own, reason: null },
    { type: 'execution.started', ...own, pid: 100 + number, processStart: 'then', command: 'true' },
    {
      type: 'execution.finished',
      ...own,
      status,
      exitCode: status === 'succeeded' ? 0 : 1,
      signal: null,
      durationMs,
      reason: null,
    },
  ];
}

/** What an execution read and wrote: hashes by path. */
export function files(
  runId: string,
  place: string,
  inputs: Readonly<Record<string, string | null>>,
  outputs: Readonly<Record<string, string | null>>,
  cached = false,
): EventBodyOf<'execution.files'> {
  const listed = (side: Readonly<Record<string, string | null>>) =>
    Object.entries(side).map(([path, hash]) => ({ path, hash }));
  return {
    type: 'execution.files',
    ...ref(runId, place),
    inputs: listed(inputs),
    outputs: listed(outputs),
    cached,
    cut: false,
  };
}
