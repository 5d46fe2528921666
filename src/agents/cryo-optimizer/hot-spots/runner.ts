import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { Implementation } from '../../../builtin/hot-spot-schema.ts';
import { errorMessage } from '../../../common/errors.ts';
import type { Json } from '../../../common/json.ts';
import { endTree } from '../../../process/kill-tree.ts';
import type { PythonInterpreter } from '../../working-python.ts';
import { nodeWorkerProgram } from './node-worker-program.ts';
import { pythonWorkerProgram } from './python-worker-program.ts';

/** What one run of an implementation gave. */
export interface RunOutcome {
  readonly seconds: number;
  /** What it printed and returned; only where it was asked for. */
  readonly printed: string;
  readonly result: Json;
  /** Why the result cannot be compared; null where it can. */
  readonly incomparable: string | null;
}

/** An implementation that can be run again and again. */
export interface Runner {
  /** Throws an Error that says why it cannot be run. */
  run(calls: number, check: boolean): Promise<RunOutcome>;
  /** Whether several calls in a row can be one measurement. */
  readonly repeats: boolean;
  /** Ends what is left of it, with everything that it started. */
  close(): Promise<void>;
}

/** What a runner needs to know of its pair. */
export interface RunnerTask {
  readonly workspace: string;
  readonly args: readonly Json[];
  readonly items: string | null;
  /** Null where it was looked for in vain. */
  readonly python: PythonInterpreter | null;
}

const markName = 'DODECA_HOT_SPOT';
const mostOutput = 32 * 1024 * 1024;
const graceMs = 500;

/** Throws an Error where there is no interpreter for it. */
export function runnerOf(implementation: Implementation, task: RunnerTask): Runner {
  const { run, python, node } = implementation;
  if (run !== undefined) return new CommandRunner(run, task.workspace);
  const common = { items: task.items, args: implementation.args ?? task.args, workspace: task.workspace };
  const mark = `::${randomUUID()} `;
  if (python !== undefined) {
    if (task.python === null) throw new Error('no Python 3.8 or newer was found');
    const given = JSON.stringify({ ...common, target: python, mark });
    return new WorkerRunner(task.python.path, ['-B', '-c', pythonWorkerProgram, given], task.workspace, mark);
  }
  const given = JSON.stringify({ ...common, target: node ?? '', mark });
  const args = ['--input-type=module', '-e', nodeWorkerProgram, given];
  return new WorkerRunner(process.execPath, args, task.workspace, mark);
}

interface Answer {
  readonly seconds?: number;
  readonly printed?: string;
  readonly result?: Json;
  readonly incomparable?: string;
  readonly error?: string;
}

/** A process that loads a function once and runs it on request. */
class WorkerRunner implements Runner {
  readonly repeats = true;
  readonly #process: StartedProcess;
  readonly #mark: string;
  #text = '';
  #complaint = '';
  #waiting: ((answer: Answer) => void) | null = null;
  readonly #early: Answer[] = [];
  #ready: Promise<Answer> | null;

  constructor(command: string, args: readonly string[], workspace: string, mark: string) {
    this.#mark = mark;
    this.#process = new StartedProcess(command, args, workspace, 'pipe');
    const { child } = this.#process;
    child.stdout?.setEncoding('utf8').on('data', (text: string) => this.#hear(text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#complaint = (this.#complaint + text).slice(-500);
    });
    child.stdin?.on('error', () => {
      // It has gone away, which `close` tells.
    });
    child.on('error', (error) => this.#answer({ error: error.message }));
    child.on('close', (code, signal) => {
      const [last] = this.#complaint.trim().split('\n').slice(-1);
      this.#answer({ error: last || `ended with ${signal ?? `exit code ${code}`}` });
    });
    this.#ready = this.#next();
  }

