import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { err, ok, type Result } from '../../common/result.ts';
import { plural } from '../../common/text.ts';
import type { DebugEndpoint } from '../../model/debug.ts';
import type { EnvironmentMark } from '../../process/find-by-environment.ts';
import { endTree, type ProcessTree, type TreeEnd } from '../../process/kill-tree.ts';
import { mayHaveLeftovers } from '../../process/leftovers.ts';
import type {
  ProcessExit,
  Spawn,
  SpawnedProcess,
  SpawnFailure,
  SpawnRequest,
} from '../../process/spawn-process.ts';
import { spawnerLost } from '../../process/spawner-link.ts';
import type { DebugTarget } from './debug-target.ts';
import { debuggerLine } from './debugger-line.ts';
import type { JobHandle, JobObserver, JobResult } from './executor.ts';
import { type OutputOptions, OutputPipeline } from './output-pipeline.ts';

export interface AttemptOptions {
  readonly spawn: Spawn;
  readonly request: SpawnRequest;
  /** The command for people, redacted. */
  readonly title: string;
  readonly output: OutputOptions;
  readonly observer: JobObserver;
  /** What every process of the attempt carries in its environment. */
  readonly mark: EnvironmentMark;
  /** For what is left when the main process has ended, milliseconds. */
  readonly graceMs: number;
  /** What was started under its debugger; null where nothing was. */
  readonly debug: DebugTarget | null;
  /** Lets a debugger into the process of the attempt, see `attachDebugger`. */
  readonly attach: (
    child: Pick<SpawnedProcess, 'pid' | 'stderr'>,
    signal: AbortSignal,
  ) => Promise<Result<DebugEndpoint, string>>;
  /** Takes work that goes on after the result. */
  readonly background: (work: Promise<unknown>) => void;
}

/** How long the output of processes that are out of reach is waited for: in silence, and at most, milliseconds. */
const drain = { silentMs: 500, mostMs: 10_000 };

/** How long debugpy's own process may take to tell its client of the end, milliseconds. */
const lastWordsMs = 300;

/** One process tree from its start to its end. */
export class LocalAttempt implements JobHandle {
  readonly result: Promise<JobResult>;
  readonly #options: AttemptOptions;
  readonly #startedAt = Date.now();
  readonly #ending = new AbortController();
  #child: SpawnedProcess | null = null;
  #endpoint: Promise<Result<DebugEndpoint, string>> | null = null;
  #pid: number | null = null;
  #treeEnd: TreeEnd | null = null;
  #wantedGraceMs: number | null = null;
  readonly #givenUp = Promise.withResolvers<ProcessExit>();
  #over = false;

