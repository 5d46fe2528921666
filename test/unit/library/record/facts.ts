import type {
  RecordedExecution,
  RecordedFacts,
  RecordedRun,
} from '../../../../src/library/record/recorded-facts.ts';

/** Facts with nothing in them but what is given. */
export function facts(after: number, seq: number, some: Partial<RecordedFacts> = {}): RecordedFacts {
  return {
    after,
    anew: false,
    seq,
    runs: [],
    executions: [],
    decisions: [],
    productions: [],
    tests: [],
    testReports: [],
    retired: [],
    ...some,
  };
}

/** A run that began. */
export function run(runId: string, commit: string | null = null): RecordedRun {
  return { runId, pipeline: 'cooling', at: '2026-11-26T21:07:42.000Z', commit };
}

/** An execution that failed, unless something else is said. */
export function execution(runId: string, some: Partial<RecordedExecution> = {}): RecordedExecution {
  const executionId = some.executionId ?? `${runId}-x`;
  return {
    runId,
    executionId,
    pipeline: 'cooling',
    stage: 'solve',
    agent: 'solver',
    status: 'failed',
    reason: 'exit code 3',
    exitCode: 3,
    log: `.dodeca/logs/${runId}/${executionId}.log`,
    findings: [],
    artifacts: [],
    files: [],
    ...some,
  };
}
