import type { Command } from 'commander';
import type { Declare } from './declare-command.ts';

/** What one does with the engine itself: its process, its cache, its journal, its debugger. */
export function declareEngineCommands(program: Command, declare: Declare): void {
  declare(program, 'status', 'the engine of this workspace; starts none', async (context) =>
    (await import('../commands/engine.ts')).statusCommand(context),
  );
  declare<{ whenIdle?: boolean }>(
    program,
    'stop',
    'end the engine of this workspace',
    async (context, flags) => (await import('../commands/engine.ts')).stopCommand(context, flags),
  ).option('--when-idle', 'let the runs end first');
  declare(
    program,
    'dap',
    'a debug adapter on standard input and output, for any DAP client',
    async (context) => (await import('../commands/dap.ts')).dapCommand(context),
  );
  const cache = program.command('cache').description('the result cache');
  declare(cache, 'status', 'what it holds', async (context) =>
    (await import('../commands/cache.ts')).cacheStatusCommand(context),
  );
  declare(
    cache,
    'invalidate <pattern>',
    'forget the results of agents: name, glob or /regular expression/',
    async (context, _, pattern = '') =>
      (await import('../commands/cache.ts')).cacheInvalidateCommand(context, pattern),
  );
  declare(cache, 'clear', 'forget everything', async (context) =>
    (await import('../commands/cache.ts')).cacheClearCommand(context),
  );
  declare(cache, 'export <file>', 'write everything into one file', async (context, _, file = '') =>
    (await import('../commands/cache.ts')).cacheExportCommand(context, file),
  );
  declare(cache, 'import <file>', 'take in what was exported', async (context, _, file = '') =>
    (await import('../commands/cache.ts')).cacheImportCommand(context, file),
  );
  const journal = program.command('journal').description('the record of the workspace');
  declare(journal, 'rebuild', 'make every projection again from the events', async (context) =>
    (await import('../commands/journal.ts')).journalRebuildCommand(context),
  );
}
