import { healthLines } from '../../analysis/health-lines.ts';
import { type CommandContext, printOne } from '../command-context.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { withEngine } from '../with-engine.ts';

/** `dodeca health`: the health of the workspace, part by part, by what its agents told last. */
export async function healthCommand(context: CommandContext): Promise<ExitCode> {
  return await withEngine(context, async (client) => {
    printOne(context, await client.call('workspace/health', {}), (report) =>
      healthLines(report, report.unmeasured),
    );
    return exitCode.success;
  });
}
