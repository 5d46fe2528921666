import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Variables that a VS Code hands to what it starts, and that would lead another one astray. */
const ofAnotherVscode =
  /^(VSCODE_(IPC|GIT|PID|CWD|NLS|CODE_CACHE|CRASH|ESM|HANDLES|L10N|AGENT|DEV|PORTABLE|CLI|INJECTION|NONCE|PROXY|RECONNECTION)|ELECTRON_|CODE_SERVER_)/;

/**
 * The environment of a server and of all it starts. Sockets, temporary files and caches lie below the folder of the
 * server, which also marks its processes: see `processesOf`.
 */
export function serverEnvironment(folder: string, env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const temporary = temporaryFolderOf(folder);
  mkdirSync(temporary, { recursive: true, mode: 0o700 });
  const kept = Object.entries(env).filter(
    ([name]) => !ofAnotherVscode.test(name) && name !== 'NODE_OPTIONS' && !name.startsWith('npm_'),
  );
  return {
    ...Object.fromEntries(kept),
    // code-server reads this: there is no gallery, and nobody is asked for one.
    EXTENSIONS_GALLERY: '{}',
    TMPDIR: temporary,
    XDG_RUNTIME_DIR: temporary,
    XDG_CACHE_HOME: join(folder, 'c'),
  };
}

/** The TMPDIR of everything that a server of this folder starts. */
export function temporaryFolderOf(folder: string): string {
  return join(folder, 't');
}
