import type { WriteStream } from 'node:tty';
import { stripVTControlCharacters } from 'node:util';

/** Lines that scroll up, above lines that are redrawn in place. Without a terminal only the former are written. */
export class LiveArea {
  readonly #out: NodeJS.WriteStream;
  #drawn: string[] = [];

  constructor(out: NodeJS.WriteStream) {
    this.#out = out;
  }

  get isLive(): boolean {
    return this.#out.isTTY === true;
  }

  /** A line that stays. */
  print(line: string): void {
    if (!this.isLive) {
      this.#out.write(`${line}\n`);
      return;
    }
    const below = this.#drawn;
    this.#out.write(`${this.#erase()}${line}\n${this.#paint(below)}`);
  }

  /** The lines below, as they are now. */
  draw(lines: readonly string[]): void {
    if (!this.isLive) return;
    if (lines.length === this.#drawn.length && lines.every((line, index) => line === this.#drawn[index]))
      return;
    this.#out.write(`${this.#erase()}${this.#paint(lines)}`);
  }

  #erase(): string {
    return this.#drawn.length === 0 ? '' : `\u001b[${this.#drawn.length}A\u001b[0J`;
  }

  #paint(lines: readonly string[]): string {
    const width = (this.#out as WriteStream).columns || 80;
    this.#drawn = [...lines];
    // A line that wraps would take two rows, and the next erase would miss one.
    return lines.map((line) => `${clip(line, width - 1)}\n`).join('');
  }
}

/** Cuts a line to a width on the screen; colours do not count, and end with the line. */
function clip(line: string, width: number): string {
  if (stripVTControlCharacters(line).length <= width) return line;
  return `${stripVTControlCharacters(line).slice(0, Math.max(0, width - 1))}…`;
}
