import { formatDuration, plural } from '../../common/text.ts';
import type { ExecutionReport, RunReport, RunSummary } from '../../model/report.ts';
import { localTime } from '../../report-text/local-time.ts';
import { table } from '../../report-text/table.ts';
import { whyLines } from '../../report-text/why-lines.ts';
import { type CommandContext, printAll, printOne } from '../command-context.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { colors } from '../reporters/colors.ts';
import { statusSign, statusWord } from '../reporters/status-words.ts';
import { withEngine } from '../with-engine.ts';

/** `dodeca runs`: the runs, newest first. */
export async function runsCommand(
  context: CommandContext,
  flags: { readonly limit: number; readonly pipeline?: string; readonly archived?: boolean },
): Promise<ExitCode> {
  return await withEngine(context, async (client) => {
    printAll(context, await client.call('run/list', flags), (runs) =>
      runs.length === 0 ? ['No runs yet. Start one with: dodeca run run_pipeline'] : table(runs.map(runRow)),
    );
    return exitCode.success;
  });
}

/** `dodeca show RUN`: a run with its executions. */
export async function showCommand(context: CommandContext, run: string): Promise<ExitCode> {
  return await withEngine(context, async (client) => {
    printOne(context, await client.call('run/show', { run }), runLines);
    return exitCode.success;
  });
}

/** `dodeca why RUN AGENT`: why an execution is where it is. */
export async function whyCommand(context: CommandContext, run: string, agent: string): Promise<ExitCode> {
  return await withEngine(context, async (client) => {
    printOne(context, await client.call('run/why', { run, agent }), whyLines);
    return exitCode.success;
  });
}

function runRow(run: RunSummary): string[] {
  return [
    `${statusSign(run.status)} ${run.runId}`,
    run.pipeline,
    statusWord(run.status),
    formatDuration(run.durationMs),
    localTime(run.startedAt),
    colors.dim([...marksOf(run), ...(run.reason === null ? [] : [run.reason])].join(', ')),
  ];
}

function marksOf({ pinned, archived }: RunSummary): string[] {
  return [...(pinned ? ['pinned'] : []), ...(archived ? ['archived'] : [])];
}

function runLines(run: RunReport): string[] {
  return [...table([runRow(run)]), ...table(run.executions.map(executionRow))];
}

function executionRow(execution: ExecutionReport): string[] {
  const { error, warning, info } = execution.findings;
  const found = error + warning + info;
  return [
    `  ${statusSign(execution.status)} ${execution.stage}/${execution.agent}`,
    statusWord(execution.status),
    execution.attempts > 0 && execution.status !== 'interrupted' ? formatDuration(execution.durationMs) : '',
    execution.attempts > 1 ? plural(execution.attempts, 'attempt') : '',
    found > 0 ? plural(found, 'finding') : '',
    colors.dim(execution.undone ? 'undone since' : (execution.reason ?? '')),
  ];
}
