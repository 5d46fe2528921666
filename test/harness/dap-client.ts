import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { commandEnvironment } from './command-line.ts';
import { programFile } from './program-file.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const adapter = programFile('debug-adapter');

/** Milliseconds that anything may take; long, since other tests run beside. */
const patienceMs = 30_000;

export interface DapClientOptions {
  /** The words behind Node; default: the adapter. */
  readonly words?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** What is sent with `initialize` besides the usual. */
  readonly initialize?: object;
}

type Message = DebugProtocol.ProtocolMessage;

/** A client of the Debug Adapter Protocol, and the adapter as a process of its own. What both say is written down. */
export class DapClient {
  /** All that was said, in the order in which this client saw it. */
  readonly said: { readonly by: 'client' | 'adapter'; readonly message: Message }[] = [];
  /** Resolves with the exit code. */
  readonly ended: Promise<number | null>;
  /** How reverse requests are answered; undefined answers them with success. */
  refuseReverse: string | undefined;
  stderr = '';
  readonly #process: ChildProcess;
  readonly #initialize: object;
  readonly #answers = new Map<number, (response: DebugProtocol.Response) => void>();
  readonly #watchers = new Set<() => void>();
  /** How many messages of each kind were taken. */
  readonly #taken = new Map<string, number>();
  #received = Buffer.alloc(0);
  #seq = 0;

