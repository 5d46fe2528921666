/** A text that may grow without end: its beginning and its end are kept, and what was between them is counted. */
export class CappedText {
  readonly #half: number;
  #head = '';
  #tail: string[] = [];
  #tailLength = 0;
  #lost = 0;

  /** @param limit UTF-16 code units that are kept */
  constructor(limit: number) {
    this.#half = Math.ceil(limit / 2);
  }

  add(text: string): void {
    const room = this.#half - this.#head.length;
    const first = this.#tailLength === 0 && this.#lost === 0 ? text.slice(0, Math.max(0, room)) : '';
    this.#head += first;
    const rest = text.slice(first.length).slice(-this.#half);
    this.#lost += text.length - first.length - rest.length;
    if (rest === '') return;
    this.#tail.push(rest);
    this.#tailLength += rest.length;
    while (this.#tailLength - (this.#tail[0] as string).length >= this.#half) {
      const gone = this.#tail.shift() as string;
      this.#tailLength -= gone.length;
      this.#lost += gone.length;
    }
  }

  /** Whether nothing was left out. */
  get isWhole(): boolean {
    return this.#lost === 0;
  }

  /** What was kept, with a line that tells how much was left out. */
  get text(): string {
    const tail = this.#tail.join('');
    return this.#lost === 0
      ? this.#head + tail
      : `${this.#head}\n… ${this.#lost} characters are left out here …\n${tail}`;
  }
}
