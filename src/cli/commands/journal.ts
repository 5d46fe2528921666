import { plural } from '../../common/text.ts';
import { type CommandContext, printOne } from '../command-context.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { withEngine } from '../with-engine.ts';

/** `dodeca journal rebuild`: makes every projection again from the events. */
export async function journalRebuildCommand(context: CommandContext): Promise<ExitCode> {
  return await withEngine(context, async (client) => {
    printOne(context, await client.call('journal/rebuild', {}), ({ events }) => [
      `Replayed ${plural(events, 'event')}.`,
    ]);
    return exitCode.success;
  });
}
