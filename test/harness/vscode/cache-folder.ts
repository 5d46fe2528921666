import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where what is installed for tests is kept, for every checkout of this user: outside the project, and reused. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const { XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = env;
  if (xdg?.startsWith('/')) return join(xdg, 'dodeca');
  if (process.platform === 'win32' && local) return join(local, 'dodeca');
  return join(homedir(), '.cache', 'dodeca');
}
