import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { formatMessage } from '../../src/agent-protocol/emit.ts';
import type { AgentMessage } from '../../src/agent-protocol/message.ts';
import { sourceNode } from './source-node.ts';

/** What the program of a scripted agent can be told. */
export type ScriptedOrder =
  | { readonly do: 'write'; readonly fd: 1 | 2; readonly base64: string }
  | { readonly do: 'close' }
  | { readonly do: 'catch'; readonly signal: NodeJS.Signals }
  | { readonly do: 'exit'; readonly code: number }
  | { readonly do: 'kill'; readonly signal: NodeJS.Signals };

interface Hello {
  readonly name: string;
  readonly args: readonly string[];
  readonly pid: number;
  readonly ppid: number;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

const program = fileURLToPath(new URL('./scripted-agent-program.ts', import.meta.url));

/**
 * Agents that are real processes and do what the test tells them, when it tells them; no test needs to sleep.
 *
 * ```ts
 * const agents = await ScriptedAgents.open();
 * const handle = executor.start(job({ program: agents.program('reader', '--fast') }), observer);
 * const reader = await agents.nextInvocation('reader');
 * assert.deepEqual(reader.args, ['--fast']);
 * await reader.emit({ type: 'metric', name: 'rows', value: 3 });
 * reader.exit(42);
 * assert.deepEqual(await handle.result, { kind: 'exited', exitCode: 42, signal: null });
 * await agents.close();
 * ```
 */
export class ScriptedAgents {
  readonly #server: Server;
  readonly #folder: string;
  readonly #path: string;
  readonly #waiting: {
    readonly name: string;
    readonly resolve: (agent: ScriptedAgent) => void;
    readonly reject: (error: Error) => void;
  }[] = [];
  readonly #arrived: ScriptedAgent[] = [];
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server, folder: string, path: string) {
    this.#server = server;
    this.#folder = folder;
    this.#path = path;
    server.on('connection', (socket) => this.#welcome(socket));
  }

  static async open(): Promise<ScriptedAgents> {
    const folder = await mkdtemp(join(tmpdir(), 'scripted-'));
    const path =
      process.platform === 'win32' ? `\\\\.\\pipe\\${folder.replaceAll(/\W/g, '-')}` : join(folder, 's');
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(path, resolve);
    });
    return new ScriptedAgents(server, folder, path);
  }

  /** The words of a command line that starts an agent of this name. */
  command(name: string, ...args: string[]): string[] {
    return [sourceNode, program, this.#path, name, ...args];
  }

  /** The same as a line for `/bin/sh`, in the quotes that YAML and JSON share: what follows `run:` in a definition. */
  shell(name: string, ...args: string[]): string {
    const words = this.command(name, ...args).map((word) => `'${word.replaceAll("'", `'\\''`)}'`);
    return JSON.stringify(`exec ${words.join(' ')}`);
  }

  /** The same as what an agent's definition runs: `file:` with its arguments. */
  program(
    name: string,
    ...args: string[]
  ): { kind: 'file'; path: string; interpreter: null; args: readonly string[] } {
    return { kind: 'file', path: program, interpreter: null, args: [this.#path, name, ...args] };
  }

  /** The next agent of this name that starts, or that has started and was not asked for yet. */
  nextInvocation(name: string): Promise<ScriptedAgent> {
    const at = this.#arrived.findIndex((agent) => agent.name === name);
    const [agent] = at < 0 ? [] : this.#arrived.splice(at, 1);
    if (agent !== undefined) return Promise.resolve(agent);
    return new Promise((resolve, reject) => this.#waiting.push({ name, resolve, reject }));
  }

  /** How many agents have started and were not asked for. */
  get unclaimed(): number {
    return this.#arrived.length;
  }

  /** Ends all agents that still run, and refuses the invocations that never came. */
  async close(): Promise<void> {
    for (const { name, reject } of this.#waiting.splice(0)) reject(new Error(`no agent ${name} was started`));
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
    await rm(this.#folder, { recursive: true, force: true });
  }

  #welcome(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    const lines = createInterface({ input: socket });
    lines.once('line', (line) => {
      const { hello } = JSON.parse(line) as { hello: Hello };
      const agent = new ScriptedAgent(hello, socket, lines);
      const at = this.#waiting.findIndex(({ name }) => name === hello.name);
      const [waiting] = at < 0 ? [] : this.#waiting.splice(at, 1);
      if (waiting === undefined) this.#arrived.push(agent);
      else waiting.resolve(agent);
    });
  }
}

/** One process of a scripted agent. What a method promises has happened when its promise resolves. */
export class ScriptedAgent {
  readonly name: string;
  /** Its arguments behind the name. */
  readonly args: readonly string[];
  readonly pid: number;
  readonly ppid: number;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Resolves when the process has ended. */
  readonly gone: Promise<void>;
  readonly #socket: Socket;
  readonly #orders: (() => void)[] = [];
  readonly #signals: string[] = [];
  #onSignal: (() => void) | null = null;

  constructor(hello: Hello, socket: Socket, lines: NodeJS.EventEmitter) {
    this.name = hello.name;
    this.args = hello.args;
    this.pid = hello.pid;
    this.ppid = hello.ppid;
    this.cwd = hello.cwd;
    this.env = hello.env;
    this.#socket = socket;
    socket.on('error', () => socket.destroy());
    this.gone = new Promise((resolve) => socket.once('close', () => resolve()));
    lines.on('line', (line: string) => {
      const answer = JSON.parse(line) as { done?: true; signal?: string };
      if (answer.signal === undefined) this.#orders.shift()?.();
      else {
        this.#signals.push(answer.signal);
        this.#onSignal?.();
      }
    });
  }

  stdout(text: string | Buffer): Promise<void> {
    return this.#order({ do: 'write', fd: 1, base64: Buffer.from(text).toString('base64') });
  }

  stderr(text: string | Buffer): Promise<void> {
    return this.#order({ do: 'write', fd: 2, base64: Buffer.from(text).toString('base64') });
  }

  /** Speaks the agent protocol. */
  emit(message: AgentMessage): Promise<void> {
    return this.stdout(`${formatMessage(message)}\n`);
  }

  /** Closes standard output and standard error, and runs on. */
  closeOutput(): Promise<void> {
    return this.#order({ do: 'close' });
  }

  /** From now on the signal is noted, see `nextSignal`, and does not end the process. */
  catchSignal(signal: NodeJS.Signals): Promise<void> {
    return this.#order({ do: 'catch', signal });
  }

  /** The next signal that was caught; fails where the process ends before it tells of one. */
  async nextSignal(): Promise<string> {
    for (;;) {
      const signal = this.#signals.shift();
      if (signal !== undefined) return signal;
      if (this.#socket.closed) throw new Error(`${this.name} ended before it told of a signal`);
      await new Promise<void>((resolve) => {
        this.#onSignal = resolve;
        void this.gone.then(resolve);
      });
    }
  }

  /** Ends the process with this exit code. */
  exit(code = 0): Promise<void> {
    void this.#order({ do: 'exit', code });
    return this.gone;
  }

  /** Ends the process by a signal that it sends itself. */
  die(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    void this.#order({ do: 'kill', signal });
    return this.gone;
  }

  #order(order: ScriptedOrder): Promise<void> {
    return new Promise((resolve) => {
      this.#orders.push(resolve);
      this.#socket.write(`${JSON.stringify(order)}\n`);
    });
  }
}
