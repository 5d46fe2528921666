import * as z from 'zod';
import type { FunctionPlace, FunctionProfile, FunctionTime, WeightedStack } from './function-profile.ts';

/** Reads what cProfile wrote with the library that belongs to it, and prints it as JSON. */
export const pythonStatsProgram = `
import json, pstats, sys
stats = pstats.Stats(sys.argv[1]).stats
index = {place: number for number, place in enumerate(stats)}
rows = []
for (file, line, name), (primitive, calls, own, total, callers) in stats.items():
    edges = []
    for caller, told in callers.items():
        # (calls, primitive, self, total); of very old files only a number of calls
        if caller in index and isinstance(told, tuple):
            edges.append([index[caller], told[2], told[3]])
    rows.append([file, line, name, calls, own, total, edges])
json.dump(rows, sys.stdout)
`;

const pythonStatsSchema = z.array(
  z.tuple([
    z.string(),
    z.number(),
    z.string(),
    z.number(),
    z.number(),
    z.number(),
    z.array(z.tuple([z.number(), z.number(), z.number()])),
  ]),
);

/** A function as cProfile saw it; times in seconds. */
export interface PythonFunction {
  readonly file: string;
  readonly line: number;
  readonly name: string;
  readonly calls: number;
  readonly self: number;
  readonly total: number;
  /** Who called it, as an index, and the time in it, and in it with all below it, when called from there. */
  readonly callers: readonly { readonly caller: number; readonly self: number; readonly total: number }[];
}

/** What the program printed; null where it is something else. */
export function readPythonStats(text: string): readonly PythonFunction[] | null {
  try {
    return pythonStatsSchema.parse(JSON.parse(text)).map(([file, line, name, calls, self, total, edges]) => ({
      file,
      line,
      name,
      calls,
      self,
      total,
      callers: edges.map(([caller, own, all]) => ({ caller, self: own, total: all })),
    }));
  } catch {
    return null; // Told by whoever asked for the profile.
  }
}

/**
 * Time by function of what cProfile counted.
 *
 * @param pathOf where a file is in the workspace; null for others
 */
export function profileOfPython(
  stats: readonly PythonFunction[],
  pathOf: (file: string) => string | null,
): FunctionProfile {
  const places = stats.map(({ file, line, name }): FunctionPlace => {
    const isBuiltin = file === '~' || file === '';
    return {
      name,
      file: isBuiltin ? '' : file,
      path: isBuiltin ? null : pathOf(file),
      line: line > 0 ? line : null,
    };
  });
  const isOwn = places.map(({ path }) => path !== null);
  const charged = chargedTimes(stats, isOwn);
  return {
    method: 'cProfile: the main thread, in the time of the clock, so that waiting counts',
    seconds: stats.reduce((sum, { self }) => sum + self, 0),
    functions: stats.map(
      ({ self, total, calls }, index): FunctionTime => ({
        ...(places[index] ?? { name: '', file: '', path: null, line: null }),
        self,
        total,
        charged: isOwn[index] ? (charged[index] ?? 0) : null,
        calls,
      }),
    ),
    stacks: callerStacks(stats),
    stacksAre: 'self time under the direct caller, since cProfile knows no whole stacks',
  };
}

/** Each function's self time, split by who called it directly. */
function callerStacks(stats: readonly PythonFunction[]): WeightedStack[] {
  return stats.flatMap(({ self, callers }, index) => {
    const split = callers
      .filter((edge) => edge.self > 0)
      .map((edge): WeightedStack => ({ stack: [edge.caller, index], weight: edge.self }));
    const rest = self - split.reduce((sum, { weight }) => sum + weight, 0);
    // What nobody called: the outermost function. A billionth of a second is rounding.
    return rest > 1e-9 ? [...split, { stack: [index], weight: rest }] : split;
  });
}

/** Passes up, at the most; what is then left has gone round in circles of library code. */
const mostPasses = 200;

/**
 * Self times, with those of functions outside of the workspace passed on to their callers until a function of the
 * workspace is reached. The first step is exact, since cProfile splits self time by callers; further ones split what
 * arrives by the total times of the calls, as gprof does (Graham, Kessler and McKusick, gprof: a call graph execution
 * profiler, 1982). What nobody in the workspace called is charged to nobody.
 */
export function chargedTimes(stats: readonly PythonFunction[], isOwn: readonly boolean[]): Float64Array {
  const charged = new Float64Array(stats.length);
  let open = new Float64Array(stats.length);
  const whole = stats.reduce((sum, { self }) => sum + self, 0);
  stats.forEach(({ self, callers }, index) => {
    if (isOwn[index]) add(charged, index, self);
    else for (const edge of callers) pass(edge.caller, edge.self);
  });
  for (let passes = 0; passes < mostPasses; passes++) {
    const moving = open;
    if (moving.reduce((sum, mass) => sum + mass, 0) < whole * 1e-4) break;
    open = new Float64Array(stats.length);
    moving.forEach((mass, index) => {
      if (mass === 0) return;
      const callers = (stats[index]?.callers ?? []).filter(({ caller }) => caller !== index);
      const all = callers.reduce((sum, edge) => sum + edge.total, 0);
      if (all > 0) for (const edge of callers) pass(edge.caller, (mass * edge.total) / all);
    });
  }
  return charged;

  function pass(caller: number, mass: number): void {
    add(isOwn[caller] ? charged : open, caller, mass);
  }
}

function add(times: Float64Array, index: number, seconds: number): void {
  times[index] = (times[index] ?? 0) + seconds;
}
