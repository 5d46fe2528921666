import { join } from 'node:path';

/**
 * A path of the workspace as the engine is to be told it: what is relative is relative to the folder in which the agent
 * was started, and `cwd:` may name another one.
 */
export function toldPath(workspace: string, path: string): string {
  return process.cwd() === workspace ? path : join(workspace, path);
}
