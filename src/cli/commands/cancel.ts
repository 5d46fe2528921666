import { isRunEnd } from '../../model/status.ts';
import { type CommandContext, printOne } from '../command-context.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { withEngine } from '../with-engine.ts';

/** `dodeca cancel RUN`: asks a run to end; one that has ended is left alone. */
export async function cancelCommand(context: CommandContext, run: string): Promise<ExitCode> {
  return await withEngine(context, async (client) => {
    const reason = 'cancelled from the command line';
    const summary = await client.call('run/cancel', { run, kill: false, reason });
    printOne(context, summary, ({ runId, status }) => [
      isRunEnd(status) ? `Run ${runId} has ended: ${status}.` : `Run ${runId} is being cancelled.`,
    ]);
    return exitCode.success;
  });
}
