import { setTimeout as sleep } from 'node:timers/promises';
import { findByEnvironment } from '../../../src/process/find-by-environment.ts';
import { readProcFile } from '../../../src/process/proc-file.ts';
import { temporaryFolderOf } from './server-environment.ts';

/** The processes that a window of this folder has started, and theirs, also such as have left it. None on Windows. */
export function processesOf(folder: string): Promise<readonly number[]> {
  return findByEnvironment({ name: 'TMPDIR', value: temporaryFolderOf(folder) });
}

/** Waits until they have all ended; answers with those that have not after so many milliseconds. */
export async function endOfProcesses(folder: string, patienceMs: number): Promise<readonly number[]> {
  const until = performance.now() + patienceMs;
  for (;;) {
    const left = await processesOf(folder);
    if (left.length === 0 || performance.now() > until) return left;
    await sleep(100);
  }
}

/** The id of a process, and its command line where the system tells it as Linux does. */
export function describeProcess(pid: number): string {
  const words = readProcFile(`/proc/${pid}/cmdline`)?.toString().replaceAll('\0', ' ');
  return `${pid} ${words ?? ''}`.trim();
}
