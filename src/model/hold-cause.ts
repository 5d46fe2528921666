/** What an execution can wait for. */
export const holdCauses = ['slots', 'cpu', 'memory', 'lock', 'cluster', 'run', 'breakpoint'] as const;
export type HoldCause = (typeof holdCauses)[number];
