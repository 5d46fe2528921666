import type { TestEvent } from './test-event.ts';

/** As mocha has it, milliseconds. */
const slowMs = 75;

/** What is printed where a test failed and is tried once more. */
export function retryText(title: string, error: string): string {
  return `↻ ${title}, which is tried again after\n${error.replace(/^/gm, '       ')}`;
}

/** Prints tests as mocha's spec reporter does, and counts them. */
export class SpecPrinter {
  readonly #print: (line: string) => void;
  readonly #failures: { readonly path: readonly string[]; readonly error: string }[] = [];
  readonly #started = performance.now();
  #passed = 0;
  #skipped = 0;
  #retried = 0;
  #depth = 0;

  constructor(print: (line: string) => void) {
    this.#print = print;
  }

  get failed(): number {
    return this.#failures.length;
  }

  /** Counts what happened, and prints its line. */
  tell(event: TestEvent): void {
    if (event.type === 'begin') this.#depth = 0;
    if ('depth' in event) this.#depth = event.depth;
    if (event.type === 'passed') this.#passed += 1;
    if (event.type === 'skipped') this.#skipped += 1;
    if (event.type === 'retried') this.#retried += 1;
    if (event.type === 'failed') this.#failures.push(event);
    const line = this.#lineOf(event);
    if (line !== null) this.#print(`${'  '.repeat(this.#depth + 1)}${line}`);
  }

  #lineOf(event: TestEvent): string | null {
    switch (event.type) {
      case 'begin':
        return `in VS Code ${event.vscode}, Node ${event.node}`;
      case 'suite':
        return event.title;
      case 'passed':
        return `✔ ${event.title}${event.ms > slowMs ? ` (${event.ms}ms)` : ''}`;
      case 'skipped':
        return `- ${event.title}`;
      case 'retried':
        return retryText(event.title, event.error);
      case 'failed':
        return `${this.#failures.length}) ${event.path.at(-1)}`;
      case 'note':
        return `    ${event.text}`;
      case 'test':
      case 'end':
        return null;
    }
  }

  /** The sums, and the failures in full. */
  finish(): void {
    const seconds = ((performance.now() - this.#started) / 1000).toFixed(0);
    this.#print(`\n  ${this.#passed} passing (${seconds}s)`);
    if (this.#skipped > 0) this.#print(`  ${this.#skipped} pending`);
    if (this.#retried > 0) this.#print(`  ${this.#retried} tried again`);
    if (this.failed === 0) return;
    this.#print(`  ${this.failed} failing\n`);
    this.#failures.forEach(({ path, error }, index) => {
      this.#print(`  ${index + 1}) ${path.join(' › ')}`);
      this.#print(`${error.replace(/^/gm, '       ')}\n`);
    });
  }
}
