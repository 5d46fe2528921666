import { resolve } from 'node:path';
import type { EngineClient } from '../../client/engine-client.ts';
import { formatBytes, plural } from '../../common/text.ts';
import type { CacheReport } from '../../model/report.ts';
import { type CommandContext, printOne } from '../command-context.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { withEngine } from '../with-engine.ts';

async function report(
  context: CommandContext,
  ask: (client: EngineClient) => Promise<CacheReport>,
): Promise<ExitCode> {
  return await withEngine(context, async (client) => {
    printOne(context, await ask(client), ({ entries, bytes, hits, misses }) => [
      `${plural(entries, 'result')}, ${formatBytes(bytes)}; ${plural(hits, 'hit')}, ${plural(misses, 'miss', 'misses')} so far`,
    ]);
    return exitCode.success;
  });
}

/** `dodeca cache status` */
export function cacheStatusCommand(context: CommandContext): Promise<ExitCode> {
  return report(context, (client) => client.call('cache/report', {}));
}

/** `dodeca cache invalidate PATTERN`: forgets the results of agents by name, glob or /regular expression/. */
export function cacheInvalidateCommand(context: CommandContext, pattern: string): Promise<ExitCode> {
  return report(context, (client) => client.call('cache/invalidate', { pattern }));
}

/** `dodeca cache clear` */
export function cacheClearCommand(context: CommandContext): Promise<ExitCode> {
  return report(context, (client) => client.call('cache/clear', {}));
}

/** `dodeca cache export FILE` */
export function cacheExportCommand(context: CommandContext, file: string): Promise<ExitCode> {
  return report(context, (client) => client.call('cache/export', { path: resolve(file) }));
}

/** `dodeca cache import FILE` */
export function cacheImportCommand(context: CommandContext, file: string): Promise<ExitCode> {
  return report(context, (client) => client.call('cache/import', { path: resolve(file) }));
}
