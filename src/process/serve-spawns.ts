import type { Socket } from 'node:net';
import { type SpawnedProcess, type SpawnRequest, spawnProcess } from './spawn-process.ts';
import { type Frame, FrameReader, FrameWriter, frameKinds, outputs } from './spawner-frames.ts';

/**
 * The spawner's side: starts what it is told to start and passes on what comes out of it. Ends the process when the
 * engine lets go of the connection, or dies.
 */
export function serveSpawns(socket: Socket): void {
  new SpawnService(socket);
}

class SpawnService {
  readonly #socket: Socket;
  readonly #writer: FrameWriter;
  readonly #children = new Map<number, { readonly child: SpawnedProcess; readonly paused: boolean[] }>();
  #full = false;
  #endsToTell = false;

  constructor(socket: Socket) {
    this.#socket = socket;
    this.#writer = new FrameWriter((bytes) => socket.write(bytes), setImmediate);
    const reader = new FrameReader((frame) => this.#onFrame(frame));
    socket.on('data', (chunk: Buffer) => reader.write(chunk));
    socket.on('drain', () => this.#onDrain());
    socket.on('error', () => process.exit(0));
    socket.on('close', () => process.exit(0));
    socket.on('end', () => process.exit(0));
    this.#writer.send(frameKinds.ready, 0);
  }

  #onFrame({ kind, id, output, payload }: Frame): void {
    if (kind === frameKinds.spawn) {
      this.#spawn(id, JSON.parse(payload.toString()) as SpawnRequest);
      return;
    }
    const entry = this.#children.get(id);
    const stream = entry?.child[outputs[output] ?? 'stdout'];
    if (!entry || !stream) return;
    if (kind === frameKinds.close) stream.destroy();
    else if (kind === frameKinds.pause || kind === frameKinds.resume) {
      entry.paused[output] = kind === frameKinds.pause;
      if (entry.paused[output]) stream.pause();
      else if (!this.#full) stream.resume();
    }
  }

  #spawn(id: number, request: SpawnRequest): void {
    // Starting a process blocks for about a millisecond: who waits for an end hears of it before.
    if (this.#endsToTell) this.#writer.flush();
    this.#endsToTell = false;
    void spawnProcess(request).then((spawned) => {
      if (!spawned.ok) {
        this.#writer.send(frameKinds.failed, id, JSON.stringify(spawned.error));
        return;
      }
      const child = spawned.value;
      const { pid, start } = child;
      this.#writer.send(frameKinds.started, id, JSON.stringify({ pid, start }));
      this.#children.set(id, { child, paused: [false, false] });
      this.#relay(id, child);
    });
  }

  #relay(id: number, child: SpawnedProcess): void {
    outputs.forEach((name, output) => {
      const stream = child[name];
      stream.on('data', (chunk: Buffer) => {
        this.#writer.send(frameKinds.output, id, chunk, output);
        this.#writer.flush();
        if (!this.#full && this.#socket.writableNeedDrain) this.#onFull();
      });
      stream.on('error', () => stream.destroy());
      stream.on('close', () => this.#writer.send(frameKinds.ended, id, undefined, output));
      if (this.#full) stream.pause();
    });
    void child.exited.then((exit) => {
      this.#writer.send(frameKinds.exited, id, JSON.stringify(exit));
      this.#endsToTell = true;
    });
    void child.closed.then(() => this.#children.delete(id));
  }

  /** The engine does not read: nobody is read any further. */
  #onFull(): void {
    this.#full = true;
    for (const { child } of this.#children.values()) for (const name of outputs) child[name].pause();
  }

  #onDrain(): void {
    this.#full = false;
    for (const { child, paused } of this.#children.values())
      outputs.forEach((name, output) => {
        if (!paused[output]) child[name].resume();
      });
  }
}
