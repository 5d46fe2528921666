import type { ExecutionReport, RunReport } from '../../../src/model/report.ts';

/** An execution that succeeded in a second. */
export function executionOf(
  stage: string,
  agent: string,
  changes: Partial<ExecutionReport> = {},
): ExecutionReport {
  return {
    executionId: `${stage}/${agent}`,
    stage,
    agent,
    status: 'succeeded',
    attempts: 1,
    exitCode: 0,
    startedAt: '2026-11-21T04:15:13.250Z',
    finishedAt: '2026-11-21T04:15:14.250Z',
    durationMs: 1000,
    reason: null,
    undone: false,
    findings: { error: 0, warning: 0, info: 0 },
    percent: null,
    message: null,
    ...changes,
  };
}

/** A run of these executions that succeeded in two seconds. */
export function runOf(executions: readonly ExecutionReport[], changes: Partial<RunReport> = {}): RunReport {
  return {
    runId: 'R1',
    pipeline: 'p',
    status: 'succeeded',
    startedAt: '2026-11-21T04:15:13.250Z',
    finishedAt: '2026-11-21T04:15:15.250Z',
    durationMs: 2000,
    reason: null,
    pinned: false,
    commit: null,
    archived: false,
    asOf: 9,
    params: {},
    options: { maxConcurrent: null, keepGoing: false, useCache: true, missingInterpreter: 'fail' },
    definition: 'h',
    executions,
    ...changes,
  };
}
