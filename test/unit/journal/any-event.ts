import fc from 'fast-check';
import type { Json } from '../../../src/common/json.ts';
import type { EventBody } from '../../../src/model/event.ts';
import { executionEndStatuses, runEndStatuses } from '../../../src/model/status.ts';
import { definition, files, finished, options, planned, ref, started } from './sample-events.ts';

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
