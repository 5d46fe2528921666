import { type Disposable, disposable } from '../common/disposable.ts';
import type { DebuggeeEvent } from './debuggee.ts';

/**
 * Hands events of a debuggee to who listens, in their order; what comes before anybody listens is kept for the first
 * one.
 */
export class DebuggeeEvents {
  readonly #listeners = new Set<(event: DebuggeeEvent) => void>();
  readonly #waiting: (DebuggeeEvent | Promise<DebuggeeEvent | null>)[] = [];
  #isHeard = false;
  /** Nobody listens yet, or an event is not known yet. */
  #isHeld = true;

  emit(event: DebuggeeEvent): void {
    this.#waiting.push(event);
    this.#deliver();
  }

  /** An event that will be known soon; those that follow wait for it. It must not be rejected; null is none. */
  emitLater(event: Promise<DebuggeeEvent | null>): void {
    this.#waiting.push(event);
    this.#deliver();
  }

  on(listener: (event: DebuggeeEvent) => void): Disposable {
    this.#listeners.add(listener);
    if (!this.#isHeard) {
      this.#isHeard = true;
      this.#release();
    }
    return disposable(() => this.#listeners.delete(listener));
  }

  #release(): void {
    this.#isHeld = false;
    this.#deliver();
  }

  #deliver(): void {
    while (!this.#isHeld) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      if (!(next instanceof Promise)) this.#hand(next);
      else {
        this.#isHeld = true;
        next.then((event) => {
          if (event) this.#hand(event);
          this.#release();
        });
      }
    }
  }

  #hand(event: DebuggeeEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }
}
