import type { DodecaEvent } from '../../model/event.ts';

/** Who holds which lock of a run, and who waits for one, as its events so far tell. */
export class PastLocks {
  /** By lock: ids of executions, in the order in which they took it. */
  readonly #holders = new Map<string, Set<string>>();
  /** By execution: what it waits for, and who held that when it began to wait. */
  readonly #waiting = new Map<string, { readonly lock: string; readonly holders: readonly string[] }>();

  apply(event: DodecaEvent): void {
    switch (event.type) {
      case 'run.resumed':
        // Whoever held a lock when the run came to its end has no process any more.
        this.#holders.clear();
        this.#waiting.clear();
        break;
      case 'lock.acquired':
        this.#take(event.lock, event.executionId);
        break;
      case 'lock.waiting':
        this.#waiting.set(event.executionId, { lock: event.lock, holders: event.holders });
        break;
      case 'lock.released':
        this.#release(event.lock, event.executionId);
        break;
      case 'execution.retrying':
      case 'execution.finished':
      case 'execution.rewound':
        // An engine that died told of no release.
        this.#waiting.delete(event.executionId);
        for (const lock of [...this.#holders.keys()]) this.#release(lock, event.executionId);
        break;
      default:
        break;
    }
  }

  /** The locks that an execution holds or waits for. */
  namesOf(executionId: string): string[] {
    const awaited = this.#waiting.get(executionId);
    const held = [...this.#holders].flatMap(([lock, holders]) => (holders.has(executionId) ? [lock] : []));
    return awaited ? [...held, awaited.lock] : held;
  }

  isHeldBy(lock: string, executionId: string): boolean {
    return this.#holders.get(lock)?.has(executionId) ?? false;
  }

  /** The executions of the run that hold a lock. */
  holdersOf(lock: string): readonly string[] {
    return [...(this.#holders.get(lock) ?? [])];
  }

  /** Who held what an execution waits for, `STAGE/AGENT`: also those of other runs, as they were told then. */
  toldTo(executionId: string, lock: string): readonly string[] {
    const awaited = this.#waiting.get(executionId);
    return awaited?.lock === lock ? awaited.holders : [];
  }

  #take(lock: string, executionId: string): void {
    if (this.#waiting.get(executionId)?.lock === lock) this.#waiting.delete(executionId);
    const holders = this.#holders.get(lock);
    if (holders) holders.add(executionId);
    else this.#holders.set(lock, new Set([executionId]));
  }

  #release(lock: string, executionId: string): void {
    const holders = this.#holders.get(lock);
    if (holders?.delete(executionId) && holders.size === 0) this.#holders.delete(lock);
  }
}
