import type { Executor, Job, JobHandle, JobResult } from './executor/executor.ts';

/** What undoing came to; success is exit code 0. */
export interface CompensationOutcome {
  readonly exitCode: number | null;
  readonly reason: string | null;
}

/** Runs the command that undoes what an execution did, under the agent's own timeout. */
export function startCompensation(
  executor: Executor,
  job: Job,
  command: string,
): { readonly handle: JobHandle; readonly outcome: Promise<CompensationOutcome> } {
  const { agent } = job;
  // What it prints is in the log; messages of a compensation mean nothing to anybody.
  const handle = executor.runCompensation(command, job, {
    onStarted: () => undefined,
    onMessage: () => undefined,
    onDebuggable: () => undefined,
    onWarning: () => undefined,
  });
  const timeout =
    agent.timeoutMs === null ? null : setTimeout(() => handle.stop(agent.graceMs), agent.timeoutMs);
  const outcome = handle.result.then((result) => {
    if (timeout) clearTimeout(timeout);
    return outcomeOf(result);
  });
  return { handle, outcome };
}

function outcomeOf(result: JobResult): CompensationOutcome {
  if (result.kind === 'not-started') return { exitCode: null, reason: result.reason };
  const { exitCode, signal } = result;
  if (signal !== null) return { exitCode, reason: `ended by signal ${signal}` };
  return { exitCode, reason: exitCode === 0 ? null : `exit code ${exitCode}` };
}
