/** Lines between the last visible one and the end within which the end counts as shown. */
const tolerance = 1;

/**
 * Whether an editor is to go on showing the end of what grows. Whoever scrolls up has left the end; whoever comes back
 * to it stays. That it grew is no reason: then the end moves away, and the first visible line stays where it is.
 */
export class EndKeeper {
  #atEnd: boolean;
  #top = 0;

  constructor(atEnd: boolean) {
    this.#atEnd = atEnd;
  }

  get atEnd(): boolean {
    return this.#atEnd;
  }

  /** The first visible line. */
  get top(): number {
    return this.#top;
  }

  /** Takes in what is visible now; lines from 0. */
  scrolled(top: number, bottom: number, lineCount: number): void {
    if (bottom >= lineCount - 1 - tolerance) this.#atEnd = true;
    else if (top < this.#top) this.#atEnd = false;
    this.#top = top;
  }

  /** Lines went at the beginning, or everything is another: where the first visible line is says nothing. */
  moved(): void {
    this.#top = 0;
  }

  /** Somebody asked for the end, or for something else. */
  keep(atEnd: boolean): void {
    this.#atEnd = atEnd;
  }
}
