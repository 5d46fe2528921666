import { readdirSync } from 'node:fs';
import { captureOutput } from './capture-output.ts';
import { readProcFile } from './proc-file.ts';

/** One process that runs; what has ended and is not collected yet (a zombie) is none. */
export interface ProcessEntry {
  readonly pid: number;
  readonly ppid: number;
  /** Process group; 0 on Windows, which has none. */
  readonly pgid: number;
  /** When it began: Linux clock ticks since boot, elsewhere milliseconds since the epoch. Compare on one machine only. */
  readonly start: number;
}

/** All processes: from /proc on Linux, from `ps` on macOS and other Unix systems, from CIM on Windows (about half a second). */
export async function processTable(): Promise<readonly ProcessEntry[]> {
  if (process.platform === 'linux') return linuxProcessTable();
  if (process.platform === 'win32') return windowsProcessTable();
  return parsePs((await captureOutput('ps', ['-axo', 'pid=,ppid=,pgid=,stat=,lstart='])) ?? '');
}

function linuxProcessTable(): ProcessEntry[] {
  const table: ProcessEntry[] = [];
  for (const pid of linuxPids()) {
    const entry = linuxProcess(pid);
    if (entry !== null) table.push(entry);
  }
  return table;
}

/** The process ids that /proc lists now. */
export function linuxPids(): number[] {
  const pids: number[] = [];
  for (const name of readdirSync('/proc')) {
    const first = name.charCodeAt(0);
    if (first >= 48 && first <= 57) pids.push(Number(name));
  }
  return pids;
}

/** One process of Linux by its id, or null where none runs. */
export function linuxProcess(pid: number): ProcessEntry | null {
  const stat = readProcFile(`/proc/${pid}/stat`);
  return stat === null ? null : parseStat(stat.toString('latin1', 0, stat.length));
}

/** A line of /proc/PID/stat (proc_pid_stat(5)); null for what has ended. */
export function parseStat(line: string): ProcessEntry | null {
  // The second field, the name in parentheses, may hold spaces and parentheses itself.
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  const state = fields[0] ?? '';
  const threads = Number(fields[17]);
  // A process whose first thread ended looks like a zombie while its other threads run on.
  if (state === '' || state === 'X' || (state === 'Z' && threads <= 1)) return null;
  return {
    pid: Number.parseInt(line, 10),
    ppid: Number(fields[1]),
    pgid: Number(fields[2]),
    start: Number(fields[19]),
  };
}

/** The output of `ps -axo pid=,ppid=,pgid=,stat=,lstart=`. */
export function parsePs(text: string): ProcessEntry[] {
  const table: ProcessEntry[] = [];
  for (const line of text.split('\n')) {
    const match = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(.+?)\s*$/.exec(line);
    if (match === null || match[4]?.startsWith('Z')) continue;
    table.push({
      pid: Number(match[1]),
      ppid: Number(match[2]),
      pgid: Number(match[3]),
      start: Date.parse(match[5] ?? ''),
    });
  }
  return table;
}

const cimQuery =
  'Get-CimInstance Win32_Process | Where-Object CreationDate | ForEach-Object { ' +
  '"$($_.ProcessId) $($_.ParentProcessId) $(([DateTimeOffset]$_.CreationDate).ToUnixTimeMilliseconds())" }';

let running: Promise<unknown> = Promise.resolve();
let waiting: Promise<readonly ProcessEntry[]> | null = null;

/** One query serves everybody who asked before it was started. */
function windowsProcessTable(): Promise<readonly ProcessEntry[]> {
  waiting ??= running.then(async () => {
    waiting = null;
    const output = await captureOutput('powershell.exe', [
      '-NoProfile',
      '-NonInteractive',
      '-Command',
      cimQuery,
    ]);
    return parseCim(output ?? '');
  });
  running = waiting;
  return waiting;
}

/** The output of the query of Windows' processes: id, parent and start, one process a line. */
export function parseCim(text: string): ProcessEntry[] {
  const table: ProcessEntry[] = [];
  for (const line of text.split('\n')) {
    const match = /^(\d+) (\d+) (\d+)\s*$/.exec(line);
    if (match === null) continue;
    table.push({ pid: Number(match[1]), ppid: Number(match[2]), pgid: 0, start: Number(match[3]) });
  }
  return table;
}

/**
 * The ids given and those of all their descendants. A child that began before its parent is none: Windows keeps the
 * id of a parent that has ended, and gives it to others.
 */
export function withDescendants(table: readonly ProcessEntry[], roots: Iterable<number>): Set<number> {
  const children = new Map<number, ProcessEntry[]>();
  const starts = new Map<number, number>();
  for (const entry of table) {
    starts.set(entry.pid, entry.start);
    const siblings = children.get(entry.ppid);
    if (siblings) siblings.push(entry);
    else children.set(entry.ppid, [entry]);
  }
  const found = new Set(roots);
  // A set is walked in order of insertion, what is added meanwhile included.
  for (const pid of found) {
    const start = starts.get(pid);
    for (const child of children.get(pid) ?? []) {
      if (start === undefined || child.start >= start) found.add(child.pid);
    }
  }
  return found;
}
