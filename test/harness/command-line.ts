import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { DodecaEvent, EventOf, EventType } from '../../src/model/event.ts';
import { programFile } from './program-file.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The same cache of compiled sources that the scripts use: a command then starts in half the time. */
export const compileCache = fileURLToPath(new URL('../../node_modules/.cache/compile', import.meta.url));

/** What a command came to. */
export interface Outcome {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The JSON lines of standard output. Only for commands with `--json`. */
  readonly lines: readonly Record<string, unknown>[];
  /** The same lines, as events of a run. */
  readonly events: readonly DodecaEvent[];
}

export interface CommandOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** Words before the command line's own, such as those of `unshare`. */
  readonly prefix?: readonly string[];
}

interface Watcher {
  readonly look: () => boolean;
  readonly reject: (error: Error) => void;
}

/** The environment of a command: nothing of a run that the tests themselves may be part of. */
export function commandEnvironment(env: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const base = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('DODECA_') && name !== 'FORCE_COLOR' && name !== 'NO_COLOR',
  );
  return { ...Object.fromEntries(base), NODE_COMPILE_CACHE: compileCache, ...env };
}

/** One command as a user types it: the command line, as a process of its own. */
export class CommandLine {
  readonly process: ChildProcess;
  /** Resolves when it has ended and all of its output was read. */
  readonly ended: Promise<Outcome>;
  readonly #words: readonly string[];
  readonly #events: DodecaEvent[] = [];
  readonly #watchers = new Set<Watcher>();
  #stdout = '';
  #stderr = '';

  constructor(workspace: string, words: readonly string[], options: CommandOptions = {}) {
    this.#words = words;
    const [program = process.execPath, ...args] = [
      ...(options.prefix ?? []),
      process.execPath,
      programFile('cli'),
      ...words,
      '--workspace',
      workspace,
    ];
    this.process = spawn(program, args, {
      cwd: root,
      env: commandEnvironment(options.env),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const { stdout, stderr } = this.process;
    stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text;
      this.#look();
    });
    stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#stdout += text;
      this.#look();
    });
    if (words.includes('--json') && stdout)
      createInterface({ input: stdout }).on('line', (line) => {
        this.#events.push(JSON.parse(line) as DodecaEvent);
        this.#look();
      });
    this.ended = new Promise((resolve, reject) => {
      this.process.once('error', reject);
      this.process.once('close', (code, signal) => {
        const outcome = this.#outcome(code, signal);
        for (const { reject } of this.#watchers) reject(new Error(`it ended first: ${describe(outcome)}`));
        resolve(outcome);
      });
    });
    this.ended.catch(() => undefined);
  }

  /** The first event of a type, for which `matches` holds: one that has come, or the next to come. */
  event<T extends EventType>(
    type: T,
    matches: (event: EventOf<T>) => boolean = () => true,
  ): Promise<EventOf<T>> {
    const find = (): EventOf<T> | undefined =>
      this.#events.find((event): event is EventOf<T> => event.type === type && matches(event as EventOf<T>));
    return this.#until(find, `${this.#words.join(' ')} shows no ${type}`);
  }

  /** Resolves when standard error, or standard output, holds a text. */
  async says(text: string): Promise<void> {
    const find = (): true | undefined =>
      this.#stderr.includes(text) || this.#stdout.includes(text) || undefined;
    await this.#until(find, `${this.#words.join(' ')} does not say "${text}"`);
  }

  signal(signal: NodeJS.Signals): void {
    this.process.kill(signal);
  }

  #look(): void {
    for (const watcher of [...this.#watchers]) if (watcher.look()) this.#watchers.delete(watcher);
  }

  #until<T>(find: () => T | undefined, complaint: string): Promise<T> {
    return new Promise((resolve, reject) => {
      const look = (): boolean => {
        const found = find();
        if (found === undefined) return false;
        resolve(found);
        return true;
      };
      if (look()) return;
      const { exitCode, signalCode } = this.process;
      if (exitCode !== null || signalCode !== null) {
        // Its last words may still be on their way.
        this.ended.then(() => {
          if (!look()) reject(new Error(complaint));
        }, reject);
        return;
      }
      this.#watchers.add({
        look,
        reject: (error) => reject(new Error(complaint, { cause: error })),
      });
    });
  }

  #outcome(code: number | null, signal: string | null): Outcome {
    const stdout = this.#stdout;
    return {
      code,
      signal,
      stdout,
      stderr: this.#stderr,
      get lines() {
        const lines = stdout.split('\n').filter((line) => line !== '');
        return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
      },
      get events() {
        return this.lines as unknown as DodecaEvent[];
      },
    };
  }
}

/** An outcome as a failed test should show it. */
export function describe(outcome: Outcome): string {
  const { code, signal, stdout, stderr } = outcome;
  return `exit ${signal ?? code}\n--- standard output\n${stdout.slice(-3000)}\n--- standard error\n${stderr.slice(-3000)}`;
}
