import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isExecutable } from '../../process/find-program.ts';
import { readProcFile } from '../../process/proc-file.ts';
import { type ProcessToRun, type RunResult, runOnce } from './run-once.ts';

/** A timed run. */
export interface MeasuredRun extends RunResult {
  /** User and system time of the process and of the children that it waited for, milliseconds; null: not known. */
  readonly cpuMs: number | null;
  /** Largest resident memory, bytes; null: not known. */
  readonly peakRssBytes: number | null;
}

/** Measures what runs use. */
export interface ResourceMeter {
  /** What it measures by, for people. */
  readonly method: string;
  run(process: ProcessToRun): Promise<MeasuredRun>;
}

/** Milliseconds between two looks at the memory of a process, where nothing but looking helps. */
const lookEveryMs = 5;
/** Linux counts the time of processes for programs in hundredths of a second, on every machine. */
const tickMs = 10;

/** The best meter that this machine has. */
export async function resourceMeter(): Promise<ResourceMeter> {
  const program = '/usr/bin/time';
  if (process.platform !== 'win32' && isExecutable(program)) {
    for (const meter of [
      timeMeter('GNU time', program, ['-q', '-f', '%U %S %M']),
      timeMeter('BSD time', program, ['-l']),
    ]) {
      const probe = { file: '/bin/sh', args: ['-c', ':'], cwd: '/', verbatim: false, timeoutMs: 10_000 };
      if ((await meter.run(probe)).peakRssBytes !== null) return meter;
    }
  }
  if (process.platform === 'linux') return procMeter;
  return {
    method: 'wall time alone: this system has no /usr/bin/time',
    run: async (request) => ({ ...(await runOnce(request)), cpuMs: null, peakRssBytes: null }),
  };
}

function timeMeter(name: string, program: string, options: readonly string[]): ResourceMeter {
  return {
    method: `${program} (${name}; CPU time in steps of 10 ms, memory of the largest single process)`,
    async run(request) {
      const folder = mkdtempSync(join(tmpdir(), 'dodeca-time-'));
      const output = join(folder, 'time');
      try {
        const args = [...options, '-o', output, request.file, ...request.args];
        const result = await runOnce({ ...request, file: program, args });
        return { ...result, ...parseTimeOutput(readOrEmpty(output)) };
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return ''; // It refused its options: whoever reads this sees that there is nothing.
  }
}

/** What GNU time says by `-f '%U %S %M'` (seconds, KiB), and BSD time by `-l` (seconds, bytes). */
export function parseTimeOutput(text: string): Pick<MeasuredRun, 'cpuMs' | 'peakRssBytes'> {
  const gnu = /^([\d.]+) ([\d.]+) (\d+)\s*$/m.exec(text);
  if (gnu !== null) return { cpuMs: seconds(gnu[1]) + seconds(gnu[2]), peakRssBytes: Number(gnu[3]) * 1024 };
  const cpu = /([\d.,]+) user\s+([\d.,]+) sys/.exec(text);
  const memory = /(\d+)\s+maximum resident set size/.exec(text);
  if (cpu === null || memory === null) return { cpuMs: null, peakRssBytes: null };
  return { cpuMs: seconds(cpu[1]) + seconds(cpu[2]), peakRssBytes: Number(memory[1]) };
}

function seconds(text = '0'): number {
  return Math.round(Number(text.replace(',', '.')) * 1000);
}

/** Linux without `time`: the kernel adds a child's time to ours when it ends; its memory is looked at while it runs. */
const procMeter: ResourceMeter = {
  method: '/proc (CPU time in steps of 10 ms, memory of the process itself, looked at every 5 ms)',
  async run(request) {
    const before = childTicks();
    let peakKiB: number | null = null;
    let looking: NodeJS.Timeout | undefined;
    const result = await runOnce(request, (pid) => {
      looking = setInterval(() => {
        peakKiB = highWaterKiB(readProcFile(`/proc/${pid}/status`)?.toString('latin1') ?? '') ?? peakKiB;
      }, lookEveryMs);
    });
    clearInterval(looking);
    const after = childTicks();
    return {
      ...result,
      cpuMs: before === null || after === null ? null : (after - before) * tickMs,
      peakRssBytes: peakKiB === null ? null : peakKiB * 1024,
    };
  },
};

/** The high water mark of a /proc/PID/status, KiB; null where it has none. */
export function highWaterKiB(status: string): number | null {
  const found = /^VmHWM:\s*(\d+) kB/m.exec(status);
  return found === null ? null : Number(found[1]);
}

function childTicks(): number | null {
  const stat = readProcFile('/proc/self/stat')?.toString('latin1');
  return stat === undefined ? null : waitedChildTicks(stat);
}

/** `cutime` and `cstime` of a line of /proc/PID/stat, proc_pid_stat(5), in ticks; null where they are not there. */
export function waitedChildTicks(line: string): number | null {
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[13]) + Number(fields[14]);
  return Number.isFinite(ticks) ? ticks : null;
}
