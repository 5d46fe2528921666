import { compareSamples, type SampleComparison } from '../../../analysis/compare-samples.ts';
import type { HotSpot } from '../../../builtin/hot-spot-schema.ts';
import { errorMessage } from '../../../common/errors.ts';
import type { PythonInterpreter } from '../../working-python.ts';
import { type Runner, runnerOf } from './runner.ts';
import { sameResult } from './same-result.ts';

/** How a pair came out. */
export type HotSpotOutcome =
  | {
      readonly kind: 'measured';
      /** Seconds of a run: `a` is the baseline, `b` the candidate. */
      readonly comparison: SampleComparison;
      readonly runs: number;
      /** Whether both gave something to compare, and it was the same. */
      readonly checked: boolean;
      /** Why it was not checked; null where it was. */
      readonly unchecked: string | null;
    }
  | { readonly kind: 'different'; readonly why: string }
  | { readonly kind: 'failed'; readonly why: string };

/** A measurement that is shorter is mostly the clock's; functions that are quicker are called several times. */
const shortestMeasurement = 0.01;
const mostCalls = 100_000;

/**
 * Times two implementations against each other. After one run of each that is compared and not timed, they take turns,
 * and who goes first changes with every pair, so that what else the machine does falls on both.
 *
 * @param told after every pair of runs
 */
export async function measureHotSpot(
  hotSpot: HotSpot,
  workspace: string,
  python: PythonInterpreter | null,
  told: (done: number) => void = () => undefined,
): Promise<HotSpotOutcome> {
  const runners: Runner[] = [];
  let late: NodeJS.Timeout | undefined;
  const tooLate = new Promise<HotSpotOutcome>((resolve) => {
    late = setTimeout(
      () => resolve({ kind: 'failed', why: `took longer than ${hotSpot.timeout} s` }),
      hotSpot.timeout * 1000,
    );
  });
  try {
    const task = { workspace, args: hotSpot.args, items: hotSpot.items ?? null, python };
    runners.push(runnerOf(hotSpot.baseline, task), runnerOf(hotSpot.candidate, task));
    const measured = compare(hotSpot, runners, told);
    // It goes on failing when its processes are ended; nobody waits for it then.
    measured.catch(() => undefined);
    return await Promise.race([measured, tooLate]);
  } catch (error) {
    return { kind: 'failed', why: errorMessage(error) };
  } finally {
    clearTimeout(late);
    await Promise.all(runners.map((runner) => runner.close()));
  }
}

async function compare(
  { runs, tolerance }: HotSpot,
  runners: readonly Runner[],
  told: (done: number) => void,
): Promise<HotSpotOutcome> {
  const [baseline, candidate] = runners as [Runner, Runner];
  const first = await named('the baseline', baseline.run(1, true));
  const second = await named('the candidate', candidate.run(1, true));
  const sameness = sameResult(first, second, tolerance);
  if (sameness.kind === 'different') return { kind: 'different', why: sameness.why };
  const calls = [await callsOf(baseline), await callsOf(candidate)] as const;
  const times: [number[], number[]] = [[], []];
  for (let pair = 0; pair < runs; pair++) {
    for (const side of pair % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
      const runner = side === 0 ? baseline : candidate;
      const name = side === 0 ? 'the baseline' : 'the candidate';
      const { seconds } = await named(name, runner.run(calls[side], false));
      times[side].push(Math.max(seconds, Number.MIN_VALUE));
    }
    told(pair + 1);
  }
  const comparison = compareSamples(...times);
  if (comparison === null) return { kind: 'failed', why: 'a run took no time at all' };
  const unchecked = sameness.kind === 'same' ? null : sameness.why;
  return { kind: 'measured', comparison, runs, checked: unchecked === null, unchecked };
}

/** How many calls make one measurement. */
async function callsOf(runner: Runner): Promise<number> {
  if (!runner.repeats) return 1;
  const { seconds } = await runner.run(1, false);
  return Math.min(mostCalls, Math.max(1, Math.ceil(shortestMeasurement / Math.max(seconds, 1e-9))));
}

async function named<T>(name: string, run: Promise<T>): Promise<T> {
  try {
    return await run;
  } catch (error) {
    throw new Error(`${name}: ${errorMessage(error)}`, { cause: error });
  }
}
