import fc from 'fast-check';
import type { Json } from '../../../src/common/json.ts';
import type { AgentDefinition, RunDefinition } from '../../../src/model/definition.ts';
import type {
  EventBody,
  EventBodyOf,
  ExecutionRef,
  PlannedExecution,
  RunOptions,
} from '../../../src/model/event.ts';
import { executionEndStatuses, runEndStatuses } from '../../../src/model/status.ts';

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

const runIds = ['A', 'B', 'C'];
const places = ['s/a', 's/b', 't/a', "t/o'brien \u{1F600}"];

/** Any event of a few runs, sensible or not in its order. */
export const anyEvent: fc.Arbitrary<EventBody> = fc
  .record({
    runId: fc.constantFrom(...runIds),
    place: fc.constantFrom(...places),
    attempt: fc.integer({ min: 0, max: 3 }),
    name: fc.constantFrom('x', 'y', '__proto__'),
    value: fc.jsonValue({ maxDepth: 1 }).map((value) => value as Json),
    number: fc.double({ noNaN: true, noDefaultInfinity: true }),
    text: fc.string({ unit: 'binary' }),
    end: fc.constantFrom(...executionEndStatuses),
    runEnd: fc.constantFrom(...runEndStatuses),
    flag: fc.boolean(),
    kind: fc.nat(20),
  })
  .map(
    ({
      runId,
      place,
      attempt: number,
      name,
      value,
      number: metric,
      text,
      end,
      runEnd,
      flag,
      kind,
    }): EventBody => {
      const own = ref(runId, place, number);
      switch (kind) {
        case 0:
          return started(runId, places);
        case 1:
          return {
            type: 'run.resumed',
            pipeline: 'p',
            runId,
            definition: 'other',
            options,
            executions: planned(runId, place),
          };
        case 2:
          return finished(runId, runEnd);
        case 3:
          return { type: 'definition.recorded', hash: name, definition };
        case 4:
          return { type: 'execution.queued', ...own };
        case 5:
          return { type: 'execution.held', ...own, cause: 'slots', reason: text };
        case 6:
          return { type: 'execution.starting', ...own, reason: text };
        case 7:
          return { type: 'execution.started', ...own, pid: number, processStart: null, command: text };
        case 8:
          return {
            type: 'execution.retrying',
            ...own,
            status: 'failed',
            exitCode: 1,
            signal: null,
            durationMs: number,
            delayMs: 1,
            reason: text,
          };
        case 9:
          return {
            type: 'execution.finished',
            ...own,
            status: end,
            exitCode: null,
            signal: 'SIGKILL',
            durationMs: number,
            reason: text,
          };
        case 10:
          return { type: 'execution.compensated', ...own, status: 'succeeded', exitCode: 0, reason: null };
        case 11:
          return { type: 'execution.metric', ...own, name, value: metric, unit: null };
        case 12:
          return { type: 'execution.output', ...own, name, value };
        case 13:
          return { type: 'execution.context', ...own, name, value };
        case 14:
          return {
            type: 'execution.finding',
            ...own,
            path: 'a.py',
            line: number || null,
            column: null,
            severity: 'warning',
            rule: null,
            message: text,
          };
        case 15:
          return { type: 'run.marked', runId, pinned: flag, archived: number > 1 };
        case 16:
          return { type: 'execution.progress', ...own, percent: flag ? metric : null, message: name };
        case 17:
          return { type: 'cache.hit', ...own, key: name, reason: text };
        case 18:
          return files(runId, place, { [name]: text, 'a.py': null }, { b: text, [text]: name });
        case 19:
          return { type: 'execution.rewound', ...own, reason: text, restored: [] };
        default:
          return { type: 'execution.log', ...own, level: 'info', message: text };
      }
    },
  );
