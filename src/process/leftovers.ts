import { type EnvironmentMark, findByEnvironment, hasLinuxMark } from './find-by-environment.ts';
import { sendSignal } from './kill-tree.ts';
import { hasJustEnded, isLive, isStarter } from './own-processes.ts';
import { readProcFile } from './proc-file.ts';
import { linuxPids, linuxProcess } from './process-table.ts';

/** After so long the system's process ids may have gone round, milliseconds. */
const wrapMs = 2000;

/** So many ids are asked one by one; for more, /proc is listed. */
const fewIds = 128;

/**
 * Whether something of a tree may still run right after its main process has ended: a member of its group, or a
 * process that carries its mark. On Linux this costs microseconds: only ids younger than the main process are asked,
 * and the newest id is in /proc/loadavg (proc_loadavg(5)). False on Windows, which can answer neither.
 *
 * @param lifeMs how long the main process has lived, milliseconds
 */
export function mayHaveLeftovers(
  pid: number,
  mark: EnvironmentMark,
  lifeMs: number,
): boolean | Promise<boolean> {
  if (process.platform === 'win32') return false;
  if (sendSignal(-pid, 0)) return true;
  if (process.platform === 'linux')
    return linuxCandidates(pid, lifeMs).some((other) => hasLinuxMark(other, mark));
  return findByEnvironment(mark).then((pids) => pids.length > 0);
}

function linuxCandidates(pid: number, lifeMs: number): readonly number[] {
  const newest = newestPid();
  const ordered = newest !== null && newest >= pid && lifeMs < wrapMs;
  if (!ordered) return linuxPids().filter((other) => !isLive(other));
  if (newest - pid > fewIds) return linuxPids().filter((other) => other > pid && !isLive(other));
  const candidates: number[] = [];
  for (let other = pid + 1; other <= newest; other++) {
    if (!isLive(other) && !hasJustEnded(other) && !isMain(other)) candidates.push(other);
  }
  return candidates;
}

/** Whether a process is a main process itself. Asking for its parent first spares waiting until its program is loaded. */
function isMain(pid: number): boolean {
  const entry = linuxProcess(pid);
  return entry === null || isStarter(entry.ppid);
}

/** The id that the system gave last, threads included; null where it is not told. */
function newestPid(): number | null {
  const load = readProcFile('/proc/loadavg');
  const text = load?.toString('latin1', 0, load.length) ?? '';
  const newest = Number.parseInt(text.slice(text.lastIndexOf(' ') + 1), 10);
  return newest > 0 ? newest : null;
}
