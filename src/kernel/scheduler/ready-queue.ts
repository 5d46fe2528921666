import { Heap } from '../../common/heap.ts';
import type { RunOptions } from '../../model/event.ts';
import type { PlanExecution } from '../../model/plan.ts';
import type { ExecutionPhase } from './execution-phase.ts';

/** An execution as the queue sees it. */
interface Candidate {
  phase: ExecutionPhase;
  readonly readyAt: number;
  readonly planned: PlanExecution;
  readonly run: {
    readonly id: string;
    readonly number: number;
    readonly options: RunOptions;
    readonly clustersOf: ReadonlyMap<string, readonly { readonly id: string; readonly limit: number }[]>;
  };
}

/** A waiter gains one step of priority for each of these, so that nothing starves; ms. */
export const agingMs = 60_000;

/**
 * What is ready to start, in the order in which it shall: priority (aged), then the longest remaining path, then the
 * order of submission and of the definition. Executions with the same needs are one group, since either all of them
 * fit or none: an admission looks at one head a group, however many wait.
 */
export class ReadyQueue<T extends Candidate> {
  readonly #groups = new Map<string, Heap<T>>();
  #size = 0;

  /** How many wait. */
  get size(): number {
    return this.#size;
  }

  push(execution: T): void {
    const signature = signatureOf(execution);
    let group = this.#groups.get(signature);
    if (!group) {
      group = new Heap<T>(compareReady);
      this.#groups.set(signature, group);
    }
    group.push(execution);
    this.#size += 1;
  }

  /** An execution is no longer ready (skipped, cancelled): it is dropped when it comes to the top. */
  forget(): void {
    this.#size -= 1;
  }

  /** The first of each group, in the order in which they shall start. */
  heads(): T[] {
    const heads: T[] = [];
    for (const [signature, group] of this.#groups) {
      let head = group.peek();
      while (head && head.phase !== 'ready') {
        group.pop();
        head = group.peek();
      }
      if (head) heads.push(head);
      else this.#groups.delete(signature);
    }
    return heads.length > 1 ? heads.sort(compareReady) : heads;
  }

  /** Takes out a head, which then is no longer `ready`. */
  take(head: T): void {
    head.phase = 'waiting';
    this.#groups.get(signatureOf(head))?.pop();
    this.#size -= 1;
  }
}

/** Ageing by epochs: who became ready an epoch earlier stands one step of priority higher, at every later time. */
function agedPriority(execution: Candidate): number {
  return execution.planned.agent.priority - Math.floor(execution.readyAt / agingMs);
}

function compareReady(a: Candidate, b: Candidate): number {
  return (
    agedPriority(b) - agedPriority(a) ||
    b.planned.remaining - a.planned.remaining ||
    a.run.number - b.run.number ||
    a.planned.index - b.planned.index
  );
}

const signatures = new WeakMap<Candidate, string>();

function signatureOf(execution: Candidate): string {
  let signature = signatures.get(execution);
  if (signature === undefined) {
    const { agent } = execution.planned;
    const clusters = execution.run.clustersOf.get(agent.name) ?? [];
    const own = execution.run.options.maxConcurrent === null ? '' : execution.run.id;
    signature = JSON.stringify([
      agent.resources.cpu,
      agent.resources.memory,
      agent.locks.map((lock) => lock.name),
      clusters.map((cluster) => [cluster.id, cluster.limit]),
      own,
    ]);
    signatures.set(execution, signature);
  }
  return signature;
}
