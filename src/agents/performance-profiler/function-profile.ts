/** Where a function is. */
export interface FunctionPlace {
  readonly name: string;
  /** As the profiler names the file; empty for what is built in. */
  readonly file: string;
  /** Relative to the workspace, with `/`; null where it is no file of it. */
  readonly path: string | null;
  /** From 1; null where it has none. */
  readonly line: number | null;
}

/** What was measured of a function, seconds. */
export interface FunctionTime extends FunctionPlace {
  /** In the function itself. */
  readonly self: number;
  /** In the function and in all that it called, counted once where it calls itself. */
  readonly total: number;
  /**
   * For a function of the workspace: in it, and in functions outside of the workspace that it called, however deep.
   * Over all functions of the workspace these add up to no more than the whole. Null for others.
   */
  readonly charged: number | null;
  /** Null where the profiler does not count them. */
  readonly calls: number | null;
}

/** A stack with the time spent in it. */
export interface WeightedStack {
  /** Indices of functions, the outermost first. */
  readonly stack: readonly number[];
  readonly weight: number;
}

/** What a profiler said. */
export interface FunctionProfile {
  /** The profiler and what it measures, for people. */
  readonly method: string;
  /** Seconds in all functions together: what shares are of. */
  readonly seconds: number;
  readonly functions: readonly FunctionTime[];
  /** For a viewer; in seconds. */
  readonly stacks: readonly WeightedStack[];
  /** What the stacks are, for people. */
  readonly stacksAre: string;
}

/** The functions with the most time in themselves, and some of it. */
export function bySelfTime({ functions }: FunctionProfile): readonly FunctionTime[] {
  return functions.filter(({ self }) => self > 0).sort((a, b) => b.self - a.self);
}

/** A profile shorter than this, in seconds, says too little to judge by. */
export const leastSeconds = 0.1;

/** The functions of the workspace that are charged with at least a share of the time, the most first. */
export function hotSpots(profile: FunctionProfile, leastShare: number): readonly FunctionTime[] {
  if (profile.seconds < leastSeconds) return [];
  return profile.functions
    .filter(({ charged }) => charged !== null && charged > 0 && charged >= leastShare * profile.seconds)
    .sort((a, b) => (b.charged ?? 0) - (a.charged ?? 0));
}
