import { formatBytes } from '../../common/text.ts';
import type { AgentDefinition } from '../../model/definition.ts';
import type { HoldCause } from '../../model/hold-cause.ts';
import type { Limits } from './scheduler-event.ts';

/** What keeps an execution from starting. */
export interface Blocker {
  readonly cause: HoldCause;
  readonly reason: string;
}

/** What is set aside for those that have waited too long to be passed by smaller ones. */
export interface Reservation {
  slots: number;
  cpu: number;
  memory: number;
  readonly locks: Set<string>;
  by: string;
}

/** Sums of halves and tenths of cores must not fail by the last bit. */
const epsilon = 1e-9;

/** Slots, cores and memory by declared need: what is free is the limit minus what runs has declared. */
export class Capacity {
  limits: Limits;
  slots = 0;
  cpu = 0;
  memory = 0;
  readonly #clusters = new Map<string, number>();

  constructor(limits: Limits) {
    this.limits = limits;
  }

  inCluster(id: string): number {
    return this.#clusters.get(id) ?? 0;
  }

  take(agent: AgentDefinition, clusters: readonly { readonly id: string }[]): void {
    this.#change(agent, clusters, 1);
  }

  giveBack(agent: AgentDefinition, clusters: readonly { readonly id: string }[]): void {
    this.#change(agent, clusters, -1);
    if (this.slots === 0) this.cpu = this.memory = 0;
  }

  /** What an agent's declared need lacks, or null when it fits. A need above the limit fits when nothing else runs. */
  lacks(agent: AgentDefinition, reserved: Reservation): Blocker | null {
    const { limits } = this;
    const { cpu, memory } = agent.resources;
    if (this.slots + 1 > limits.concurrency)
      return {
        cause: 'slots',
        reason: `waits for a free slot: ${this.slots} of ${limits.concurrency} in use`,
      };
    if (this.slots + reserved.slots + 1 > limits.concurrency)
      return { cause: 'slots', reason: `gives way to ${reserved.by}, which has waited longer` };
    if (this.slots === 0 && reserved.slots === 0) return null;
    if (cpu > 0 && this.cpu + cpu > limits.cpu + epsilon)
      return {
        cause: 'cpu',
        reason: `needs ${cpu} cores, ${round(limits.cpu - this.cpu)} of the limit of ${limits.cpu} free`,
      };
    if (memory > 0 && this.memory + memory > limits.memory)
      return {
        cause: 'memory',
        reason: `needs ${formatBytes(memory)}, ${formatBytes(Math.max(0, limits.memory - this.memory))} of the limit of ${formatBytes(limits.memory)} free`,
      };
    if (cpu > 0 && this.cpu + reserved.cpu + cpu > limits.cpu + epsilon)
      return { cause: 'cpu', reason: `gives way to ${reserved.by}, which has waited longer` };
    if (memory > 0 && this.memory + reserved.memory + memory > limits.memory)
      return { cause: 'memory', reason: `gives way to ${reserved.by}, which has waited longer` };
    return null;
  }

  #change(agent: AgentDefinition, clusters: readonly { readonly id: string }[], sign: 1 | -1): void {
    this.slots += sign;
    this.cpu += sign * agent.resources.cpu;
    this.memory += sign * agent.resources.memory;
    for (const { id } of clusters) this.#clusters.set(id, this.inCluster(id) + sign);
  }
}

function round(value: number): number {
  return Math.max(0, Math.round(value * 100) / 100);
}
