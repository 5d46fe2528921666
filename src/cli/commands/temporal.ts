import { changesLines, trendLines } from '../../report-text/changes-lines.ts';
import { type CommandContext, printAll, printOne } from '../command-context.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { colors } from '../reporters/colors.ts';
import { withEngine } from '../with-engine.ts';

/** `dodeca changes [RUN]`: what changed since a run, by the journal and by git. */
export async function changesCommand(context: CommandContext, run: string | undefined): Promise<ExitCode> {
  return await withEngine(context, async (client) => {
    printOne(context, await client.call('workspace/changes', { since: run ?? null }), changesLines);
    return exitCode.success;
  });
}

/** `dodeca trend`: the last runs with their health and their findings, oldest first. */
export async function trendCommand(
  context: CommandContext,
  flags: { readonly limit: number; readonly pipeline?: string },
): Promise<ExitCode> {
  return await withEngine(context, async (client) => {
    printAll(context, await client.call('workspace/trend', flags), (points) => trendLines(points, colors));
    return exitCode.success;
  });
}
