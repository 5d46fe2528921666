import { readFileSync } from 'node:fs';
import { linuxProcess, processTable } from './process-table.ts';

let boot: string | undefined;

function bootId(): string {
  boot ??= readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
  return boot;
}

/**
 * When a process began, in the system's own notation; with the process id it names one process for ever. On Linux
 * the boot and the clock ticks since it, at the price of one read; null elsewhere, where asking costs a process,
 * and where the process has ended.
 */
export function processStart(pid: number): string | null {
  if (process.platform !== 'linux') return null;
  const entry = linuxProcess(pid);
  return entry === null ? null : `${bootId()}:${entry.start}`;
}

/** Milliseconds since the epoch at which a running process began (to the second), or null where it does not run. */
export async function processStartedAt(pid: number): Promise<number | null> {
  if (process.platform === 'linux') {
    const entry = linuxProcess(pid);
    const booted = /^btime (\d+)$/m.exec(readFileSync('/proc/stat', 'latin1'))?.[1];
    // Clock ticks are hundredths of a second for every program on Linux (USER_HZ).
    return entry === null || booted === undefined ? null : Number(booted) * 1000 + entry.start * 10;
  }
  return (await processTable()).find((entry) => entry.pid === pid)?.start ?? null;
}

/** What clocks and their rounding may differ by, milliseconds. */
const tolerance = 2000;

/**
 * Whether the process that has this id now is the one that had it at `notedAt` (milliseconds since the epoch). By
 * its start where that was noted; otherwise it is another one exactly if it began later than it was noted.
 */
export async function isSameProcess(pid: number, start: string | null, notedAt: number): Promise<boolean> {
  if (start !== null && process.platform === 'linux') return processStart(pid) === start;
  const startedAt = await processStartedAt(pid);
  return startedAt !== null && startedAt <= notedAt + tolerance;
}