  constructor({ words = [adapter], env = {}, initialize = {} }: DapClientOptions = {}) {
    this.#initialize = initialize;
    this.#process = spawn(process.execPath, words, {
      cwd: root,
      env: commandEnvironment(env),
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#process.stdout?.on('data', (chunk: Buffer) => this.#read(chunk));
    this.#process.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
      this.#look();
    });
    this.#process.stdin?.on('error', () => undefined);
    this.ended = new Promise((resolve) => this.#process.once('close', (code) => resolve(code)));
    void this.ended.then(() => this.#look());
  }

  get hasEnded(): boolean {
    return this.#process.exitCode !== null || this.#process.signalCode !== null;
  }

  /** Says what this client is. */
  async initialize(): Promise<DebugProtocol.Capabilities> {
    const usual = {
      adapterID: 'dodeca',
      linesStartAt1: true,
      columnsStartAt1: true,
      supportsVariableType: true,
    };
    return (await this.ask('initialize', { ...usual, ...this.#initialize })) as DebugProtocol.Capabilities;
  }

  /** Sends a request, and waits for its answer, whatever it is. */
  request(command: string, args?: object): Promise<DebugProtocol.Response> {
    const seq = this.send({ type: 'request', command, ...(args && { arguments: args }) });
    return this.#within(
      new Promise((resolve) => this.#answers.set(seq, resolve)),
      () => `no answer to ${command}`,
    );
  }

  /** The body of an answer that is to be a success. */
  async ask(command: string, args?: object): Promise<Record<string, unknown>> {
    const { success, message, body } = await this.request(command, args);
    assert.ok(success, `${command}: ${message}`);
    return (body ?? {}) as Record<string, unknown>;
  }

  /** The message of an answer that is to be none. */
  async refusal(command: string, args?: object): Promise<string> {
    const { success, message } = await this.request(command, args);
    assert.equal(success, false, `${command} was not refused`);
    return message ?? '';
  }

  /** The next event of a name that was not taken yet. */
  async event<E extends DebugProtocol.Event>(name: E['event']): Promise<E['body']> {
    const event = await this.#next<DebugProtocol.Event>(`event ${name}`, (message) => {
      return message.type === 'event' && (message as DebugProtocol.Event).event === name;
    });
    return event.body as E['body'];
  }

  /** Events of a name that have come, taken or not. */
  events(name: string): DebugProtocol.Event[] {
    return this.said
      .map(({ message }) => message as DebugProtocol.Event)
      .filter(({ type, event }) => type === 'event' && event === name);
  }

  /** All that was put out so far. */
  get output(): string {
    return this.events('output')
      .map(({ body }) => String((body as { output: string }).output))
      .join('');
  }

  /** Resolves when the output holds a text. */
  async outputs(text: string): Promise<void> {
    await this.#until(
      () => this.output.includes(text) || undefined,
      () => `no output "${text}": ${this.output}`,
    );
  }

  /** The next reverse request of a name; it was answered already. */
  async reverse(command: string): Promise<DebugProtocol.Request> {
    return await this.#next<DebugProtocol.Request>(`request ${command}`, (message) => {
      return message.type === 'request' && (message as DebugProtocol.Request).command === command;
    });
  }

  /** Sends a message as it is, but for its number. */
  send(message: object): number {
    this.#seq += 1;
    const numbered = { seq: this.#seq, ...message } as Message;
    this.said.push({ by: 'client', message: numbered });
    const json = JSON.stringify(numbered);
    this.write(`Content-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`);
    return this.#seq;
  }

  /** Writes bytes as they are. */
  write(bytes: string | Buffer): void {
    this.#process.stdin?.write(bytes);
  }

  /** Resolves when the adapter has said something on standard error. */
  async complains(text: string): Promise<void> {
    await this.#until(
      () => this.stderr.includes(text) || undefined,
      () => `it does not say "${text}": ${this.stderr}`,
    );
  }

  /** Closes the input of the adapter, as a client that leaves. */
  endInput(): void {
    this.#process.stdin?.end();
  }

  /** What happens to an adapter whose client is killed with it. */
  kill(): void {
    this.#process.kill('SIGKILL');
  }

  async dispose(): Promise<void> {
    this.endInput();
    const late = setTimeout(() => this.kill(), 5000);
    await this.ended;
    clearTimeout(late);
  }

  async #next<M extends Message>(what: string, matches: (message: Message) => boolean): Promise<M> {
    const taken = this.#taken.get(what) ?? 0;
    this.#taken.set(what, taken + 1);
    const find = (): M | undefined => {
      const found = this.said.filter(({ by, message }) => by === 'adapter' && matches(message));
      return found[taken]?.message as M | undefined;
    };
    return await this.#until(find, () => `no ${what}; ${this.#story()}`);
  }

  #until<T>(find: () => T | undefined, complaint: () => string): Promise<T> {
    let watcher: () => void = () => undefined;
    const found = new Promise<T>((resolve) => {
      watcher = () => {
        const value = find();
        if (value !== undefined) resolve(value);
      };
      this.#watchers.add(watcher);
      watcher();
    });
    return this.#within(found, complaint).finally(() => this.#watchers.delete(watcher));
  }

  async #within<T>(promise: Promise<T>, complaint: () => string): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(complaint())), patienceMs);
    });
    const gone = this.ended.then((code): never => {
      throw new Error(`the adapter ended with ${code}: ${complaint()}; ${this.stderr}`);
    });
    gone.catch(() => undefined);
    try {
      return await Promise.race([promise, late, gone]);
    } finally {
      clearTimeout(timer);
    }
  }

  #story(): string {
    return this.said
      .slice(-6)
      .map(({ by, message }) => `${by}: ${JSON.stringify(message).slice(0, 400)}`)
      .join('\n');
  }

  #look(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }

  #read(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk]);
    for (;;) {
      const end = this.#received.indexOf('\r\n\r\n');
      if (end < 0) break;
      // Nothing but messages may stand here: what is no header fails.
      const header = /^Content-Length: (\d+)$/.exec(this.#received.toString('latin1', 0, end));
      assert.ok(header, `standard output holds something else: ${this.#received.toString('utf8', 0, 200)}`);
      const length = Number(header[1]);
      if (this.#received.length < end + 4 + length) break;
      const text = this.#received.toString('utf8', end + 4, end + 4 + length);
      this.#received = this.#received.subarray(end + 4 + length);
      this.#take(JSON.parse(text) as Message);
    }
    this.#look();
  }

  #take(message: Message): void {
    this.said.push({ by: 'adapter', message });
    if (message.type === 'response') {
      const { request_seq } = message as DebugProtocol.Response;
      this.#answers.get(request_seq)?.(message as DebugProtocol.Response);
      this.#answers.delete(request_seq);
    } else if (message.type === 'request') {
      const { command } = message as DebugProtocol.Request;
      const refused = this.refuseReverse;
      const answer = { type: 'response', request_seq: message.seq, command, success: refused === undefined };
      this.send(refused === undefined ? answer : { ...answer, message: refused });
    }
  }
}
