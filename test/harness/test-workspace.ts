import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { connect } from '../../src/client/connect.ts';
import type { EngineClient } from '../../src/client/engine-client.ts';
import { type StopOptions, type StopReport, stopEngine } from '../../src/client/stop-engine.ts';
import type { DodecaEvent } from '../../src/model/event.ts';
import { findByEnvironment } from '../../src/process/find-by-environment.ts';
import { nodeSqlite } from '../../src/sqlite/node-sqlite.ts';
import {
  CommandLine,
  type CommandOptions,
  commandEnvironment,
  describe,
  type Outcome,
} from './command-line.ts';
import { programFile } from './program-file.ts';

/** A temporary workspace with its own engine, used through the command line as a user does. */
export class TestWorkspace {
  readonly path: string;
  readonly #commands: CommandLine[] = [];
  readonly #clients: EngineClient[] = [];

  /**
   * @param definition the text of `dodeca.yaml`; null leaves it out
   * @param files their texts, by path; a path that ends in `.sh` becomes executable
   */
  constructor(
    definition: string | null,
    files: Readonly<Record<string, string>> = {},
    name = 'dodeca-test-',
  ) {
    this.path = realpathSync(mkdtempSync(join(tmpdir(), name)));
    if (definition !== null) this.write('dodeca.yaml', definition);
    for (const [path, text] of Object.entries(files)) this.write(path, text);
  }

  write(path: string, text: string): void {
    const absolute = join(this.path, path);
    mkdirSync(dirname(absolute), { recursive: true });
    writeFileSync(absolute, text);
    if (path.endsWith('.sh')) chmodSync(absolute, 0o755);
  }

  read(path: string): string {
    return readFileSync(join(this.path, path), 'utf8');
  }

  has(path: string): boolean {
    return existsSync(join(this.path, path));
  }

  /** The lines that agents appended to a file; none where it is missing. */
  linesOf(path: string): string[] {
    return this.has(path) ? this.read(path).split('\n').filter(Boolean) : [];
  }

  /** Starts a command, and does not wait for it. */
  start(words: readonly string[], options: CommandOptions = {}): CommandLine {
    const command = new CommandLine(this.path, words, options);
    this.#commands.push(command);
    return command;
  }

  /** A command from its beginning to its end, whatever it comes to. */
  dodeca(...words: string[]): Promise<Outcome> {
    return this.start(words).ended;
  }

  /** A command that ends as it should. */
  async expect(code: number, ...words: string[]): Promise<Outcome> {
    const outcome = await this.dodeca(...words);
    assert.equal(outcome.code, code, describe(outcome));
    return outcome;
  }

  /** A run with `--json`, to its end. */
  run(code: number, pipeline: string, ...flags: string[]): Promise<Outcome> {
    return this.expect(code, 'run', pipeline, '--json', ...flags);
  }

  /** Joins or starts the engine; while this client is there, commands find the engine running. */
  async connect(env: NodeJS.ProcessEnv = {}): Promise<EngineClient> {
    const client = await connect(this.path, {
      client: 'test',
      start: true,
      entry: programFile('engine'),
      env: commandEnvironment(env),
    });
    this.#clients.push(client);
    return client;
  }

  /** Ends the engine as `stop` does; with less patience where that is said. */
  stop(options: StopOptions = {}): Promise<StopReport> {
    return stopEngine(this.path, { entry: programFile('engine'), env: commandEnvironment(), ...options });
  }

  /** The id of the engine's process, by its own file. */
  enginePid(): number {
    const { pid } = JSON.parse(this.read('.dodeca/engine.json')) as { pid: number };
    assert.ok(Number.isSafeInteger(pid) && pid > 1);
    return pid;
  }

  /** What a crash, or somebody with `kill -9`, does to the engine. */
  killEngine(): void {
    process.kill(this.enginePid(), 'SIGKILL');
  }

  /** Every event of the journal, read as any SQLite client may. */
  journal(): DodecaEvent[] {
    const { DatabaseSync } = nodeSqlite();
    const db = new DatabaseSync(join(this.path, '.dodeca/journal.db'), { readOnly: true, timeout: 10_000 });
    try {
      const rows = db
        .prepare('SELECT seq, at, type, run_id, execution_id, body FROM events ORDER BY seq')
        .all();
      return rows.map(
        ({ seq, at, type, run_id, execution_id, body }) =>
          ({
            seq,
            at,
            type,
            ...(run_id !== null && { runId: run_id }),
            ...(execution_id !== null && { executionId: execution_id }),
            ...(JSON.parse(String(body)) as object),
          }) as unknown as DodecaEvent,
      );
    } finally {
      db.close();
    }
  }

  /** The processes that agents of this workspace have left, by what they carry in their environment. */
  async leftovers(): Promise<readonly number[]> {
    if (process.platform !== 'linux')
      return findByEnvironment({ name: 'DODECA_WORKSPACE', value: this.path });
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && environmentOf(name).includes(`DODECA_WORKSPACE=${this.path}`))
      .map(Number);
  }

  /** The engines that serve this workspace, by their command lines (Linux only). */
  engines(): number[] {
    if (process.platform !== 'linux') return [];
    return readdirSync('/proc')
      .filter((name) => {
        if (!/^\d+$/.test(name)) return false;
        const words = wordsOf(`/proc/${name}/cmdline`);
        const at = words.indexOf('--workspace');
        return words.some((word) => /[\\/]engine\.[jt]s$/.test(word)) && words[at + 1] === this.path;
      })
      .map(Number);
  }

  /** Ends everything that belongs to this workspace, and removes it. */
  async dispose(): Promise<void> {
    for (const client of this.#clients) client.dispose();
    for (const { process: child } of this.#commands)
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await Promise.all(this.#commands.map(({ ended }) => ended.catch(() => undefined)));
    try {
      await this.stop({ leaveMs: 5000, signalMs: 2000, answerMs: 2000 });
    } catch {
      // A test may have left the state in a form that no engine can use: what runs is ended below.
    }
    for (const pid of [...this.engines(), ...(await this.leftovers())]) kill(pid);
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** Hands a workspace to a test and removes it afterwards. */
export async function withWorkspace<T>(
  definition: string | null,
  files: Readonly<Record<string, string>>,
  test: (workspace: TestWorkspace) => Promise<T>,
): Promise<T> {
  const workspace = new TestWorkspace(definition, files);
  try {
    return await test(workspace);
  } finally {
    await workspace.dispose();
  }
}

/** Whether a process runs; one that has ended and that nobody has noticed does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (process.platform !== 'linux') return true;
  // The state stands behind the name, which is in brackets and may hold anything (proc_pid_stat(5)).
  const stat = wordsOf(`/proc/${pid}/stat`)[0] ?? '';
  return !/^(Z|X|)$/.test(stat.slice(stat.lastIndexOf(')') + 2).charAt(0));
}

function environmentOf(pid: string): string[] {
  return wordsOf(`/proc/${pid}/environ`);
}

function wordsOf(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\0');
  } catch {
    // It is gone, or somebody else's.
    return [];
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}
