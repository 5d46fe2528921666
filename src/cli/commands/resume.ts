import type { CommandContext } from '../command-context.ts';
import type { ExitCode } from '../exit-code.ts';
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
  const secrets = readSecrets(flags.secret ?? []);
  return await withEngine(context, async (client) => {
    const begin = async () => {
      const { lastSeq } = await client.call('engine/status', {});
      const { runId, resumed, message } = await client.call('run/resume', {
        run,
        from: flags.from ?? null,
        definition: flags.definition,
        options: {},
        secrets,
      });
      context.err.write(`${message}\n`);
      return resumed ? { runId, after: lastSeq } : null;
    };
    return await followRun(context, client, begin, newReporter(context));
  });
}
