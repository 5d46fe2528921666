import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { Poison } from './poison.ts';

/** So many processes in a row must have ended while they read a file, until it is taken for the reason. */
const deadlyAfter = 3;

/**
 * Says on disk which file is being read, for whoever comes after a process that ended meanwhile: a file that takes the
 * whole process down would do so for ever, since the group that it is in is never written.
 */
export class ReadingMark {
  readonly #file: number | null;
  #suspect: { readonly path: string; readonly deaths: number } | null;

  constructor(path: string) {
    this.#suspect = suspectOf(path);
    this.#file = orNull(() => openSync(path, 'w'));
  }

  /** What is known of a file if one process after another ended while it was read; null where none or few did. */
  poison(path: string): Poison | null {
    if (this.#suspect?.path !== path || this.#suspect.deaths < deadlyAfter) return null;
    return { trouble: 'it ended the process', always: this.#suspect.deaths > deadlyAfter };
  }

  begin(path: string): void {
    const deaths = this.#suspect?.path === path ? this.#suspect.deaths : 0;
    this.#write(`${deaths} ${JSON.stringify(path)}\n`);
  }

  /** @param path what was read to its end, so that it is no reason for anything; what is read next takes its place */
  end(path: string): void {
    if (this.#suspect?.path === path) this.#suspect = null;
  }

  /** Nothing is read for a while. */
  rest(): void {
    this.#write('\n');
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file);
  }

  #write(line: string): void {
    const file = this.#file;
    if (file !== null) orNull(() => writeSync(file, line, 0));
  }
}

/** On a disk that takes nothing more, files are read without a mark. */
function orNull<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}

function suspectOf(path: string) {
  try {
    const [line = ''] = readFileSync(path, 'utf8').split('\n', 1);
    const match = /^(\d+) (".*")$/.exec(line);
    return match === null ? null : { path: String(JSON.parse(match[2] ?? '')), deaths: Number(match[1]) + 1 };
  } catch {
    // Nobody died, or what they left cannot be read.
    return null;
  }
}
