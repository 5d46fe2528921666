import type { Disposable } from '../common/disposable.ts';
import type { WhenAlone } from '../rpc/methods.ts';

export interface AloneWatchOptions {
  /** Milliseconds to wait for somebody to come back, as a window does that is loaded again. */
  readonly aloneMs: number;
  activeRuns(): number;
  /** Called when nobody came back, and again whenever `check` finds a run after that. */
  cancelRuns(): void;
}

/**
 * Cancels the runs that nobody watches any more, where the last client that left and had a wish wished so. A client
 * without one, such as a command that asks for the status, changes nothing.
 */
export class AloneWatch implements Disposable {
  readonly #options: AloneWatchOptions;
  #clients = 0;
  #wish: WhenAlone = 'keep';
  #over = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: AloneWatchOptions) {
    this.#options = options;
  }

  joined(): void {
    this.#clients += 1;
    this.#over = false;
    clearTimeout(this.#timer);
  }

  /** @param wish null where the client never said one */
  left(wish: WhenAlone | null): void {
    this.#clients -= 1;
    if (this.#clients > 0) return;
    if (wish !== null) this.#wish = wish;
    if (this.#wish === 'keep' || this.#options.activeRuns() === 0) return;
    this.#timer = setTimeout(() => {
      this.#over = true;
      this.check();
    }, this.#options.aloneMs);
  }

  /** To be called when the number of active runs may have changed: one that was being prepared may have begun. */
  check(): void {
    if (this.#over && this.#options.activeRuns() > 0) this.#options.cancelRuns();
  }

  dispose(): void {
    this.#over = false;
    clearTimeout(this.#timer);
  }
}