  async run(calls: number, check: boolean): Promise<RunOutcome> {
    if (this.#ready !== null) {
      const { error } = await this.#ready;
      this.#ready = null;
      if (error !== undefined) throw new Error(error);
    }
    const answered = this.#next();
    this.#process.child.stdin?.write(`${JSON.stringify({ calls, check })}\n`);
    const { error, seconds, printed = '', result = null, incomparable = null } = await answered;
    if (error !== undefined || seconds === undefined) throw new Error(error ?? 'gave no time');
    return { seconds, printed, result, incomparable };
  }

  close(): Promise<void> {
    this.#process.child.stdin?.end();
    return this.#process.end();
  }

  #next(): Promise<Answer> {
    return new Promise((resolve) => {
      const early = this.#early.shift();
      if (early === undefined) this.#waiting = resolve;
      else resolve(early);
    });
  }

  #hear(text: string): void {
    this.#text += text;
    if (this.#text.length > mostOutput) {
      this.#text = '';
      this.#answer({ error: 'gives more than 32 MiB' });
      return;
    }
    for (let end = this.#text.indexOf('\n'); end !== -1; end = this.#text.indexOf('\n')) {
      const line = this.#text.slice(0, end);
      this.#text = this.#text.slice(end + 1);
      if (!line.startsWith(this.#mark)) continue;
      try {
        this.#answer(JSON.parse(line.slice(this.#mark.length)));
      } catch (error) {
        this.#answer({ error: errorMessage(error) });
      }
    }
  }

  #answer(answer: Answer): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    if (waiting === null) this.#early.push(answer);
    else waiting(answer);
  }
}

/** A command of the shell, which is started for every run. */
class CommandRunner implements Runner {
  readonly repeats = false;
  readonly #command: string;
  readonly #workspace: string;
  #process: StartedProcess | null = null;
  #closed = false;

  constructor(command: string, workspace: string) {
    this.#command = command;
    this.#workspace = workspace;
  }

  async run(_calls: number, check: boolean): Promise<RunOutcome> {
    if (this.#closed) throw new Error('was ended');
    const windows = process.platform === 'win32';
    const [shell, ...args] = windows
      ? [process.env.ComSpec ?? 'cmd.exe', '/d', '/s', '/c', `"${this.#command}"`]
      : ['/bin/sh', '-c', this.#command];
    const start = performance.now();
    const started = new StartedProcess(shell as string, args, this.#workspace, 'ignore');
    this.#process = started;
    const { child } = started;
    let printed = '';
    let complaint = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      if (check && printed.length < mostOutput) printed += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(-500);
    });
    const ended = await new Promise<string | null>((resolve) => {
      child.on('error', (error) => resolve(error.message));
      child.on('close', (code, signal) => {
        const [last] = complaint.trim().split('\n').slice(-1);
        resolve(code === 0 ? null : `ended with ${signal ?? `exit code ${code}`}${last ? `: ${last}` : ''}`);
      });
    });
    const seconds = (performance.now() - start) / 1000;
    if (ended !== null) throw new Error(ended);
    return { seconds, printed, result: null, incomparable: null };
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#process?.end();
  }
}

/** A process and everything that it starts, known by a mark in their environment. */
class StartedProcess {
  readonly child: ChildProcess;
  readonly #value = randomUUID();
  readonly #since = Date.now();
  #closed = false;

  constructor(command: string, args: readonly string[], cwd: string, input: 'pipe' | 'ignore') {
    this.child = spawn(command, args, {
      cwd,
      env: { ...process.env, [markName]: this.#value },
      stdio: [input, 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
      windowsVerbatimArguments: process.platform === 'win32' && input === 'ignore',
    });
    this.child.on('close', () => {
      this.#closed = true;
    });
  }

  async end(): Promise<void> {
    const pid = this.child.pid ?? null;
    const tree = {
      pid: this.#closed ? null : pid,
      mark: { name: markName, value: this.#value },
      since: this.#since,
    };
    await endTree(tree, graceMs).done;
  }
}
