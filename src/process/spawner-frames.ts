/** What an engine and its spawner say to each other. */
export const frameKinds = {
  /** The spawner is there. */
  ready: 0,
  /** To the spawner: a `SpawnRequest` as JSON, under an id that nobody had before. */
  spawn: 1,
  /** To the spawner: read this output no further. */
  pause: 2,
  resume: 3,
  /** To the spawner: nobody wants the rest of this output. */
  close: 4,
  /** From the spawner: `{pid, start}` as JSON. */
  started: 5,
  /** From the spawner: a `SpawnFailure` as JSON. */
  failed: 6,
  /** From the spawner: bytes of an output. */
  output: 7,
  /** From the spawner: the end of an output. */
  ended: 8,
  /** From the spawner: a `ProcessExit` as JSON. */
  exited: 9,
} as const;

/** Which output a frame is about. */
export const outputs = ['stdout', 'stderr'] as const;
export type OutputName = (typeof outputs)[number];

export interface Frame {
  readonly kind: number;
  /** Which process; 0 where it is about none. */
  readonly id: number;
  /** Index in `outputs`; 0 where it is about none. */
  readonly output: number;
  readonly payload: Buffer;
}

// Length of the payload (32 bits, little-endian), kind, output, id (32 bits).
const headerBytes = 10;

const nothing = Buffer.alloc(0);

/** Writes frames; those that are sent before `later` comes back go out together. */
export class FrameWriter {
  readonly #write: (bytes: Buffer) => void;
  readonly #later: (flush: () => void) => void;
  #parts: Buffer[] = [];

  constructor(write: (bytes: Buffer) => void, later: (flush: () => void) => void) {
    this.#write = write;
    this.#later = later;
  }

  send(kind: number, id: number, payload: Buffer | string = nothing, output = 0): void {
    const body = typeof payload === 'string' ? Buffer.from(payload) : payload;
    const header = Buffer.allocUnsafe(headerBytes);
    header.writeUInt32LE(body.length, 0);
    header[4] = kind;
    header[5] = output;
    header.writeUInt32LE(id, 6);
    if (this.#parts.length === 0) this.#later(() => this.flush());
    this.#parts.push(header, body);
  }

  /** Writes at once what was sent. */
  flush(): void {
    if (this.#parts.length === 0) return;
    const bytes = Buffer.concat(this.#parts);
    this.#parts = [];
    this.#write(bytes);
  }
}

/** Puts frames together from what a socket reads. */
export class FrameReader {
  readonly #onFrame: (frame: Frame) => void;
  #chunks: Buffer[] = [];
  #length = 0;
  #wanted = headerBytes;

  constructor(onFrame: (frame: Frame) => void) {
    this.#onFrame = onFrame;
  }

  write(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    if (this.#length < this.#wanted) return;
    let bytes = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks);
    for (;;) {
      this.#wanted = bytes.length < headerBytes ? headerBytes : headerBytes + bytes.readUInt32LE(0);
      if (bytes.length < this.#wanted) break;
      const payload = bytes.subarray(headerBytes, this.#wanted);
      const frame = { kind: bytes[4] ?? 0, output: bytes[5] ?? 0, id: bytes.readUInt32LE(6), payload };
      bytes = bytes.subarray(this.#wanted);
      this.#onFrame(frame);
    }
    this.#chunks = bytes.length === 0 ? [] : [bytes];
    this.#length = bytes.length;
  }
}
