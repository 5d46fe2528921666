import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { errorMessage } from '../../common/errors.ts';
import { endTree, sendSignal } from '../../process/kill-tree.ts';
import { commandEnvironment } from '../command-environment.ts';
import { endCommand } from '../end-command.ts';

export interface ProcessToRun {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly verbatim: boolean;
  readonly timeoutMs: number;
}

/** One run of a process, which has ended with all that it started. */
export interface RunResult {
  readonly pid: number | null;
  /** Milliseconds from the start to the end of the process. */
  readonly wallMs: number;
  /** Why the run counts for nothing, for people; null where it went well. */
  readonly failure: string | null;
  /** The end of what it wrote to standard error. */
  readonly errors: string;
}

/** Characters of standard error that are kept. */
const kept = 2000;

/** A timer that is set for longer goes off at once. */
const longestTimerMs = 2 ** 31 - 1;

/** Processes that run now, each the leader of its group. */
const running = new Set<number>();

/**
 * Runs a process to its end; its standard output goes nowhere, its standard input is empty.
 *
 * @param onStart is told the process id
 */
export function runOnce(
  { file, args, cwd, verbatim, timeoutMs }: ProcessToRun,
  onStart: (pid: number) => void = () => undefined,
): Promise<RunResult> {
  listenForSignals();
  const mark = { name: 'DODECA_PROFILED_RUN', value: randomUUID() };
  const since = Date.now();
  const started = performance.now();
  return new Promise((resolve) => {
    const child = spawn(file, [...args], {
      cwd,
      env: commandEnvironment(process.env, { [mark.name]: mark.value }),
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
      windowsVerbatimArguments: verbatim,
      // Node starts such files only by a shell.
      shell: process.platform === 'win32' && /\.(cmd|bat)$/i.test(file),
    });
    const pid = child.pid ?? null;
    if (pid !== null) {
      running.add(pid);
      onStart(pid);
    }
    let errors = '';
    let timedOut = false;
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors = (errors + text).slice(-kept);
    });
    const end = (failure: string | null): void => {
      clearTimeout(timer);
      const wallMs = performance.now() - started;
      const done = (): void => {
        if (pid !== null) running.delete(pid);
        child.stderr.destroy();
        resolve({ pid, wallMs, failure, errors: errors.trim() });
      };
      if (pid === null) {
        done();
        return;
      }
      // What it left in the background would disturb the next run. Its last words are read meanwhile.
      endCommand({ pid, mark, since }, 0).then(done, done);
    };
    const timer = setTimeout(
      () => {
        timedOut = true;
        if (pid !== null) void endTree({ pid, mark, since }, 0).done;
      },
      Math.min(timeoutMs, longestTimerMs),
    );
    child.on('error', (error) => end(`it could not be started: ${errorMessage(error)}`));
    child.on('exit', (code, signal) => {
      if (timedOut) end(`it took longer than with.timeout, ${timeoutMs / 1000} s`);
      else if (signal !== null) end(`it was ended by ${signal}`);
      else end(code === 0 ? null : `it ended with exit code ${code}`);
    });
  });
}

function endGroup(pid: number): void {
  if (process.platform !== 'win32') sendSignal(-pid, 'SIGKILL');
}

let listening = false;

/** A process that is told to end takes what it started with it. */
function listenForSignals(): void {
  if (listening) return;
  listening = true;
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.once(signal, () => {
      for (const pid of running) endGroup(pid);
      process.kill(process.pid, signal);
    });
  }
}
