import { createHash, randomBytes } from 'node:crypto';
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorCode, UserError } from '../common/errors.ts';

/** Bytes a socket's path may have, without the closing zero: `sun_path` has 108 on Linux and 104 on macOS. */
const maxPathBytes = process.platform === 'darwin' ? 103 : 107;

/** Where an engine listens. */
export interface SocketAddress {
  readonly path: string;
  /** Removes the socket, and the folder if it was made for this socket alone. */
  remove(): void;
}

/**
 * A new address for the engine of a workspace: a socket in a folder that only this user may enter, or a named pipe on
 * Windows. The caller holds the workspace's lock: sockets that earlier engines left behind are removed.
 */
export function newSocketAddress(workspace: string, env: NodeJS.ProcessEnv = process.env): SocketAddress {
  const id = createHash('sha256').update(workspace).digest('hex').slice(0, 12);
  const name = `${id}-${randomBytes(4).toString('hex')}`;
  if (process.platform === 'win32') {
    return {
      path: `\\\\.\\pipe\\dodeca-${name}`,
      remove() {
        // A pipe ends with its last handle.
      },
    };
  }
  const file = `${name}.sock`;
  for (const folder of sharedFolders(env)) {
    const path = join(folder, file);
    if (Buffer.byteLength(path) > maxPathBytes || !isPrivate(folder)) continue;
    removeLeftovers(folder, id);
    return { path, remove: () => rmSync(path, { force: true }) };
  }
  for (const base of [tmpdir(), '/tmp']) {
    // XXXXXX is what mkdtemp replaces.
    if (Buffer.byteLength(join(base, 'dodeca-XXXXXX', 'e.sock')) > maxPathBytes) continue;
    const folder = tryMakeOwn(join(base, 'dodeca-'));
    if (folder) {
      return { path: join(folder, 'e.sock'), remove: () => rmSync(folder, { recursive: true, force: true }) };
    }
  }
  throw new UserError(
    'no-socket-folder',
    `No folder for the engine's socket: neither $XDG_RUNTIME_DIR nor ${tmpdir()} can be written, or their paths are too long. Set XDG_RUNTIME_DIR to a short, writable folder.`,
  );
}

function sharedFolders(env: NodeJS.ProcessEnv): string[] {
  const user = process.getuid?.() ?? 0;
  const runtime = env.XDG_RUNTIME_DIR;
  return [
    ...(runtime?.startsWith('/') ? [join(runtime, 'dodeca')] : []),
    join(tmpdir(), `dodeca-${user}`),
    `/tmp/dodeca-${user}`,
  ];
}

/** Whether a folder exists, after trying to create it, that only this user may enter. */
function isPrivate(folder: string): boolean {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') return false;
  }
  const stats = lstatSync(folder);
  return stats.isDirectory() && stats.uid === process.getuid?.() && (stats.mode & 0o777) === 0o700;
}

function removeLeftovers(folder: string, id: string): void {
  for (const name of readdirSync(folder)) {
    if (name.startsWith(`${id}-`) && name.endsWith('.sock')) rmSync(join(folder, name), { force: true });
  }
}

function tryMakeOwn(prefix: string): string | null {
  try {
    return mkdtempSync(prefix);
  } catch {
    // The next folder is tried; when none is left, the caller says so.
    return null;
  }
}
