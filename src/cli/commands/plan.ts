import { planLines } from '../../report-text/plan-lines.ts';
import { type CommandContext, printOne } from '../command-context.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { withEngine } from '../with-engine.ts';

/** `dodeca plan PIPELINE`: what would run, in which order, and how long it takes by the record. */
export async function planCommand(context: CommandContext, pipeline: string): Promise<ExitCode> {
  return await withEngine(context, async (client) => {
    const report = await client.call('pipeline/plan', { pipeline, params: {} });
    printOne(context, report, planLines);
    return exitCode.success;
  });
}
