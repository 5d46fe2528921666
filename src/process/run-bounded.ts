import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { errorMessage } from '../common/errors.ts';
import { sendSignal } from './kill-tree.ts';

export interface BoundedRequest {
  /** A program's path. */
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** After so many milliseconds it is killed, and what it started in its group. */
  readonly timeoutMs: number;
  /** Kills it too. */
  readonly signal?: AbortSignal;
}

/** How a short-lived program ended, and what it said. */
export interface BoundedAnswer {
  /** Null where it was killed, or could not be started. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
}

/** The most characters that are kept of each output: the last ones. */
const mostChars = 64 * 1024;

/** How long outputs are waited for that somebody else holds open when the program has ended, milliseconds. */
const drainMs = 500;

/** Runs a short-lived program to its end; never rejects. */
export function runBounded(request: BoundedRequest): Promise<BoundedAnswer> {
  const { promise, resolve } = Promise.withResolvers<BoundedAnswer>();
  let [stdout, stderr, timedOut] = ['', '', false];
  let child: ChildProcessByStdio<null, Readable, Readable>;
  try {
    child = spawn(request.file, request.args, {
      cwd: request.cwd,
      env: request.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
  } catch (error) {
    return Promise.resolve({ exitCode: null, stdout, stderr: errorMessage(error), timedOut });
  }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout = (stdout + text).slice(-mostChars);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-mostChars);
  });
  const kill = (): void => {
    if (child.pid === undefined) return;
    if (process.platform === 'win32') child.kill();
    else sendSignal(-child.pid, 'SIGKILL');
  };
  const timer = setTimeout(() => {
    timedOut = true;
    kill();
  }, request.timeoutMs);
  request.signal?.addEventListener('abort', kill);
  if (request.signal?.aborted) kill();
  const finish = (): void => {
    clearTimeout(timer);
    request.signal?.removeEventListener('abort', kill);
    child.stdout.destroy();
    child.stderr.destroy();
    resolve({ exitCode: child.exitCode, stdout, stderr, timedOut });
  };
  child.on('error', (error) => {
    stderr += error.message;
    if (child.pid === undefined) finish();
  });
  child.on('exit', () => setTimeout(finish, drainMs).unref());
  child.on('close', finish);
  return promise;
}
