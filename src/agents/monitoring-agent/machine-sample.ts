import { statfs } from 'node:fs/promises';
import { cpus, freemem, loadavg, totalmem } from 'node:os';
import { captureOutput } from '../../process/capture-output.ts';
import { readProcFile } from '../../process/proc-file.ts';

/** Time that processors spent since they started, in units that only their shares matter of. */
export interface CpuTimes {
  readonly busy: number;
  readonly all: number;
}

/** What the machine looks like at one moment; null is what this system does not tell. */
export interface MachineSample {
  readonly load1m: number | null;
  readonly cpu: CpuTimes | null;
  /** Bytes. */
  readonly memoryTotal: number;
  readonly memoryAvailable: number | null;
  /** Of the disk of the workspace, bytes: what this user can have, and what is free to him and taken together. */
  readonly diskFree: number | null;
  readonly diskSize: number | null;
}

/** Looks at the machine. */
export async function machineSample(workspace: string): Promise<MachineSample> {
  const disk = await statfs(workspace).catch(() => null); // Some network disks do not tell.
  return {
    // Windows knows no load.
    load1m: process.platform === 'win32' ? null : (loadavg()[0] ?? null),
    cpu: cpuTimes(),
    memoryTotal: totalmem(),
    memoryAvailable: await availableMemory(),
    diskFree: disk && disk.bavail * disk.bsize,
    // As `df` does it: what is reserved for the system counts neither as free nor as taken.
    diskSize: disk && (disk.blocks - disk.bfree + disk.bavail) * disk.bsize,
  };
}

function cpuTimes(): CpuTimes | null {
  const stat = process.platform === 'linux' ? readProcFile('/proc/stat')?.toString('latin1') : undefined;
  return (stat === undefined ? null : parseProcStat(stat)) ?? cpuTimesOfNode();
}

function cpuTimesOfNode(): CpuTimes | null {
  const processors = cpus();
  if (processors.length === 0) return null;
  let busy = 0;
  let all = 0;
  for (const { times } of processors) {
    const working = times.user + times.nice + times.sys + times.irq;
    busy += working;
    all += working + times.idle;
  }
  return { busy, all };
}

/** The line of all processors in /proc/stat, proc_stat(5); null where it is not there. Waiting for a disk is idle. */
export function parseProcStat(text: string): CpuTimes | null {
  const line = /^cpu +([\d ]+)$/m.exec(text)?.[1];
  if (line === undefined) return null;
  const [user = 0, nice = 0, system = 0, idle = 0, wait = 0, irq = 0, softirq = 0, steal = 0] = line
    .split(' ')
    .map(Number);
  const busy = user + nice + system + irq + softirq + steal;
  return { busy, all: busy + idle + wait };
}

/** The share of the time between two looks in which processors were busy, 0 to 1; null where no time passed. */
export function busyShare(before: CpuTimes | null, after: CpuTimes | null): number | null {
  if (before === null || after === null || after.all <= before.all) return null;
  return Math.min(1, Math.max(0, (after.busy - before.busy) / (after.all - before.all)));
}

async function availableMemory(): Promise<number | null> {
  if (process.platform === 'linux')
    return parseMeminfo(readProcFile('/proc/meminfo')?.toString('latin1') ?? '') ?? freemem();
  if (process.platform !== 'darwin') return freemem();
  // What Node calls free there leaves out the caches that macOS gives back at once.
  const printed = await captureOutput('vm_stat', []);
  return printed === null ? null : parseVmStat(printed);
}

/** `MemAvailable` of /proc/meminfo, bytes; null where it is not there. */
export function parseMeminfo(text: string): number | null {
  const kib = /^MemAvailable:\s+(\d+) kB$/m.exec(text)?.[1];
  return kib === undefined ? null : Number(kib) * 1024;
}

/** What `vm_stat` of macOS says is free, or can be made free at once, bytes; null where it says something else. */
export function parseVmStat(text: string): number | null {
  const page = /page size of (\d+) bytes/.exec(text)?.[1];
  const pages = ['free', 'inactive', 'speculative', 'purgeable'].map((name) =>
    Number(new RegExp(`^Pages ${name}:\\s+(\\d+)\\.`, 'm').exec(text)?.[1] ?? Number.NaN),
  );
  const total = pages.filter(Number.isFinite).reduce((sum, count) => sum + count, 0);
  return page === undefined || total === 0 ? null : total * Number(page);
}
