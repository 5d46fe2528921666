import { UserError } from '../common/errors.ts';

interface Pending {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** Agents that wait for a lock: the promises behind what the scheduler decides. */
export class LockRequests {
  readonly #pending = new Map<string, Pending[]>();

  /** Resolves when the lock is granted; rejects with a `lock-refused` error when it will never be. */
  wait(executionId: string, lock: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const key = keyOf(executionId, lock);
      const waiting = this.#pending.get(key) ?? [];
      waiting.push({ resolve, reject });
      this.#pending.set(key, waiting);
    });
  }

  grant(executionId: string, lock: string): void {
    for (const { resolve } of this.#take(keyOf(executionId, lock))) resolve();
  }

  refuse(executionId: string, lock: string, reason: string): void {
    const error = new UserError('lock-refused', `lock ${lock} was refused: ${reason}`);
    for (const { reject } of this.#take(keyOf(executionId, lock))) reject(error);
  }

  /** An execution ended: it gets none of what it still asks for. */
  refuseAll(executionId: string, reason: string): void {
    for (const key of [...this.#pending.keys()]) {
      const [owner, lock] = JSON.parse(key) as [string, string];
      if (owner === executionId) this.refuse(executionId, lock, reason);
    }
  }

  #take(key: string): Pending[] {
    const waiting = this.#pending.get(key) ?? [];
    this.#pending.delete(key);
    return waiting;
  }
}

function keyOf(executionId: string, lock: string): string {
  return JSON.stringify([executionId, lock]);
}
