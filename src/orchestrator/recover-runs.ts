import type { Journal } from '../journal/journal.ts';
import type { RecordedExecution, RecordedRun } from '../journal/run-records.ts';
import type { ExecutionRef, ExecutionSummary } from '../model/event.ts';
import { isExecutionEnd } from '../model/status.ts';

/** A process that an engine which died may have left behind. */
export interface Leftover {
  readonly executionId: string;
  readonly pid: number | null;
  readonly processStart: string | null;
  /** When it was noted, ms since the epoch. */
  readonly notedAt: number;
}

const whileItRan = 'the engine died while it ran';
const beforeItRan = 'the engine died before it ran';

/**
 * Brings runs to an end that an engine left without one: their processes are ended, their open executions become
 * `interrupted`, and the runs too. Nothing is resumed, and what was half undone stays so.
 */
export async function recoverRuns(
  journal: Journal,
  endLeftovers: (leftovers: readonly Leftover[]) => Promise<void>,
): Promise<number> {
  const runs = journal.unfinishedRuns();
  const halfUndone = journal.halfUndone();
  const open = runs.flatMap((run) => run.executions.filter(({ status }) => !isExecutionEnd(status)));
  // The intent to start is recorded before the start: what was never begun has left nothing.
  const begun = open.filter(({ attempts }) => attempts > 0);
  const leftovers = [...begun.map(leftoverOf), ...halfUndone.map(compensationOf)];
  if (leftovers.length > 0) await endLeftovers(leftovers);
  for (const { runId, executionId, stage, agent, attempt } of halfUndone) {
    const ref: ExecutionRef = { runId, executionId, stage, agent, attempt };
    const end = { status: 'failed', exitCode: null, reason: 'the engine died while it was undone' } as const;
    journal.append({ type: 'execution.compensated', ...ref, ...end });
  }
  for (const run of runs) closeRun(journal, run);
  journal.commit();
  return runs.length;
}

function leftoverOf(execution: RecordedExecution): Leftover {
  const { executionId, pid, processStart, startedAt } = execution;
  return { executionId, pid, processStart, notedAt: startedAt === null ? 0 : Date.parse(startedAt) };
}

/** The command that undid it is known by nothing but what stands in its environment. */
function compensationOf({ executionId }: RecordedExecution): Leftover {
  return { executionId, pid: null, processStart: null, notedAt: 0 };
}

function closeRun(journal: Journal, run: RecordedRun): void {
  const at = journal.now();
  const { runId, pipeline } = run;
  const executions: ExecutionSummary[] = [];
  for (const execution of run.executions) {
    const { executionId, stage, agent, status, attempts, exitCode, durationMs } = execution;
    if (isExecutionEnd(status)) {
      executions.push({
        executionId,
        agent,
        stage,
        status,
        attempts,
        exitCode,
        durationMs,
        reason: execution.reason,
      });
      continue;
    }
    const ref: ExecutionRef = { runId, executionId, stage, agent, attempt: attempts };
    // How long it ran is not known: nobody saw its end.
    const reason = attempts > 0 ? whileItRan : beforeItRan;
    const end = { status: 'interrupted', exitCode: null, durationMs: 0, reason } as const;
    journal.append({ type: 'execution.finished', ...ref, ...end, signal: null }, at);
    executions.push({ executionId, agent, stage, attempts, ...end });
  }
  const durationMs = Math.max(0, at - Date.parse(run.startedAt));
  journal.append(
    {
      type: 'run.finished',
      runId,
      pipeline,
      status: 'interrupted',
      durationMs,
      reason: 'the engine died',
      executions,
    },
    at,
  );
}
