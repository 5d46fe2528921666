import type { BuildProgress } from '../../model/library-report.ts';

/** Who hears of a build, is told no more often than this, ms. */
const progressMs = 100;
const changesMs = 250;

/** Tells of progress and changes, not of each single one. */
export class BuilderNews {
  readonly #hearer: { progress(progress: BuildProgress): void; changed(): void };
  #lastProgress = Number.NEGATIVE_INFINITY;
  #lastChange = Number.NEGATIVE_INFINITY;
  #untold = false;

  constructor(hearer: { progress(progress: BuildProgress): void; changed(): void }) {
    this.#hearer = hearer;
  }

  progress(progress: BuildProgress): void {
    const now = performance.now();
    if (now - this.#lastProgress < progressMs) return;
    this.#lastProgress = now;
    this.#hearer.progress(progress);
  }

  changed(): void {
    this.#untold = true;
    if (performance.now() - this.#lastChange >= changesMs) this.flush();
  }

  /** Tells what has not been told yet; to be called when the work is done. */
  flush(): void {
    if (!this.#untold) return;
    this.#untold = false;
    this.#lastChange = performance.now();
    this.#hearer.changed();
  }
}
