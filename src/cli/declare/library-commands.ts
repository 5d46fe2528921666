import type { Command } from 'commander';
import type { ReviewFlags } from '../commands/library-review.ts';
import type { Declare } from './declare-command.ts';
import { collect, integerUpTo } from './option-values.ts';

/** What one asks of the knowledge library. */
export function declareLibraryCommands(program: Command, declare: Declare): void {
  const library = program.command('library').description('the knowledge library: the workspace, searched');
  declare<{ full?: boolean }>(
    library,
    'build',
    'bring it up to date with the workspace',
    async (context, flags) => (await import('../commands/library.ts')).libraryBuildCommand(context, flags),
  ).option('--full', 'read every file anew');
  declare<{ limit: number; queries?: string }>(
    library,
    'search [words...]',
    'files that answer, the best first',
    async (context, flags, ...words) =>
      (await import('../commands/library.ts')).librarySearchCommand(context, words, flags),
  )
    .option('--limit <n>', 'at most so many', integerUpTo(1000), 10)
    .option('--queries <file>', 'answer a file of lines: an id, a tab, a query');
  declare(library, 'status', 'what it holds', async (context) =>
    (await import('../commands/library.ts')).libraryStatusCommand(context),
  );
  declare(
    library,
    'lineage <path>',
    'where a file comes from, and what comes from it',
    async (context, _, path = '') =>
      (await import('../commands/library-lineage.ts')).libraryLineageCommand(context, path),
  );
  declare<ReviewFlags>(
    library,
    'review [path]',
    'what waits for somebody to look at it, or a document; decides, and fixes',
    async (context, flags, path) =>
      (await import('../commands/library-review.ts')).libraryReviewCommand(context, path, flags),
  )
    .option('--limit <n>', 'at most so many documents and groups', integerUpTo(10_000), 50)
    .option('--fix', 'mend what needs no person, and review it again until nothing changes')
    .option('--accept <path>', 'it is right as it is now; may be repeated', collect)
    .option('--reject <path>', 'it is wrong as it is now; may be repeated', collect)
    .option('--canonical <path>', 'it is the one to go by; may be repeated', collect)
    .option('--clear <path>', 'take back what was said of it; may be repeated', collect);
}
