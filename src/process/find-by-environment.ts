import { captureOutput } from './capture-output.ts';
import { readProcFile } from './proc-file.ts';
import { linuxPids } from './process-table.ts';

/** A variable and its value that a process was started with, and its descendants after it. */
export interface EnvironmentMark {
  readonly name: string;
  readonly value: string;
}

/**
 * The processes of this user that were started with `NAME=VALUE` in their environment. On Linux from /proc; on macOS
 * from `ps`, which does not tell the environment of the system's own programs; Windows cannot tell, so none.
 */
export async function findByEnvironment(mark: EnvironmentMark): Promise<readonly number[]> {
  if (process.platform === 'linux') return linuxPids().filter((pid) => hasLinuxMark(pid, mark));
  if (process.platform === 'win32') return [];
  return parsePsEnvironment(await listing(), mark);
}

/** Whether a process of Linux was started with the mark; false where it is gone or another user's. */
export function hasLinuxMark(pid: number, mark: EnvironmentMark): boolean {
  const environment = readProcFile(`/proc/${pid}/environ`);
  if (environment === null) return false;
  const wanted = Buffer.from(`${mark.name}=${mark.value}\0`);
  for (let at = environment.indexOf(wanted); at >= 0; at = environment.indexOf(wanted, at + 1)) {
    if (at === 0 || environment[at - 1] === 0) return true;
  }
  return false;
}

/** The output of `ps -axwwE -o pid=,command=`: command and environment follow the id, separated by spaces. */
export function parsePsEnvironment(text: string, mark: EnvironmentMark): number[] {
  const wanted = ` ${mark.name}=${mark.value} `;
  const pids: number[] = [];
  for (const line of text.split('\n')) {
    if (!`${line} `.includes(wanted)) continue;
    const pid = Number.parseInt(line, 10);
    if (pid > 0) pids.push(pid);
  }
  return pids;
}

let waiting: Promise<string> | null = null;
let running: Promise<unknown> = Promise.resolve();

/** One `ps` serves everybody who asked before it was started. */
function listing(): Promise<string> {
  if (waiting !== null) return waiting;
  const turn = running.then(async () => {
    waiting = null;
    return (await captureOutput('ps', ['-axwwE', '-o', 'pid=,command='])) ?? '';
  });
  waiting = turn;
  running = turn;
  return turn;
}
