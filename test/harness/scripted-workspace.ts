import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ConnectOptions, connect } from '../../src/client/connect.ts';
import type { EngineClient } from '../../src/client/engine-client.ts';
import { type StopOptions, type StopReport, stopEngine } from '../../src/client/stop-engine.ts';
import { isSameProcess } from '../../src/process/process-identity.ts';
import { type EngineFile, readEngineFile } from '../../src/rpc/engine-file.ts';
import { type StateFolder, stateFolderOf } from '../../src/rpc/state-folder.ts';

/** A temporary workspace whose engine answers by a script. Dispose it: nothing is left behind then. */
export class ScriptedWorkspace {
  readonly path = realpathSync(mkdtempSync(join(tmpdir(), 'dodeca-test-')));
  readonly entry = fileURLToPath(new URL('./scripted-engine.ts', import.meta.url));
  readonly #env: NodeJS.ProcessEnv;
  readonly #clients: EngineClient[] = [];

  constructor(env: NodeJS.ProcessEnv = {}) {
    this.#env = { ...process.env, ...env };
  }

  get folder(): StateFolder {
    return stateFolderOf(this.path);
  }

  /** Joins or starts the engine. */
  async connect(options: Partial<ConnectOptions> = {}): Promise<EngineClient> {
    const client = await connect(this.path, {
      client: 'test',
      start: true,
      entry: this.entry,
      env: this.#env,
      ...options,
    });
    this.#clients.push(client);
    return client;
  }

  stop(options: StopOptions = {}): Promise<StopReport> {
    return stopEngine(this.path, { entry: this.entry, env: this.#env, ...options });
  }

  /** How the running engine is found. */
  engine(): EngineFile {
    const file = readEngineFile(this.folder);
    if (!file) throw new Error('no engine');
    return file;
  }

  /** A bare connection to the running engine. */
  async rawSocket(): Promise<Socket> {
    const socket = createConnection(this.engine().socket);
    socket.on('error', () => undefined);
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    return socket;
  }

  async dispose(): Promise<void> {
    for (const client of this.#clients) client.dispose();
    await this.stop({ leaveMs: 5000, signalMs: 1000, answerMs: 1000 });
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** Resolves when no process with this id, older than now, is left. */
export async function processEnded(pid: number): Promise<void> {
  const noted = Date.now();
  await until(async () => !(await isSameProcess(pid, null, noted)), `process ${pid} to end`);
}

/** Resolves when the condition holds; rejects when it does not within half a minute. */
export async function until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A message as it goes over the wire. */
export function frame(message: unknown): string {
  const json = JSON.stringify(message);
  return `Content-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`;
}

/** The messages in what was received so far; the last one may be incomplete and is left out. */
export function unframe(received: Buffer): unknown[] {
  const messages: unknown[] = [];
  for (let rest = received; ; ) {
    const end = rest.indexOf('\r\n\r\n');
    const length = Number(/Content-Length: (\d+)/.exec(rest.toString('latin1', 0, Math.max(end, 0)))?.[1]);
    if (end === -1 || rest.length < end + 4 + length) return messages;
    messages.push(JSON.parse(rest.toString('utf8', end + 4, end + 4 + length)));
    rest = rest.subarray(end + 4 + length);
  }
}
