import * as z from 'zod';
import { robustSummary } from '../../analysis/robust-summary.ts';
import type { FunctionPlace, FunctionProfile, FunctionTime, WeightedStack } from './function-profile.ts';

/** What is read of a `.cpuprofile`: `Profiler.Profile` of the Chrome DevTools Protocol; times in microseconds. */
const cpuProfileSchema = z.object({
  nodes: z.array(
    z.object({
      id: z.number(),
      callFrame: z.object({
        functionName: z.string(),
        url: z.string(),
        lineNumber: z.number(),
        columnNumber: z.number(),
      }),
      children: z.array(z.number()).optional(),
    }),
  ),
  startTime: z.number(),
  endTime: z.number(),
  samples: z.array(z.number()),
  timeDeltas: z.array(z.number()),
});

export type CpuProfile = z.infer<typeof cpuProfileSchema>;

/** The profile that a text holds; null where it is none. */
export function readCpuProfile(text: string): CpuProfile | null {
  try {
    return cpuProfileSchema.parse(JSON.parse(text));
  } catch {
    return null; // Cut off, since the process was killed.
  }
}

/** A gap so many times as long as the median one is no time of the sample before it. */
const longestGap = 10;

/**
 * Microseconds that each sample stands for: until the next one, the last until the end. Clocks that go back count
 * nothing. The profiler samples a program also while it waits for the system, so that in a long gap it had no
 * processor: on a busy machine one such gap would make a trifle the hottest of all, and it counts as ten usual ones.
 */
export function sampleWeights({ samples, timeDeltas, startTime, endTime }: CpuProfile): number[] {
  let at = startTime;
  let latest = startTime;
  const times = samples.map((_, index) => {
    at += timeDeltas[index] ?? 0;
    latest = Math.max(latest, at);
    return latest;
  });
  const gaps = times.map((time, index) => (times[index + 1] ?? Math.max(endTime, time)) - time);
  const median = robustSummary(gaps.filter((gap) => gap > 0))?.median ?? 0;
  return gaps.map((gap) => Math.min(gap, longestGap * median));
}

/** The root is no function, and time in which nothing ran is none of the program. */
const leftOut: ReadonlySet<string> = new Set(['(root)', '(idle)']);

/**
 * Time by function of a sampled profile. Functions are told apart by name, file and position.
 *
 * @param pathOf where a script is in the workspace, by its URL; null for others
 */
export function profileOfSamples(
  profile: CpuProfile,
  pathOf: (url: string) => string | null,
): FunctionProfile {
  const { places, stackOf } = readNodes(profile, pathOf);
  const self = new Float64Array(places.length);
  const total = new Float64Array(places.length);
  const charged = new Float64Array(places.length);
  const stacks: WeightedStack[] = [];
  let seconds = 0;
  let lastNode = Number.NaN;
  const weights = sampleWeights(profile);
  const weightOfNode = new Map<number, number>();
  profile.samples.forEach((node, index) => {
    const stack = stackOf(node);
    if (stack.length === 0) return;
    const weight = (weights[index] ?? 0) / 1e6;
    seconds += weight;
    weightOfNode.set(node, (weightOfNode.get(node) ?? 0) + weight);
    const previous = stacks.at(-1);
    if (node === lastNode && previous) stacks.splice(-1, 1, { stack, weight: previous.weight + weight });
    else stacks.push({ stack, weight });
    lastNode = node;
  });
  for (const [node, weight] of weightOfNode) {
    const stack = stackOf(node);
    const add = (times: Float64Array, place: number | undefined): void => {
      if (place !== undefined) times[place] = (times[place] ?? 0) + weight;
    };
    for (const place of new Set(stack)) add(total, place);
    add(self, stack.at(-1));
    add(
      charged,
      stack.findLast((place) => places[place]?.path != null),
    );
  }
  const functions = places.map(
    (place, index): FunctionTime => ({
      ...place,
      self: self[index] ?? 0,
      total: total[index] ?? 0,
      charged: place.path === null ? null : (charged[index] ?? 0),
      calls: null,
    }),
  );
  return {
    method: 'the sampling profiler of V8 (node --cpu-prof): the main thread, idle time left out',
    seconds,
    functions,
    stacks,
    stacksAre: 'samples in their order, idle time left out',
  };
}

interface ProfileNodes {
  readonly places: readonly FunctionPlace[];
  /** The functions of a node, the outermost first; empty where it is none. */
  stackOf(node: number): readonly number[];
}

function readNodes({ nodes }: CpuProfile, pathOf: (url: string) => string | null): ProfileNodes {
  const places: FunctionPlace[] = [];
  const known = new Map<string, number>();
  const placeOf = new Map<number, number>();
  const parentOf = new Map<number, number>();
  for (const { id, callFrame, children } of nodes) {
    for (const child of children ?? []) parentOf.set(child, id);
    const { functionName, url, lineNumber, columnNumber } = callFrame;
    if (url === '' && leftOut.has(functionName)) continue;
    const key = JSON.stringify([functionName, url, lineNumber, columnNumber]);
    const place = known.get(key) ?? places.length;
    if (place === places.length) places.push(placeAt(callFrame, url === '' ? null : pathOf(url)));
    known.set(key, place);
    placeOf.set(id, place);
  }
  const stacks = new Map<number, readonly number[]>();
  const stackOf = (node: number): readonly number[] => {
    const done = stacks.get(node);
    if (done !== undefined) return done;
    const stack: number[] = [];
    // No stack is deeper than there are nodes, unless the file is broken and goes round in a circle.
    let at: number | undefined = node;
    for (let depth = 0; at !== undefined && depth <= nodes.length; depth++) {
      const place = placeOf.get(at);
      if (place !== undefined) stack.push(place);
      at = parentOf.get(at);
    }
    stacks.set(node, stack.reverse());
    return stack;
  };
  return { places, stackOf };
}

function placeAt(
  { functionName, url, lineNumber, columnNumber }: CpuProfile['nodes'][number]['callFrame'],
  path: string | null,
): FunctionPlace {
  const anonymous = lineNumber === 0 && columnNumber === 0 ? '(module code)' : '(anonymous)';
  return {
    name: functionName || anonymous,
    file: url,
    path,
    line: url === '' || lineNumber < 0 ? null : lineNumber + 1,
  };
}
