import { readlinkSync } from 'node:fs';
import { captureOutput } from './capture-output.ts';
import { processTable, withDescendants } from './process-table.ts';

/**
 * The first of a process and its descendants, the eldest first, whose program is wanted; null where there is none. On
 * Windows, which does not tell programs cheaply, the process itself.
 *
 * @param isWanted asked with the path of a program, or its name where the system tells no more
 */
export async function programInTree(
  pid: number,
  isWanted: (program: string) => boolean,
): Promise<number | null> {
  if (process.platform === 'win32') return pid;
  const family = withDescendants(await processTable(), [pid]);
  for (const member of family) {
    const program = await programOf(member);
    if (program !== null && isWanted(program)) return member;
  }
  return null;
}

async function programOf(pid: number): Promise<string | null> {
  if (process.platform !== 'linux')
    return (await captureOutput('ps', ['-o', 'comm=', '-p', String(pid)]))?.trim() ?? null;
  try {
    return readlinkSync(`/proc/${pid}/exe`).replace(/ \(deleted\)$/, '');
  } catch {
    return null; // Ended meanwhile, or another user's.
  }
}
