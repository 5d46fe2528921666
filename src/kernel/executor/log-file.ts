import { mkdirSync, statSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode, errorMessage } from '../../common/errors.ts';
import { TailRing } from './tail-ring.ts';
import { writeFully } from './write-fully.ts';

/** The most bytes that the log of an execution may have, unless told otherwise. */
export const defaultLogCapBytes = 64 * 1024 * 1024;

export interface LogFileOptions {
  readonly path: string;
  /** Stands in the line that separates this part from what the file holds already, such as `attempt 2`. */
  readonly title: string;
  /**
   * Bytes of the whole file. What is longer keeps its first and its last part. A later attempt has what is left of
   * it, and an eighth of it at least.
   */
  readonly capBytes: number;
  /** Called once, when the log cannot be written; everything after that is dropped. */
  readonly onFailure: (reason: string) => void;
  /** Called when the queue is empty again after `write` returned false. */
  readonly onDrain: () => void;
}

/** So many bytes may wait to be written before the output is paused. */
const highWaterBytes = 1024 * 1024;

const newline = 10;

/** The log of an execution, written in the background; it and its folder exist from the first byte on. */
export class LogFile {
  readonly #options: LogFileOptions;
  #queue: Buffer[] = [];
  #queuedBytes = 0;
  #pumping: Promise<void> | null = null;
  #full = false;
  #broken = false;
  #file: FileHandle | null = null;
  #bytes = 0;
  #headLeft = 0;
  #tail: TailRing | null = null;
  #endsLine = true;

  constructor(options: LogFileOptions) {
    this.#options = options;
  }

  /** Bytes of the whole file as far as it is written, what earlier attempts left included; null where there is none. */
  get bytes(): number | null {
    if (this.#bytes > 0) return this.#bytes;
    // Nothing was written by this attempt: what an earlier one left.
    const stats = statSync(this.#options.path, { throwIfNoEntry: false });
    return stats?.isFile() && stats.size > 0 ? stats.size : null;
  }

  /** Takes bytes, which must not change afterwards. False asks the caller to wait for `onDrain`. */
  write(bytes: Buffer): boolean {
    if (this.#broken || bytes.length === 0) return true;
    this.#queue.push(bytes);
    this.#queuedBytes += bytes.length;
    this.#pumping ??= this.#pump();
    this.#full ||= this.#queuedBytes > highWaterBytes;
    return !this.#full;
  }

  /** Resolves when everything is in the file, the last part behind the line that tells what was cut. */
  async close(): Promise<void> {
    await this.#pumping;
    await this.#guard(() => this.#appendTail());
    await this.#guard(async () => this.#tail?.close());
    await this.#guard(async () => this.#file?.close());
    this.#file = null;
  }

  async #pump(): Promise<void> {
    // Whatever else is written in this turn goes along.
    await Promise.resolve();
    while (this.#queue.length > 0) {
      const bytes = this.#queue.length === 1 ? (this.#queue[0] as Buffer) : Buffer.concat(this.#queue);
      this.#queue = [];
      this.#queuedBytes = 0;
      if (!this.#broken) await this.#guard(() => this.#store(bytes));
      if (!this.#full) continue;
      this.#full = false;
      this.#options.onDrain();
    }
    this.#pumping = null;
  }

  async #store(bytes: Buffer): Promise<void> {
    const file = this.#file ?? (await this.#open());
    const head = bytes.subarray(0, this.#headLeft);
    if (head.length > 0) {
      await this.#append(file, head);
      this.#headLeft -= head.length;
      this.#endsLine = head[head.length - 1] === newline;
    }
    if (head.length < bytes.length) await this.#tail?.write(bytes.subarray(head.length));
  }

  async #open(): Promise<FileHandle> {
    const { path, title, capBytes } = this.#options;
    mkdirSync(dirname(path), { recursive: true });
    const file = await open(path, 'a+', 0o600);
    this.#file = file;
    const { size } = await file.stat();
    this.#bytes = size;
    const left = Math.max(capBytes - size, Math.floor(capBytes / 8), 2);
    this.#headLeft = Math.floor(left / 2);
    this.#tail = new TailRing(`${path}.tail`, left - this.#headLeft);
    if (size === 0) return file;
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
    await this.#append(file, Buffer.from(`${buffer[0] === newline ? '' : '\n'}── ${title} ──\n`));
    return file;
  }

  async #append(file: FileHandle, bytes: Buffer): Promise<void> {
    await writeFully(file, bytes, null);
    this.#bytes += bytes.length;
  }

  async #appendTail(): Promise<void> {
    const file = this.#file;
    if (file === null || this.#tail === null || this.#broken) return;
    let first = true;
    await this.#tail.drain(async (piece, cutBytes) => {
      let part = piece;
      if (first && cutBytes > 0) {
        // The line that was cut in two goes too, unless it is a very long one.
        const end = piece.subarray(0, 4096).indexOf(newline) + 1;
        part = piece.subarray(end);
        await this.#append(
          file,
          Buffer.from(`${this.#endsLine ? '' : '\n'}… ${cutBytes + end} bytes cut …\n`),
        );
      }
      first = false;
      await this.#append(file, part);
    });
  }

  /** The engine goes on where the disk does not. */
  async #guard(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      const told = this.#broken;
      this.#broken = true;
      if (told) return; // Said once already, and nothing more is written.
      const why = reasons[errorCode(error) ?? ''] ?? errorMessage(error);
      this.#options.onFailure(
        `the log ${this.#options.path} could not be written (${why}); the run goes on without it`,
      );
    }
  }
}

const reasons: Readonly<Record<string, string | undefined>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the disk is read-only',
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  ENOTDIR: 'a part of its path is not a folder',
  EMFILE: 'too many open files',
  EIO: 'the disk reports an error',
};
