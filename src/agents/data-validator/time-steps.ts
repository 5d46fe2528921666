/** Different steps that are told apart; a series with more of them is not even. */
const mostSteps = 200;
/** Fewer steps say nothing about what is usual. */
const fewestSteps = 50;
/** The share of the steps that must be equal in a series of even steps. */
const evenShare = 0.98;

/** A series of times in even steps. */
export interface EvenSeries {
  /** Milliseconds; negative where the newest comes first. */
  readonly step: number;
  /** Steps that lead back or nowhere. */
  readonly disorders: number;
  /** Steps that are longer than the usual one. */
  readonly gaps: number;
}

/**
 * Measures the steps from one time of a series to the next. A step after one that led back or nowhere is none, since it
 * makes up for it.
 */
export class StepMeter {
  #previous: number | null = null;
  #direction = 0;
  #after = false;

  /** The step to a time in milliseconds; null where there is none. */
  step(time: number): number | null {
    const before = this.#previous;
    this.#previous = time;
    if (before === null) return null;
    const step = time - before;
    if (this.#direction === 0) this.#direction = Math.sign(step);
    const made = this.#after;
    this.#after = Math.sign(step) !== this.#direction;
    return made && !this.#after ? null : step;
  }

  /** A row of which the time is not known: the step over it is none. */
  interrupt(): void {
    this.#previous = null;
  }
}

/** Counts the steps of a column of times. */
export class TimeSteps {
  readonly #meter = new StepMeter();
  readonly #steps = new Map<number, number>();
  #count = 0;
  #first: number | null = null;
  #last = 0;

  add(time: number): void {
    this.#first ??= time;
    this.#last = time;
    const step = this.#meter.step(time);
    if (step === null) return;
    this.#count += 1;
    if (this.#steps.has(step) || this.#steps.size < mostSteps) {
      this.#steps.set(step, (this.#steps.get(step) ?? 0) + 1);
    }
  }

  /** A row of which the time is not known: the step over it is none. */
  interrupt(): void {
    this.#meter.interrupt();
  }

  /** What the series is like; null where its steps are not even. */
  series(): EvenSeries | null {
    if (this.#count < fewestSteps) return null;
    const [step, frequency] = [...this.#steps].reduce((best, entry) => (entry[1] > best[1] ? entry : best));
    if (step === 0 || frequency < evenShare * this.#count) return null;
    let disorders = 0;
    let gaps = 0;
    const span = Math.abs(this.#last - (this.#first ?? 0));
    for (const [other, count] of this.#steps) {
      const steps = other / step;
      // Series that are written one after another begin again: that is a large step back.
      if (steps <= 0 && Math.abs(other) > 0.2 * span) return null;
      if (steps <= 0) disorders += count;
      else if (steps >= 1.5) gaps += count;
    }
    return { step, disorders, gaps };
  }
}
