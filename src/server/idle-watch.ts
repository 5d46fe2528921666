import type { Disposable } from '../common/disposable.ts';

/** Milliseconds that whoever started an engine has to join it, at least. */
const firstClientMs = 10_000;

export interface IdleWatchOptions {
  /** Milliseconds to wait for somebody after the last client and the last run. */
  readonly idleMs: number;
  /** Whether the command line started this engine, for itself. */
  readonly startedByCli: boolean;
  activeRuns(): number;
  /** Called once. */
  onLeave(reason: string): void;
}

/** Decides when an engine that nobody needs leaves. */
export class IdleWatch implements Disposable {
  readonly #options: IdleWatchOptions;
  #clients = 0;
  #joined = false;
  #linger: boolean;
  #whenIdle = false;
  #done = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: IdleWatchOptions) {
    this.#options = options;
    this.#linger = !options.startedByCli;
    this.check();
  }

  /** A client is there; `linger` says that somebody may follow it. */
  joined(linger: boolean): void {
    this.#clients += 1;
    this.#joined = true;
    if (linger) this.#linger = true;
    this.check();
  }

  left(): void {
    this.#clients -= 1;
    this.check();
  }

  /** From now on it leaves with the last run, whoever is there. */
  leaveWhenIdle(): void {
    this.#whenIdle = true;
    this.check();
  }

  /** To be called when the number of active runs may have changed. */
  check(): void {
    clearTimeout(this.#timer);
    if (this.#done || this.#options.activeRuns() > 0) return;
    if (this.#whenIdle) {
      this.#leaveAfter(0, 'it was asked to leave when idle');
    } else if (this.#clients === 0) {
      const { idleMs } = this.#options;
      const wait = this.#linger ? idleMs : 0;
      this.#leaveAfter(this.#joined ? wait : Math.max(idleMs, firstClientMs), 'no client and no run is left');
    }
  }

  dispose(): void {
    this.#done = true;
    clearTimeout(this.#timer);
  }

  #leaveAfter(ms: number, reason: string): void {
    this.#timer = setTimeout(() => {
      if (this.#done) return;
      this.dispose();
      this.#options.onLeave(reason);
    }, ms);
  }
}
