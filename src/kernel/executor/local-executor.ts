import { realpathSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { errorMessage } from '../../common/errors.ts';
import { err, ok, type Result } from '../../common/result.ts';
import type { DebugRuntime } from '../../model/debug.ts';
import type { AgentDefinition } from '../../model/definition.ts';
import { endTree } from '../../process/kill-tree.ts';
import { isSameProcess } from '../../process/process-identity.ts';
import { folderProblem, spawnProcess } from '../../process/spawn-process.ts';
import type { Spawner } from '../../process/spawner.ts';
import { agentEnvironment, baseEnvironment, executionVariable } from './agent-environment.ts';
import { attachDebugger } from './attach-debugger.ts';
import { debugCommand, reachableCommand } from './debug-command.ts';
import { type DebugTarget, debugTarget } from './debug-target.ts';
import { freePort } from './debugger-port.ts';
import { DebugpyCheck } from './debugpy-check.ts';
import type { Executor, Job, JobHandle, JobObserver, JobResult } from './executor.ts';
import { InputFiles } from './input-files.ts';
import { type Command, type NotStarted, resolveCommand } from './interpreters.ts';
import { LocalAttempt } from './local-attempt.ts';
import { defaultLogCapBytes } from './log-file.ts';
import { logPath } from './log-path.ts';
import { createRedactor, type Redactor } from './redact.ts';
import { WorkspacePaths } from './workspace-paths.ts';

export interface LocalExecutorOptions {
  /** The folder that agents start in, an absolute path. */
  readonly workspace: string;
  /** Holds a folder for each run, with the logs and the input files of its executions. */
  readonly logsFolder: string;
  /** The path of a built-in agent's program, or null where there is none of that name. */
  readonly builtinEntry: (name: string) => string | null;
  /** The most bytes of a log; 64 MiB where it is absent. */
  readonly logCapBytes?: number;
  /** Starts processes; they are started from here where it is absent. */
  readonly spawner?: Spawner;
  /** What agents inherit; the engine's own environment where it is absent. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** What is known of an execution whose engine died. */
export interface Leftovers {
  /** Null where the engine died before it noted the process. */
  readonly pid: number | null;
  readonly processStart: string | null;
  readonly executionId: string;
  /** When the process was noted, milliseconds since the epoch. */
  readonly notedAt: number;
}

/** Where and how a job is started. */
interface Place {
  readonly command: Command;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Starts attempts as processes of this machine. */
export class LocalExecutor implements Executor {
  readonly #options: LocalExecutorOptions;
  readonly #base: Readonly<Record<string, string>>;
  readonly #paths: WorkspacePaths;
  readonly #inputs: InputFiles;
  readonly #debugpy = new DebugpyCheck();
  readonly #background = new Set<Promise<unknown>>();
  /** By the lists that they were made of: all jobs of a run share them. */
  readonly #redactors = new WeakMap<readonly string[], WeakMap<readonly string[], Redactor>>();

  constructor(options: LocalExecutorOptions) {
    this.#options = options;
    this.#base = baseEnvironment(options.environment ?? process.env);
    this.#paths = new WorkspacePaths(options.workspace);
    this.#inputs = new InputFiles(options.logsFolder);
  }

  expect(attempts: number): void {
    this.#options.spawner?.expect(attempts);
  }

  start(job: Job, observer: JobObserver): JobHandle {
    return this.#start(job, observer, `attempt ${job.attempt}`);
  }

  /** Whether a job could be started with `debug`; the error says why not, and what to install. */
  async canDebug(job: Job): Promise<Result<DebugRuntime, string>> {
    const place = this.#place(job, () => '');
    if (!place.ok) return err(place.error.reason);
    const { command, cwd, env } = place.value;
    const target = debugTarget(job.agent.program, command, { cwd, env });
    if (!target.ok) return target;
    const { port } = job.agent.debug;
    if (port !== null) {
      const free = await freePort(port);
      if (!free.ok)
        return err(
          `${free.error}: free it, or let "debug: { port: … }" of ${job.agent.name} name another one`,
        );
    }
    if (target.value.runtime === 'python') {
      const debugpy = await this.#debugpy.ask(target.value, { cwd, env });
      if (!debugpy.ok) return debugpy;
    }
    return ok(target.value.runtime);
  }

  /** Runs a shell command in the place of an agent: with its environment, its working folder, and into its log. */
  runCompensation(command: string, job: Job, observer: JobObserver): JobHandle {
    const agent: AgentDefinition = { ...job.agent, program: { kind: 'shell', command } };
    return this.#start({ ...job, agent, debug: false }, observer, 'compensation');
  }

  /**
   * Ends what an execution left behind when its engine died: the tree of its process, if that process is still the
   * same, and everything that carries the execution's id in its environment. Resolves with the ids of processes that
   * could not be ended, usually none.
   */
  async endLeftovers(leftovers: Leftovers, graceMs = 1000): Promise<readonly number[]> {
    const { pid, processStart, executionId, notedAt } = leftovers;
    const isOurs = pid !== null && (await isSameProcess(pid, processStart, notedAt));
    const mark = { name: executionVariable, value: executionId };
    return endTree({ pid: isOurs ? pid : null, mark, since: 0 }, graceMs).done;
  }

  /** Resolves when nothing goes on in the background any more: on Windows, the search for what agents left running. */
  async settled(): Promise<void> {
    while (this.#background.size > 0) await Promise.all(this.#background);
  }

  #start(job: Job, observer: JobObserver, title: string): JobHandle {
    const prepared = this.#prepare(job);
    if (!prepared.ok) return neverStarted(prepared.error);
    const { command, cwd, env, redactor } = prepared.value;
    const { port } = job.agent.debug;
    const targetOf = (): Result<DebugTarget, string> => debugTarget(job.agent.program, command, { cwd, env });
    let debug: DebugTarget | null = null;
    if (job.debug) {
      const target = targetOf();
      if (!target.ok) return neverStarted({ kind: 'not-started', cause: 'error', reason: target.error });
      debug = target.value;
    }
    let toStart = command;
    if (debug !== null) toStart = debugCommand(debug, command, port);
    else if (port !== null) toStart = reachableCommand(job.agent.program, command, port);
    const log = {
      path: logPath(this.#options.logsFolder, job.runId, job.executionId),
      title,
      capBytes: this.#options.logCapBytes ?? defaultLogCapBytes,
    };
    const { spawner } = this.#options;
    return new LocalAttempt({
      spawn: (request) => (spawner ? spawner.spawn(request) : spawnProcess(request)),
      request: { file: toStart.file, args: toStart.args, cwd, env, verbatim: toStart.verbatim },
      title: redactor.redactText(commandLine(job, command)),
      output: { redactor, log, paths: this.#paths, cwd, observer },
      observer,
      mark: { name: executionVariable, value: job.executionId },
      graceMs: job.agent.graceMs,
      debug,
      attach: async ({ pid, stderr }, signal) => {
        const target = targetOf();
        if (!target.ok) return target;
        return attachDebugger({ target: target.value, pid, stderr, cwd, env, port, signal }, this.#debugpy);
      },
      background: (work) => {
        this.#background.add(work);
        void work.finally(() => this.#background.delete(work));
      },
    });
  }

  #prepare(job: Job): Result<Place & { readonly redactor: Redactor }, NotStarted> {
    const redactor = this.#redactorOf(job);
    if (!redactor.ok) return impossible(redactor.error);
    const place = this.#place(job, () => this.#inputs.write(job.runId, job.input));
    return place.ok ? ok({ ...place.value, redactor: redactor.value }) : place;
  }

  /**
   * Where and how a job is started.
   *
   * @param writeInput gives the path of the job's input file
   */
  #place(job: Job, writeInput: () => string): Result<Place, NotStarted> {
    const { workspace, builtinEntry } = this.#options;
    const cwd = resolve(workspace, job.agent.cwd ?? '.');
    // The workspace itself is looked at only when the start has failed.
    const problem = job.agent.cwd === null ? null : (folderProblem(cwd) ?? this.#leaving(job.agent.cwd, cwd));
    if (problem !== null) return impossible(problem);
    let input: string;
    try {
      input = writeInput();
    } catch (error) {
      return impossible(`the input file of ${job.agent.name} could not be written: ${errorMessage(error)}`);
    }
    const env = agentEnvironment(this.#base, job, { workspace, input });
    const command = resolveCommand(job.agent.program, { workspace, cwd, env, builtinEntry });
    if (!command.ok) return command;
    return ok({ command: command.value, cwd, env: { ...env, ...command.value.env } });
  }

  /** Why an agent may not start in this folder, which exists; null where it lies in the workspace, links followed. */
  #leaving(written: string, cwd: string): string | null {
    const way = relative(realpathSync(this.#options.workspace), realpathSync(cwd));
    const leaves = way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way);
    return leaves ? `the folder ${written} leaves the workspace` : null;
  }

  #redactorOf(job: Job): Result<Redactor, string> {
    let bySecrets = this.#redactors.get(job.redact);
    const known = bySecrets?.get(job.secrets);
    if (known !== undefined) return ok(known);
    const created = createRedactor({ patterns: job.redact, secrets: job.secrets });
    if (!created.ok) return created;
    if (bySecrets === undefined) {
      bySecrets = new WeakMap();
      this.#redactors.set(job.redact, bySecrets);
    }
    bySecrets.set(job.secrets, created.value);
    return created;
  }
}

/** What could not even be tried. */
function neverStarted(result: JobResult): JobHandle {
  return {
    result: Promise.resolve(result),
    stop: () => undefined,
    attachDebugger: () => Promise.resolve(err('the agent does not run now')),
  };
}

function impossible(reason: string): Result<never, NotStarted> {
  return err({ kind: 'not-started', cause: 'error', reason });
}

/** A command as people would type it; quoted as JSON where it would be unclear. */
function commandLine(job: Job, command: Command): string {
  if (job.agent.program.kind === 'shell') return job.agent.program.command;
  return [command.file, ...command.args]
    .map((word) => (/^[\w@%+=:,./\\-]+$/.test(word) ? word : JSON.stringify(word)))
    .join(' ');
}
