import { type CommandContext, printOne } from '../command-context.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { withEngine } from '../with-engine.ts';

/** What a run is marked as, and what is told then. */
export const marks = {
  pin: { mark: { pinned: true }, told: 'is pinned: it is kept until it is unpinned' },
  unpin: { mark: { pinned: false }, told: 'is pinned no longer' },
  archive: { mark: { archived: true }, told: 'is archived: "dodeca runs --archived" lists it' },
  unarchive: { mark: { archived: false }, told: 'is among the others again' },
} as const;

/** `dodeca pin RUN`, `unpin RUN`, `archive RUN`, `unarchive RUN`. */
export async function markCommand(
  context: CommandContext,
  run: string,
  kind: keyof typeof marks,
): Promise<ExitCode> {
  const { mark, told } = marks[kind];
  return await withEngine(context, async (client) => {
    const summary = await client.call('run/mark', { run, ...mark });
    printOne(context, summary, ({ runId }) => [`Run ${runId} ${told}.`]);
    return exitCode.success;
  });
}
