/** After so many milliseconds a text that did not arrive is not waited for: it may have been the same. */
const patienceMs = 5000;

/**
 * How soon something that grows is shown again. The whole text goes to the editor each time, so the longer it is and
 * the slower it arrives, the rarer.
 */
export class Pace {
  readonly #now: () => number;
  #sentAt: number | null = null;
  #tookMs = 0;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** A text is given to the editor. */
  sent(): void {
    this.#sentAt ??= this.#now();
  }

  /** The editor has it. */
  arrived(): void {
    if (this.#sentAt === null) return;
    this.#tookMs = this.#now() - this.#sentAt;
    this.#sentAt = null;
  }

  /** Whether the last text has not arrived, so that another one would only follow it. */
  get isUnderWay(): boolean {
    if (this.#sentAt !== null && this.#now() - this.#sentAt > patienceMs) this.#sentAt = null;
    return this.#sentAt !== null;
  }

  /** Milliseconds until the next look, for a text of so many bytes. */
  waitMs(bytes: number): number {
    return Math.max(150 + Math.round(bytes / 8192), 2 * this.#tookMs);
  }
}
