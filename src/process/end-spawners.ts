import { setTimeout as sleep } from 'node:timers/promises';
import { type EnvironmentMark, findByEnvironment } from './find-by-environment.ts';
import { sendSignal } from './kill-tree.ts';

/** What the spawners of a workspace's engine carry. */
export function spawnerMark(workspace: string): EnvironmentMark {
  return { name: 'DODECA_SPAWNER', value: workspace };
}

/**
 * Ends the spawners that carry a mark, and resolves when they are gone: those of an engine that was killed may have a
 * start before them that nobody waits for any more.
 */
export async function endSpawners(mark: EnvironmentMark): Promise<void> {
  if (process.platform !== 'linux') return;
  for (let tries = 0; tries < 200; tries++) {
    const pids = await findByEnvironment(mark);
    if (pids.length === 0) return;
    for (const pid of pids) sendSignal(pid, 'SIGKILL');
    await sleep(5);
  }
}
