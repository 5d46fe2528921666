import * as z from 'zod';

/** A part as an iteration keeps it. */
export interface IterationPart {
  readonly part: string;
  readonly weight: number;
  /** 0 to 100. */
  readonly score: number;
}

/** What one run measured. */
export interface Iteration {
  /** Null where the agent was started by hand. */
  readonly run_id: string | null;
  /** When, as ISO 8601. */
  readonly at: string;
  /** 0 to 100: of the parts and weights as they were then. */
  readonly score: number;
  readonly parts: readonly IterationPart[];
}

const partSchema = z.object({
  part: z.string().min(1),
  weight: z.number().min(0),
  score: z.number().min(0).max(100),
});

/** An iteration as the record keeps it. */
export const iterationSchema = z.object({
  run_id: z.string().nullable(),
  at: z.string(),
  score: z.number().min(0).max(100),
  parts: z.array(partSchema).min(1),
});

/** Parts as this agent told them in an earlier run. */
export const toldPartsSchema = z.array(partSchema);

/** Iterations in the order of time, the newest first. */
export function newestFirst(iterations: readonly Iteration[]): Iteration[] {
  const time = ({ at }: Iteration): number => Date.parse(at) || 0;
  return [...iterations].sort((a, b) => time(b) - time(a));
}
