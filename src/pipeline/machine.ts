import { availableParallelism, totalmem } from 'node:os';
import type { DeclaredLimits } from '../model/definition.ts';

/** What a machine has: cores, and bytes of memory. */
export interface Machine {
  readonly cores: number;
  readonly memory: number;
}

/** Agents at once where nothing is declared. */
export const defaultConcurrency = 8;

/** Part of the machine's memory that agents may declare where nothing is said. */
export const defaultMemoryShare = 0.75;

/** This machine; in a container the memory of the container. */
export function thisMachine(): Machine {
  const constrained = process.constrainedMemory();
  const total = totalmem();
  return { cores: availableParallelism(), memory: constrained > 0 ? Math.min(constrained, total) : total };
}

/** The declared limits, completed from the machine. What is written is taken as written, also above the machine's. */
export function limitsOn(machine: Machine, declared: DeclaredLimits): Required<DeclaredLimits> {
  return {
    concurrency: declared.concurrency ?? defaultConcurrency,
    cpu: declared.cpu ?? machine.cores,
    memory: declared.memory ?? Math.floor(machine.memory * defaultMemoryShare),
  };
}
