import type { CommandContext } from '../command-context.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { followRun } from '../follow-run.ts';
import { newReporter } from '../reporters/new-reporter.ts';
import { withEngine } from '../with-engine.ts';
import { readSecrets } from './run.ts';

export interface ResumeFlags {
  readonly from?: string;
  /** Names of environment variables. */
  readonly secret?: readonly string[];
  readonly definition: 'recorded' | 'current';
}

/** `dodeca resume RUN`: goes on with a run, and shows its events from there on. */
export async function resumeCommand(
  context: CommandContext,
  run: string,
  flags: ResumeFlags,
): Promise<ExitCode> {
  return await withEngine(context, async (client) => {
    const { lastSeq } = await client.call('engine/status', {});
    const { definition } = flags;
    const report = await client.call('run/resume', {
      run,
      from: flags.from ?? null,
      definition,
      options: {},
      secrets: readSecrets(flags.secret ?? []),
    });
    context.err.write(`${report.message}\n`);
    if (!report.resumed) return exitCode.success;
    return await followRun(context, client, { runId: report.runId, after: lastSeq }, newReporter(context));
  });
}
