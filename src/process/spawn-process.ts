import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { errorCode, errorMessage } from '../common/errors.ts';
import { err, ok, type Result } from '../common/result.ts';
import { noteEnd, noteStart } from './own-processes.ts';
import { processStart } from './process-identity.ts';

export interface SpawnRequest {
  /** A program's path; names are not looked up. */
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Windows: the arguments are passed on as they stand, for `cmd`. */
  readonly verbatim?: boolean;
}

/** How a process ended: exactly one of the two is not null. */
export interface ProcessExit {
  readonly exitCode: number | null;
  readonly signal: string | null;
}

/** A process that runs, leader of a group of its own on Unix systems; its standard input is empty. */
export interface SpawnedProcess {
  readonly pid: number;
  /** When the system says it began, see `processStart`. */
  readonly start: string | null;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Resolves when the process has ended; its output may still come. */
  readonly exited: Promise<ProcessExit>;
  /** Resolves when it has ended and both outputs have been read to their end, or were destroyed. */
  readonly closed: Promise<void>;
}

/** Why there is no process. */
export interface SpawnFailure {
  /** The system's code, such as `ENOENT`; `CWD` where the working folder is what is wrong. */
  readonly code: string;
  /** For people. */
  readonly reason: string;
}

/** How a process is started: here, or by somebody else for us. */
export type Spawn = (request: SpawnRequest) => Promise<Result<SpawnedProcess, SpawnFailure>>;

/** Starts a process with its outputs piped. The pipes fill up until somebody reads them. */
export function spawnProcess(request: SpawnRequest): Promise<Result<SpawnedProcess, SpawnFailure>> {
  let child: ChildProcess;
  try {
    child = spawn(request.file, request.args, {
      cwd: request.cwd,
      env: request.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own. On Windows this would open a console window.
      detached: process.platform !== 'win32',
      windowsHide: true,
      windowsVerbatimArguments: request.verbatim ?? false,
    });
  } catch (error) {
    return Promise.resolve(err(describe(request, error)));
  }
  const { pid, stdout, stderr } = child;
  if (pid === undefined || stdout === null || stderr === null) {
    return new Promise((resolve) => {
      child.on('error', (error) => resolve(err(describe(request, error))));
    });
  }
  noteStart(pid);
  const exited = new Promise<ProcessExit>((resolve) => {
    child.on('exit', (exitCode, signal) => {
      noteEnd(pid);
      resolve({ exitCode, signal });
    });
  });
  const closed = new Promise<void>((resolve) => {
    child.on('close', () => resolve());
  });
  return Promise.resolve(ok({ pid, start: processStart(pid), stdout, stderr, exited, closed }));
}

function describe(request: SpawnRequest, error: unknown): SpawnFailure {
  const code = errorCode(error) ?? 'UNKNOWN';
  const cwd = folderProblem(request.cwd);
  if (cwd !== null) return { code: 'CWD', reason: cwd };
  const why = reasons[code];
  const reason =
    why === undefined ? `${request.file} could not be started: ${errorMessage(error)}` : why(request);
  return { code, reason };
}

/** What is wrong with a working folder, for people; null where nothing is. */
export function folderProblem(path: string): string | null {
  try {
    return statSync(path).isDirectory() ? null : `the working folder ${path} is not a folder`;
  } catch (error) {
    const missing = errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR';
    return missing
      ? `the working folder ${path} does not exist`
      : `the working folder ${path} cannot be entered: ${errorMessage(error)}`;
  }
}

const reasons: Readonly<Record<string, ((request: SpawnRequest) => string) | undefined>> = {
  ENOENT: ({ file }) =>
    existsSync(file)
      ? `${file} asks for an interpreter in its first line that does not exist`
      : `${file} does not exist`,
  ENOTDIR: ({ file }) => `${file} does not exist`,
  EACCES: ({ file, cwd }) =>
    `${file} may not be executed, or the folder ${cwd} may not be entered (permission denied)`,
  EPERM: ({ file }) => `${file} may not be executed (not permitted)`,
  ENOEXEC: ({ file }) => `${file} is no program of this system`,
  E2BIG: ({ file }) => `the arguments and the environment of ${file} are larger than the system allows`,
  ENAMETOOLONG: ({ file }) => `the path ${file} is longer than the system allows`,
  ELOOP: ({ file }) => `${file} is a symbolic link that leads back to itself`,
  ETXTBSY: ({ file }) => `${file} is being written and cannot be executed now`,
  EAGAIN: ({ file }) => `${file} could not be started: this user has as many processes as the system allows`,
  ENOMEM: ({ file }) => `${file} could not be started: the memory is full`,
  EMFILE: ({ file }) =>
    `${file} could not be started: the engine has as many files open as the system allows`,
  ENFILE: ({ file }) => `${file} could not be started: the system has as many files open as it can`,
  ERR_INVALID_ARG_VALUE: ({ file }) =>
    `an argument, a variable or the path of ${JSON.stringify(file)} holds a NUL character`,
};
