import { emit } from '../agent-protocol/emit.ts';

/** Milliseconds between two progress messages, and between two turns given to what else is going on. */
const messageEveryMs = 150;
const turnEveryMs = 20;

/** Says how far the work is, seldom enough not to flood anybody, and lets other work of the process have its turn. */
export class Progress {
  readonly #what: string;
  readonly #total: number;
  #done = 0;
  #lastMessage = 0;
  #lastTurn = performance.now();

  constructor(what: string, total: number) {
    this.#what = what;
    this.#total = total;
  }

  /** One more is done. */
  step(): void {
    this.#done += 1;
    const now = performance.now();
    if (now - this.#lastMessage < messageEveryMs) return;
    this.#lastMessage = now;
    const percent = Math.round((100 * this.#done) / this.#total);
    emit({ type: 'progress', percent, message: `${this.#what} ${this.#done} of ${this.#total}` });
  }

  /** A promise when it is time to let events through; awaited only then, since a turn costs more than a small file. */
  turn(): Promise<void> | undefined {
    if (performance.now() - this.#lastTurn < turnEveryMs) return undefined;
    return new Promise((resolve) => {
      setImmediate(() => {
        this.#lastTurn = performance.now();
        resolve();
      });
    });
  }
}
