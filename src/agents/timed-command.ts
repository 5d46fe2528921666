import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { endTree, type ProcessTree } from '../process/kill-tree.ts';
import { spawnProcess } from '../process/spawn-process.ts';
import { endCommand } from './end-command.ts';
import type { ProgramCall } from './shell-command.ts';

/** A command of the workspace, and how long it may take. */
export interface TimedCommand extends ProgramCall {
  /** An absolute path. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Milliseconds. */
  readonly timeoutMs: number;
  /** The variable by which everything that descends from the command is known. */
  readonly markVariable: string;
  /** Hears whole lines of both outputs as they come; a line without an end in pieces. */
  onText(text: string): void;
}

/** How a command ended. Whatever it started has ended too. */
export type CommandEnd = { readonly durationMs: number } & (
  | { readonly kind: 'exited'; readonly exitCode: number | null; readonly signal: string | null }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'not-started'; readonly reason: string }
);

/** Milliseconds that a process may take to end by itself. */
const graceMs = 2000;
/** Milliseconds that the last output may take to come when nobody is left who writes it. */
const lastOutputMs = 1000;
/** The longest time that a timer takes, milliseconds. */
const longestTimer = 2 ** 31 - 1;
/** A line without an end is passed on in pieces of so many characters. */
const longestLine = 64 * 1024;

const running = new Set<ProcessTree>();
let stopping = false;

/** Runs a command to its end, or ends it and all that it started when its time is up. */
export async function runTimed(command: TimedCommand): Promise<CommandEnd> {
  listenForSignals();
  const started = performance.now();
  const lasted = () => performance.now() - started;
  const mark = { name: command.markVariable, value: randomUUID() };
  const { file, args, cwd, verbatim = false } = command;
  const env = { ...command.env, [mark.name]: mark.value };
  const since = Date.now();
  const spawned = await spawnProcess({ file, args, cwd, env, verbatim });
  if (!spawned.ok) return { kind: 'not-started', reason: spawned.error.reason, durationMs: lasted() };
  const child = spawned.value;
  const tree = { pid: child.pid, mark, since };
  running.add(tree);
  for (const stream of [child.stdout, child.stderr]) passLines(stream, command.onText);
  const inTime = await within(child.exited, Math.min(command.timeoutMs, longestTimer));
  const durationMs = lasted();
  // What a command leaves running would go on for ever, and hold its output open.
  await endCommand(tree, graceMs);
  if ((await within(child.closed, lastOutputMs)) === late) {
    child.stdout.destroy();
    child.stderr.destroy();
  }
  running.delete(tree);
  // The process is about to end: what it was doing is no result.
  if (stopping) await new Promise(() => undefined);
  if (inTime === late) return { kind: 'timeout', durationMs };
  return { kind: 'exited', ...inTime, durationMs };
}

const late = Symbol('late');

function within<T>(promise: Promise<T>, ms: number): Promise<T | typeof late> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(late), ms);
    void promise.then((value) => {
      clearTimeout(timer);
      resolve(value);
    });
  });
}

/** Both outputs come through one hole: only whole lines keep them apart. */
function passLines(stream: Readable, onText: (text: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const text = rest + chunk;
    const end = text.length > longestLine ? text.length : text.lastIndexOf('\n') + 1;
    rest = text.slice(end);
    if (end > 0) onText(text.slice(0, end));
  });
  stream.on('close', () => {
    if (rest !== '') onText(`${rest}\n`);
  });
  stream.on('error', () => {
    // `closed` tells that there is nothing more to read.
  });
}

let listening = false;

/** A process that is told to end takes what it started with it. */
function listenForSignals(): void {
  if (listening) return;
  listening = true;
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.once(signal, () => {
      stopping = true;
      const ends = [...running].map((tree) => endTree(tree, graceMs / 2).done);
      void Promise.all(ends).then(() => process.kill(process.pid, signal));
    });
  }
}
