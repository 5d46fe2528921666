import { existsSync } from 'node:fs';
import { plural } from '../../common/text.ts';
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
  /** Takes work that goes on after the result. */
  readonly background: (work: Promise<unknown>) => void;
}

/** How long the output of processes that are out of reach is waited for: in silence, and at most, milliseconds. */
const drain = { silentMs: 500, mostMs: 10_000 };

/** One process tree from its start to its end. */
export class LocalAttempt implements JobHandle {
  readonly result: Promise<JobResult>;
  readonly #options: AttemptOptions;
  readonly #startedAt = Date.now();
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

  async #run(): Promise<JobResult> {
    const { request, observer, title, spawn, mark, graceMs } = this.#options;
    const spawned = await spawn(request);
    if (!spawned.ok) {
      // It may have been started all the same.
      if (spawned.error.code === spawnerLost) await endTree({ pid: null, mark, since: 0 }, graceMs).done;
      return notStarted(request.file, spawned.error);
    }
    const child = spawned.value;
    this.#pid = child.pid;
    observer.onStarted({ pid: child.pid, processStart: child.start, command: title });
    const output = new OutputPipeline(this.#options.output);
    output.attach(child.stdout, child.stderr);
    if (this.#wantedGraceMs !== null) this.#endTree(child.pid, this.#wantedGraceMs);
    const exit = await this.#ended(child);
    await drained(child, output);
    await output.finish();
    return { kind: 'exited', exitCode: exit.exitCode, signal: exit.signal };
  }

  /** Resolves when the process and whatever it started have ended. */
  async #ended(child: SpawnedProcess): Promise<ProcessExit> {
    const exit = await Promise.race([child.exited, this.#givenUp.promise]);
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
