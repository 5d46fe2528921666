import { Readable } from 'node:stream';
import type { ProcessExit, SpawnedProcess } from './spawn-process.ts';
import { type FrameWriter, frameKinds, outputs } from './spawner-frames.ts';

/** An output that comes by way of the spawner. */
class RelayedOutput extends Readable {
  readonly #tell: (kind: number) => void;
  #paused = false;
  #ended = false;

  constructor(tell: (kind: number) => void) {
    super();
    this.#tell = tell;
  }

  accept(bytes: Buffer): void {
    if (this.destroyed || this.push(bytes) || this.#paused) return;
    this.#paused = true;
    this.#tell(frameKinds.pause);
  }

  finish(): void {
    this.#ended = true;
    if (!this.destroyed) this.push(null);
  }

  override _read(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.#tell(frameKinds.resume);
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    if (!this.#ended) this.#tell(frameKinds.close);
    callback(error);
  }
}

/** A process that the spawner started, as the engine sees it. */
export class RelayedProcess implements SpawnedProcess {
  readonly pid: number;
  readonly start: string | null;
  readonly stdout: RelayedOutput;
  readonly stderr: RelayedOutput;
  readonly exited: Promise<ProcessExit>;
  readonly closed: Promise<void>;
  readonly #exit: (exit: ProcessExit) => void;

  constructor(id: number, started: { readonly pid: number; readonly start: string | null }, to: FrameWriter) {
    this.pid = started.pid;
    this.start = started.start;
    const [stdout, stderr] = [0, 1].map(
      (output) => new RelayedOutput((kind) => to.send(kind, id, undefined, output)),
    ) as [RelayedOutput, RelayedOutput];
    this.stdout = stdout;
    this.stderr = stderr;
    const exit = Promise.withResolvers<ProcessExit>();
    this.exited = exit.promise;
    this.#exit = exit.resolve;
    const closed = Promise.withResolvers<void>();
    this.closed = closed.promise;
    let open = 3;
    const close = (): void => {
      open -= 1;
      if (open === 0) closed.resolve();
    };
    stdout.once('close', close);
    stderr.once('close', close);
    void this.exited.then(close);
  }

  hear(output: number, bytes: Buffer): void {
    this[outputs[output] ?? 'stdout'].accept(bytes);
  }

  hearEnd(output: number): void {
    this[outputs[output] ?? 'stdout'].finish();
  }

  end(exit: ProcessExit): void {
    this.#exit(exit);
  }
}
