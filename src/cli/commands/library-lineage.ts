import { lineageLines } from '../../report-text/lineage-lines.ts';
import { type CommandContext, printOne } from '../command-context.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { withLibrary } from '../with-library.ts';

/** `dodeca library lineage PATH`: where a file comes from, and what comes from it. */
export async function libraryLineageCommand(context: CommandContext, path: string): Promise<ExitCode> {
  return await withLibrary(context, async (client) => {
    // What is told of references is told of the workspace as it is now.
    await client.call('library/build', { full: false });
    printOne(context, await client.call('library/lineage', { path }), lineageLines);
    return exitCode.success;
  });
}
