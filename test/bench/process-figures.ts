import { readFileSync } from 'node:fs';

/** Milliseconds that a process has spent on processors, its children not counted; NaN where the system does not tell. */
export function cpuTime(pid: number): number {
  const stat = procFile(pid, 'stat');
  if (stat === null) return Number.NaN;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // Clock ticks are hundredths of a second for every program on Linux (USER_HZ).
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Resident memory of a process now and at its highest, MiB; NaN where the system does not tell. */
export function memoryOf(pid: number): { readonly nowMiB: number; readonly peakMiB: number } {
  const status = procFile(pid, 'status') ?? '';
  const kib = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? Number.NaN);
  return { nowMiB: kib('VmRSS') / 1024, peakMiB: kib('VmHWM') / 1024 };
}

function procFile(pid: number, name: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'latin1');
  } catch {
    return null; // Not Linux, or it has ended.
  }
}
