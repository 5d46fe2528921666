import { lstatSync } from 'node:fs';
import { isUserError, UserError } from '../common/errors.ts';
import { processStartedAt } from '../process/process-identity.ts';
import { type EngineFile, readEngineFile } from '../rpc/engine-file.ts';
import { engineStoppingCode } from '../rpc/handshake.ts';
import type { ClientKind } from '../rpc/methods.ts';
import { refuseTracked, type StateFolder } from '../rpc/state-folder.ts';
import { EngineClient } from './engine-client.ts';

/** What was found where an engine should be. */
export type Found =
  | { readonly kind: 'engine'; readonly client: EngineClient; readonly file: EngineFile }
  /** There is none, or only what a dead one left behind. */
  | { readonly kind: 'none' }
  /** It is about to leave, or has been replaced this very moment: look again soon. */
  | { readonly kind: 'leaving'; readonly file: EngineFile }
  /** It hangs up on this client: it ends this very moment, or the token in the file is not its own. */
  | { readonly kind: 'hangs-up'; readonly file: EngineFile }
  /** It listens and does not answer. */
  | { readonly kind: 'silent'; readonly file: EngineFile }
  /** It answers, and lets this client not in. */
  | { readonly kind: 'refuses'; readonly file: EngineFile; readonly error: UserError };

/** Milliseconds that an engine may go on hanging up before it is taken at its word: one that ends is gone by then. */
export const hangUpMs = 1000;

export interface FindOptions {
  readonly client: ClientKind;
  readonly linger: boolean;
  /** Milliseconds until the engine must have answered. */
  readonly timeoutMs: number;
}

/** Looks for the engine of a workspace and joins it. Starts none. */
export async function findEngine(folder: StateFolder, options: FindOptions): Promise<Found> {
  const file = readEngineFile(folder);
  if (!file) return { kind: 'none' };
  // Before anything is said: it may lead to somebody else, and what is said may be secret.
  await refuseTracked(folder);
  try {
    if (!isOwnSocket(file.socket)) throw new UserError('engine-gone', 'Its socket is gone.');
    const client = await EngineClient.attach({ socket: file.socket, token: file.token, ...options });
    return { kind: 'engine', client, file };
  } catch (error) {
    if (!isUserError(error)) throw error;
    switch (error.code) {
      case 'engine-gone':
        return (await isRunning(file)) ? { kind: 'leaving', file } : { kind: 'none' };
      case 'engine-closed':
        // Somebody else may listen at the path that a dead engine left behind.
        return (await isRunning(file)) ? { kind: 'hangs-up', file } : { kind: 'none' };
      case engineStoppingCode:
        return { kind: 'leaving', file };
      case 'engine-silent':
        return { kind: 'silent', file };
      default:
        return { kind: 'refuses', file, error };
    }
  }
}

/** What an engine's start and the time in its file may lie apart, milliseconds: it loads its program in between. */
const longestStartMs = 60_000;

/** What clocks and their rounding may differ by, milliseconds. */
const toleranceMs = 2000;

/**
 * Whether the process that wrote the file still runs. Its id may be another process's by now, or the file may come
 * from somebody else: only a process that began when the file says is taken for the engine.
 */
export async function isRunning(file: EngineFile): Promise<boolean> {
  const began = await processStartedAt(file.pid);
  const noted = Date.parse(file.startedAt);
  return began !== null && began >= noted - longestStartMs && began <= noted + toleranceMs;
}

/** A workspace may come from anybody, and so may the path that it names: only sockets of this user are talked to. */
function isOwnSocket(path: string): boolean {
  if (process.platform === 'win32') return path.startsWith('\\\\.\\pipe\\dodeca-');
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats?.isSocket() === true && stats.uid === process.getuid?.();
}
