import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { parse } from 'node:path';
import { err, ok, type Result } from '../common/result.ts';
import type { EnvironmentMark } from './find-by-environment.ts';
import { forgetStarter, noteEnd, noteStart, noteStarter } from './own-processes.ts';
import { RelayedProcess } from './relayed-process.ts';
import type { SpawnFailure, SpawnRequest } from './spawn-process.ts';
import { type Frame, FrameReader, FrameWriter, frameKinds, outputs } from './spawner-frames.ts';

/** The code of the failure where a spawner was lost before it told whether it had started a process. */
export const spawnerLost = 'SPAWNER_LOST';

// A fork copies the page tables of the process that forks: this one shall stay small.
const smallHeap = ['--max-semi-space-size=1', '--single-threaded'];

/** Milliseconds that a spawner which was let go may take to end. */
const lingerMs = 2000;

type Answer = Result<RelayedProcess, SpawnFailure>;

/** The engine's side of one spawner. */
export class SpawnerLink {
  /** Resolves when the process is gone, or was never there. */
  readonly gone: Promise<void>;
  readonly #child: ChildProcess;
  /** Undefined where the spawner could not be started. */
  readonly #socket: Socket | undefined;
  readonly #writer: FrameWriter;
  readonly #asked = new Map<number, (answer: Answer) => void>();
  readonly #running = new Map<number, RelayedProcess>();
  readonly #onLost: () => void;
  #nextId = 1;
  #ready = false;
  #over = false;

  /**
   * Starts a spawner. Throws where the system has no room for it.
   *
   * @param onLost called once if the spawner ends without being asked to, or cannot be started
   */
  constructor(entry: string, mark: EnvironmentMark, onLost: () => void) {
    this.#onLost = onLost;
    const env: NodeJS.ProcessEnv = { ...process.env, [mark.name]: mark.value };
    // It carries out what it is told with the environment that it is told.
    delete env.NODE_OPTIONS;
    if (process.versions.electron !== undefined) env.ELECTRON_RUN_AS_NODE = '1';
    this.#child = spawn(process.execPath, [...smallHeap, entry], {
      cwd: parse(process.cwd()).root,
      env,
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    this.#socket = this.#child.stdio[3] as Socket | undefined;
    this.#writer = new FrameWriter(
      (bytes) => this.#socket?.destroyed === false && this.#socket.write(bytes),
      process.nextTick,
    );
    const { pid } = this.#child;
    if (pid !== undefined) {
      noteStarter(pid);
      this.#child.on('exit', () => forgetStarter(pid));
    }
    this.gone = new Promise((resolve) => {
      this.#child.on('close', () => resolve());
      // A signal that could not be sent is an error too, and the process is still there.
      this.#child.on('error', () => this.#child.pid === undefined && resolve());
    });
    this.#child.on('error', () => this.#lose());
    this.#child.on('exit', () => this.#lose());
    const reader = new FrameReader((frame) => this.#onFrame(frame));
    this.#socket?.on('data', (chunk: Buffer) => reader.write(chunk));
    this.#socket?.on('error', () => this.#lose());
    this.#socket?.on('close', () => this.#lose());
    this.#hold();
  }

  /** Whether it has said that it is there. */
  get isReady(): boolean {
    return this.#ready && !this.#over;
  }

  /** Processes that were asked for and have not ended. */
  get size(): number {
    return this.#asked.size + this.#running.size;
  }

  spawn(request: SpawnRequest): Promise<Answer> {
    const id = this.#nextId++;
    return new Promise((resolve) => {
      this.#asked.set(id, resolve);
      this.#writer.send(frameKinds.spawn, id, JSON.stringify(request));
      this.#hold();
    });
  }

  /** Lets go of the spawner: it ends, see `gone`. One that hangs is killed. */
  letGo(): void {
    this.#over = true;
    this.#socket?.destroy();
    this.#child.ref();
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), lingerMs);
    void this.gone.then(() => clearTimeout(timer));
  }

  #onFrame({ kind, id, output, payload }: Frame): void {
    if (kind === frameKinds.ready) this.#ready = true;
    else if (kind === frameKinds.output) this.#running.get(id)?.hear(output, payload);
    else if (kind === frameKinds.ended) this.#running.get(id)?.hearEnd(output);
    else {
      const told = JSON.parse(payload.toString());
      if (kind === frameKinds.started) {
        const running = new RelayedProcess(id, told, this.#writer);
        noteStart(running.pid);
        this.#running.set(id, running);
        void running.closed.then(() => {
          this.#running.delete(id);
          this.#hold();
        });
        this.#answer(id, ok(running));
      } else if (kind === frameKinds.failed) {
        this.#answer(id, err(told));
      } else if (kind === frameKinds.exited) {
        const running = this.#running.get(id);
        if (running) noteEnd(running.pid);
        running?.end(told);
      }
    }
  }

  #answer(id: number, answer: Answer): void {
    this.#asked.get(id)?.(answer);
    this.#asked.delete(id);
  }

  /** A spawner that nobody waits for does not keep this process. */
  #hold(): void {
    if (this.size > 0) {
      this.#child.ref();
      this.#socket?.ref();
    } else {
      this.#child.unref();
      this.#socket?.unref();
    }
  }

  #lose(): void {
    if (this.#over) return;
    this.#over = true;
    this.#socket?.destroy();
    this.#child.kill('SIGKILL');
    for (const id of [...this.#asked.keys()]) {
      const reason = 'the process that starts agents ended before it told whether it had started this one';
      this.#answer(id, err({ code: spawnerLost, reason }));
    }
    for (const running of this.#running.values()) {
      // Whether it still runs is not known: whoever waits for it ends its tree.
      noteEnd(running.pid);
      running.end({ exitCode: null, signal: 'SIGKILL' });
      outputs.forEach((_, output) => {
        running.hearEnd(output);
      });
    }
    this.#onLost();
  }
}
