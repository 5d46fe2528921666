import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** How long a look-up is remembered, milliseconds: long enough for a run of a thousand, short enough for an installation. */
const rememberMs = 3000;

const remembered = new Map<string, { readonly path: string | null; readonly until: number }>();

/** The path of a program by its name, as a shell finds it on `PATH` (and by `PATHEXT` on Windows); null where there is none. */
export function findProgram(name: string, env: Environment): string | null {
  const path = variable(env, 'PATH') ?? '';
  const key = `${name}\0${path}`;
  const now = performance.now();
  const known = remembered.get(key);
  if (known !== undefined && known.until > now) return known.path;
  if (remembered.size >= 1000) remembered.clear();
  const found = lookUp(name, path, env);
  remembered.set(key, { path: found, until: now + rememberMs });
  return found;
}

function lookUp(name: string, path: string, env: Environment): string | null {
  const windows = process.platform === 'win32';
  const hasExtension = /\.[^./\\]+$/.test(name);
  const endings =
    windows && !hasExtension ? (variable(env, 'PATHEXT') ?? '.COM;.EXE;.BAT;.CMD').split(';') : [''];
  for (const folder of path.split(delimiter)) {
    // An empty entry means the current folder to a shell; the engine's is nobody's business.
    if (folder === '') continue;
    for (const ending of endings) {
      const candidate = join(folder, name + ending);
      if (isExecutable(candidate)) return candidate;
    }
  }
  return null;
}

/** Whether a path names a file that this user may execute; on Windows, any file. */
export function isExecutable(path: string): boolean {
  try {
    return (statSync(path, { throwIfNoEntry: false })?.isFile() ?? false) && mayExecute(path);
  } catch {
    return false; // No permission on the way there, which is an answer.
  }
}

/** Whether this user may execute what is known to exist. */
export function mayExecute(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // No permission, which is an answer.
  }
}

/** A variable of an environment; Windows does not care about its case. */
export function variable(env: Environment, name: string): string | undefined {
  const exact = env[name];
  if (exact !== undefined || process.platform !== 'win32') return exact;
  for (const [key, value] of Object.entries(env)) if (key.toUpperCase() === name.toUpperCase()) return value;
  return undefined;
}
