import { closeSync, openSync, readSync } from 'node:fs';
import type { TestEvent } from './test-event.ts';

const lookMs = 100;

/** Reads a file of events while it grows. */
export class EventTail {
  readonly file: string;
  readonly #descriptor: number;
  readonly #tell: (event: TestEvent) => void;
  readonly #timer: NodeJS.Timeout;
  #rest = '';
  #failures = 0;
  #ended = false;
  #running: string | null = null;

  constructor(file: string, tell: (event: TestEvent) => void) {
    this.file = file;
    this.#tell = tell;
    this.#descriptor = openSync(file, 'a+');
    this.#timer = setInterval(() => this.read(), lookMs);
  }

  get failures(): number {
    return this.#failures;
  }

  /** Whether all tests were run. */
  get ended(): boolean {
    return this.#ended;
  }

  /** The title of the test that has begun and not ended. */
  get running(): string | null {
    return this.#running;
  }

  /** Reads what was added since. */
  read(): void {
    const buffer = Buffer.alloc(1 << 16);
    for (;;) {
      const length = readSync(this.#descriptor, buffer, 0, buffer.length, null);
      if (length === 0) break;
      this.#rest += buffer.toString('latin1', 0, length);
    }
    const lines = this.#rest.split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines)
      this.#take(JSON.parse(Buffer.from(line, 'latin1').toString('utf8')) as TestEvent);
  }

  stop(): void {
    clearInterval(this.#timer);
    closeSync(this.#descriptor);
  }

  #take(event: TestEvent): void {
    if (event.type === 'test') this.#running = event.title;
    else if (event.type !== 'note') this.#running = null;
    if (event.type === 'failed') this.#failures += 1;
    if (event.type === 'end') this.#ended = true;
    this.#tell(event);
  }
}
