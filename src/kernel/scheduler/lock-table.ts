/** Whoever holds or wants a lock: an execution, seen as the lock table needs it. */
export interface LockOwner {
  readonly id: string;
  readonly agent: string;
  /** 0 (low) to 9. */
  readonly priority: number;
  /** When it started, ms. */
  readonly startedAt: number;
}

/** A lock, who holds it and who waits for it, the first one first. */
export interface LockState {
  readonly name: string;
  slots: number;
  readonly holders: Map<string, LockOwner>;
  readonly waiters: LockOwner[];
}

/** One edge of a deadlock: `owner` waits for `lock`, which the owner of the next edge holds. */
export interface DeadlockEdge {
  readonly owner: LockOwner;
  readonly lock: string;
}

/** Named locks and pools, who holds them and who waits while running. Pure bookkeeping: nothing blocks. */
export class LockTable {
  readonly #locks = new Map<string, LockState>();
  readonly #heldBy = new Map<string, Set<string>>();
  readonly #waitsFor = new Map<string, string>();

  /** Whether `count` owners more could hold the lock now, none of those that wait for it while running passed over. */
  isFree(name: string): boolean {
    const lock = this.#locks.get(name);
    return !lock || (lock.holders.size < lock.slots && lock.waiters.length === 0);
  }

  holders(name: string): LockOwner[] {
    return [...(this.#locks.get(name)?.holders.values() ?? [])];
  }

  /** The locks that somebody holds, with who waits for each. */
  inUse(): LockState[] {
    return [...this.#locks.values()].filter(({ holders }) => holders.size > 0);
  }

  /** The locks that an owner holds, in the order in which it took them. */
  heldBy(id: string): string[] {
    return [...(this.#heldBy.get(id) ?? [])];
  }

  isHolding(id: string, name: string): boolean {
    return this.#heldBy.get(id)?.has(name) ?? false;
  }

  /** The lock that an owner waits for while it runs. */
  awaitedBy(id: string): string | undefined {
    return this.#waitsFor.get(id);
  }

  /** An owner no longer waits; answers with who now has the lock. */
  withdraw(id: string): { lock: string; owner: LockOwner }[] {
    const lock = this.#locks.get(this.#waitsFor.get(id) ?? '');
    this.#waitsFor.delete(id);
    if (!lock) return [];
    const at = lock.waiters.findIndex((waiter) => waiter.id === id);
    if (at >= 0) lock.waiters.splice(at, 1);
    return this.#serve(lock).map((owner) => ({ lock: lock.name, owner }));
  }

  /** Gives a lock that is known to be free. */
  take(name: string, slots: number, owner: LockOwner): void {
    this.#hold(this.#lock(name, slots), owner);
  }

  /** Asks for a lock while running: true when it is given at once, false when the owner waits now. */
  request(name: string, slots: number, owner: LockOwner): boolean {
    const lock = this.#lock(name, slots);
    if (lock.holders.size < lock.slots && lock.waiters.length === 0) {
      this.#hold(lock, owner);
      return true;
    }
    lock.waiters.push(owner);
    this.#waitsFor.set(owner.id, name);
    return false;
  }

  /** Gives back one lock; answers with those who now have it. */
  release(id: string, name: string): LockOwner[] {
    const lock = this.#locks.get(name);
    if (!lock?.holders.delete(id)) return [];
    this.#heldBy.get(id)?.delete(name);
    return this.#serve(lock);
  }

  /** An owner ended: everything it held or waited for is given up. Answers with who now has what. */
  releaseAll(id: string): { lock: string; owner: LockOwner }[] {
    const given = this.withdraw(id);
    for (const name of this.heldBy(id))
      given.push(...this.release(id, name).map((owner) => ({ lock: name, owner })));
    this.#heldBy.delete(id);
    return given;
  }

  /**
   * The deadlock that `id` is part of, as a cycle of waiting, or null. With pools a cycle alone is not a deadlock:
   * first everyone who can still come to an end is taken out (graph reduction, Holt 1972), then a cycle is read off
   * what is left.
   */
  findDeadlock(id: string): DeadlockEdge[] | null {
    const stuck = this.#stuck();
    if (!stuck.has(id)) return null;
    const path: DeadlockEdge[] = [];
    const seen = new Map<string, number>();
    let at = id;
    while (!seen.has(at)) {
      seen.set(at, path.length);
      const name = this.#waitsFor.get(at);
      const lock = name === undefined ? undefined : this.#locks.get(name);
      const owner = lock?.waiters.find((waiter) => waiter.id === at);
      const next = lock && [...lock.holders.keys()].find((holder) => stuck.has(holder));
      if (!lock || !owner || next === undefined) return null;
      path.push({ owner, lock: lock.name });
      at = next;
    }
    return path.slice(seen.get(at));
  }

  /** Owners that wait for something that nobody who can still move will ever give back. */
  #stuck(): Set<string> {
    const stuck = new Set(this.#waitsFor.keys());
    for (let changed = true; changed; ) {
      changed = false;
      for (const id of stuck) {
        const lock = this.#locks.get(this.#waitsFor.get(id) ?? '');
        const canMove =
          !lock ||
          lock.holders.size < lock.slots ||
          [...lock.holders.keys()].some((holder) => !stuck.has(holder));
        if (canMove) {
          stuck.delete(id);
          changed = true;
        }
      }
    }
    return stuck;
  }

  #lock(name: string, slots: number): LockState {
    let lock = this.#locks.get(name);
    if (!lock) {
      lock = { name, slots, holders: new Map(), waiters: [] };
      this.#locks.set(name, lock);
    }
    // Definitions may disagree from one run to the next: what was said last holds.
    lock.slots = slots;
    return lock;
  }

  #hold(lock: LockState, owner: LockOwner): void {
    lock.holders.set(owner.id, owner);
    let held = this.#heldBy.get(owner.id);
    if (!held) {
      held = new Set();
      this.#heldBy.set(owner.id, held);
    }
    held.add(lock.name);
  }

  /** Hands a lock on: higher priority first, then who asked first. */
  #serve(lock: LockState): LockOwner[] {
    const given: LockOwner[] = [];
    while (lock.holders.size < lock.slots && lock.waiters.length > 0) {
      let best = 0;
      for (let i = 1; i < lock.waiters.length; i++)
        if ((lock.waiters[i]?.priority ?? 0) > (lock.waiters[best]?.priority ?? 0)) best = i;
      const [owner] = lock.waiters.splice(best, 1);
      if (!owner) break;
      this.#waitsFor.delete(owner.id);
      this.#hold(lock, owner);
      given.push(owner);
    }
    if (lock.holders.size === 0 && lock.waiters.length === 0) this.#locks.delete(lock.name);
    return given;
  }
}

/** Who of a deadlock is ended: the lowest priority, among those the youngest. */
export function chooseVictim(cycle: readonly DeadlockEdge[]): LockOwner | undefined {
  return cycle
    .map((edge) => edge.owner)
    .sort((a, b) => a.priority - b.priority || b.startedAt - a.startedAt || (a.id < b.id ? 1 : -1))[0];
}
