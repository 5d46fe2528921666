import { parseArgs } from 'node:util';
import { errorMessage, isUserError, UserError } from '../common/errors.ts';
import { silentLogger } from '../common/logger.ts';
import { withoutCompileCache } from '../rpc/compile-cache.ts';
import { type Handshake, handshakeError } from '../rpc/handshake.ts';
import { openStateFolder, stateFolderOf } from '../rpc/state-folder.ts';
import type { CreateEngineApi } from './engine-context.ts';
import { openEngineLog } from './engine-log.ts';
import { EngineProcess } from './engine-process.ts';

export interface RunEngineOptions {
  /** `--workspace DIR [--started-by cli]` */
  readonly argv: readonly string[];
  readonly createApi: CreateEngineApi;
}

/** Runs the engine of a workspace in this process, and ends the process when the engine leaves. */
export async function runEngine(options: RunEngineOptions): Promise<void> {
  withoutCompileCache(process.env);
  let logger = silentLogger;
  let onDefect = (error: unknown): void => {
    logger.error('the engine did not start', error);
    process.exit(1);
  };
  process.on('uncaughtException', (error) => onDefect(error));
  process.on('unhandledRejection', (error) => onDefect(error));
  // The terminal that it was started from may go: it has none of its own.
  process.on('SIGHUP', () => undefined);
  try {
    const { workspace, startedByCli } = parseArguments(options.argv);
    const folder = stateFolderOf(workspace);
    await openStateFolder(folder);
    logger = openEngineLog(folder.engineLog);
    const engine = new EngineProcess({ folder, logger, startedByCli });
    process.on('SIGTERM', () => engine.onSignal('SIGTERM'));
    process.on('SIGINT', () => engine.onSignal('SIGINT'));
    await engine.start(options.createApi);
    onDefect = (error) => engine.fail(error);
    await tellStarter({ ready: true });
  } catch (error) {
    logger.error('the engine did not start', isUserError(error) ? error.message : error);
    await tellStarter(handshakeError(error));
    process.exit(1);
  }
}

function parseArguments(argv: readonly string[]): { workspace: string; startedByCli: boolean } {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: { workspace: { type: 'string' }, 'started-by': { type: 'string' } },
    });
    if (values.workspace) {
      return { workspace: values.workspace, startedByCli: values['started-by'] === 'cli' };
    }
  } catch (error) {
    throw new UserError('usage', `${errorMessage(error)}. The engine needs --workspace DIR.`, {
      cause: error,
    });
  }
  throw new UserError('usage', 'The engine needs --workspace DIR.');
}

/** Tells whoever started the engine how it went, then lets go of it. A starter that is gone is told nothing. */
async function tellStarter(handshake: Handshake): Promise<void> {
  if (!process.send || !process.connected) {
    if ('error' in handshake) process.stderr.write(`${handshake.error.message}\n`);
    return;
  }
  await new Promise<void>((resolve) => process.send?.(handshake, () => resolve()));
  if (process.connected) process.disconnect();
}
