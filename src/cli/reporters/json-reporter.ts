import type { Writable } from 'node:stream';
import type { DodecaEvent } from '../../model/event.ts';
import type { Reporter } from './reporter.ts';

/** Every event as one line of JSON on standard output; people's text goes to standard error. */
export class JsonReporter implements Reporter {
  readonly #out: Writable;
  readonly #err: Writable;

  constructor(out: Writable, err: Writable) {
    this.#out = out;
    this.#err = err;
  }

  onEvent(event: DodecaEvent): void {
    this.#out.write(`${JSON.stringify(event)}\n`);
  }

  onMessage(text: string): void {
    this.#err.write(`${text}\n`);
  }

  end(): void {
    // Every line is out already.
  }
}