  constructor(options: AttemptOptions) {
    this.#options = options;
    this.result = this.#run().finally(() => {
      this.#over = true;
    });
  }

  stop(graceMs: number): void {
    if (this.#over) return;
    this.#wantedGraceMs = Math.min(graceMs, this.#wantedGraceMs ?? graceMs);
    if (this.#pid !== null) this.#endTree(this.#pid, graceMs);
  }

  async attachDebugger(): Promise<Result<DebugEndpoint, string>> {
    const child = this.#child;
    if (child === null || this.#ending.signal.aborted) return err('the agent does not run now');
    this.#endpoint ??= this.#options.attach(child, this.#ending.signal);
    const endpoint = await this.#endpoint;
    if (!endpoint.ok) this.#endpoint = null;
    return endpoint;
  }

  async #run(): Promise<JobResult> {
    const { request, observer, title, spawn, mark, graceMs } = this.#options;
    const spawned = await spawn(request);
    if (!spawned.ok) {
      // It may have been started all the same.
      if (spawned.error.code === spawnerLost) await endTree({ pid: null, mark, since: 0 }, graceMs).done;
      return notStarted(request.file, spawned.error);
    }
    const child = spawned.value;
    this.#child = child;
    this.#pid = child.pid;
    observer.onStarted({ pid: child.pid, processStart: child.start, command: title });
    const output = new OutputPipeline(this.#options.output);
    output.attach(child.stdout, child.stderr);
    if (this.#options.debug !== null) this.#endpoint = this.#awaitDebugger(child, this.#options.debug);
    if (this.#wantedGraceMs !== null) this.#endTree(child.pid, this.#wantedGraceMs);
    const exit = await this.#ended(child);
    await drained(child, output);
    await output.finish();
    const { exitCode, signal } = exit;
    const { logBytes } = output;
    return { kind: 'exited', exitCode, signal, ...(logBytes === null ? {} : { logBytes }) };
  }

  /** The debugger that the process was started under: told when it listens. */
  async #awaitDebugger(child: SpawnedProcess, target: DebugTarget): Promise<Result<DebugEndpoint, string>> {
    const { observer } = this.#options;
    const { runtime, program } = target;
    const told = await debuggerLine(child.stderr, this.#ending.signal);
    if (told === null) return err('the agent ended before its debugger listened');
    if (told.kind === 'failed') {
      observer.onWarning(`the agent runs without its debugger, which could not listen on ${told.reason}`);
      return err(`its debugger could not listen on ${told.reason}`);
    }
    const endpoint = { runtime, host: '127.0.0.1', port: told.port, waits: true, program };
    observer.onDebuggable(endpoint);
    return ok(endpoint);
  }

  /** Resolves when the process and whatever it started have ended. */
  async #ended(child: SpawnedProcess): Promise<ProcessExit> {
    const exit = await Promise.race([child.exited, this.#givenUp.promise]);
    this.#ending.abort();
    if (this.#treeEnd === null) await this.#endLeftovers(child);
    await this.#treeEnd?.done;
    this.#pid = null;
    return exit;
  }

  async #endLeftovers(child: SpawnedProcess): Promise<void> {
    const { mark, graceMs, background } = this.#options;
    if (process.platform === 'win32') {
      // Asking Windows takes half a second: it is waited for only where somebody visibly holds the output open.
      const swept = endTree(this.#tree(child.pid), 0).done;
      background(swept);
      await Promise.race([child.closed, swept]);
      return;
    }
    const hasLeftovers = async (): Promise<boolean> =>
      mayHaveLeftovers(child.pid, mark, Date.now() - this.#startedAt);
    if (this.#endpoint !== null) {
      // Nothing is lost of what debugpy has to tell its client; it then ends by itself.
      const until = performance.now() + lastWordsMs;
      while (performance.now() < until && this.#treeEnd === null && (await hasLeftovers())) await sleep(10);
    }
    if (this.#treeEnd !== null) return;
    const left = mayHaveLeftovers(child.pid, mark, Date.now() - this.#startedAt);
    if (left === true || (left !== false && (await left))) this.#endTree(child.pid, graceMs);
  }

  #tree(pid: number): ProcessTree {
    return { pid, mark: this.#options.mark, since: this.#startedAt };
  }

  #endTree(pid: number, graceMs: number): void {
    if (this.#treeEnd !== null) {
      this.#treeEnd.hasten(graceMs);
      return;
    }
    this.#treeEnd = endTree(this.#tree(pid), graceMs);
    void this.#treeEnd.done.then((left) => {
      if (left.length === 0) return;
      const ids = `${plural(left.length, 'process', 'processes')} (${left.join(', ')})`;
      this.#options.observer.onWarning(`${ids} could not be ended`);
      this.#givenUp.resolve({ exitCode: null, signal: 'SIGKILL' });
    });
  }
}

function notStarted(file: string, { code, reason }: SpawnFailure): JobResult {
  // Where the file is there, what its first line names is not.
  const cause = code !== 'ENOENT' ? 'error' : existsSync(file) ? 'missing-interpreter' : 'missing-file';
  return { kind: 'not-started', cause, reason };
}

/** Resolves when the outputs have ended. What somebody out of reach holds open is let go after a while. */
async function drained({ stdout, stderr, closed }: SpawnedProcess, output: OutputPipeline): Promise<void> {
  const letGo = Promise.withResolvers<void>();
  const silence = setTimeout(() => {
    // A full disk queue is no silence.
    if (output.isHeld) silence.refresh();
    else letGo.resolve();
  }, drain.silentMs);
  const most = setTimeout(letGo.resolve, drain.mostMs);
  const onData = (): void => {
    silence.refresh();
  };
  stdout.on('data', onData);
  stderr.on('data', onData);
  await Promise.race([closed, letGo.promise]);
  clearTimeout(silence);
  clearTimeout(most);
  stdout.destroy();
  stderr.destroy();
}
