import { medianAbsoluteDeviation, medianSorted } from 'simple-statistics';

/** What is said of a new value beside earlier ones. */
export interface RegressionJudgement {
  readonly verdict: 'regression' | 'no-regression' | 'not-enough-history';
  /** How many earlier values there are. */
  readonly earlier: number;
  /** The median of the earlier values; null without any. */
  readonly earlierMedian: number | null;
  /** The new value divided by that median; null without any. */
  readonly ratio: number | null;
  /** A value above it is a regression, in the unit of the values; null without enough history. */
  readonly limit: number | null;
}

export interface RegressionOptions {
  /** With fewer earlier values nothing is judged; at least 5. Default: 5. */
  readonly leastHistory?: number;
  /** The smallest increase that is called a regression, as a share. Default: 0.05, 5 %. */
  readonly leastChange?: number;
}

/** Estimates a standard deviation by a median absolute deviation, for normal values: 1 / Φ⁻¹(3/4). */
const madToDeviation = 1.4826;

/**
 * How many estimated deviations above the median the limit lies, by the number of earlier values: the 99 % quantile
 * of (x − median) / (1.4826 × MAD) for a new normal value, found by simulation (200,000 draws each). The usual 3.5 of
 * Iglewicz and Hoaglin (How to Detect and Handle Outliers, 1993) would be wrong in 6 of 100 cases with 5 values.
 */
const limits: readonly (readonly [count: number, deviations: number])[] = [
  [5, 10],
  [6, 6.2],
  [7, 5.9],
  [8, 4.8],
  [9, 4.6],
  [10, 4.0],
  [12, 3.7],
  [15, 3.4],
  [20, 3.1],
  [30, 2.8],
];

/**
 * Whether a new value, such as the median time of a run, is larger than the earlier ones explain: median + k · MAD of
 * the logarithms of the earlier values, with k for 1 false alarm in 100. Logarithms, since times vary by a factor; and
 * each earlier value is the median of a whole run, since the timings of one run resemble each other more than those of
 * different days do. Besides, the increase has to be at least `leastChange`. Values that are not positive and finite
 * are left out of the history.
 *
 * @param value positive
 * @param history earlier values, in any order
 */
export function judgeRegression(
  value: number,
  history: readonly number[],
  { leastHistory = 5, leastChange = 0.05 }: RegressionOptions = {},
): RegressionJudgement {
  const logs = history
    .filter((earlier) => Number.isFinite(earlier) && earlier > 0)
    .map(Math.log)
    .sort((a, b) => a - b);
  const earlier = logs.length;
  if (earlier === 0)
    return { verdict: 'not-enough-history', earlier, earlierMedian: null, ratio: null, limit: null };
  const median = medianSorted(logs);
  const ratio = Math.exp(Math.log(value) - median);
  const found = { earlier, earlierMedian: Math.exp(median), ratio };
  if (earlier < Math.max(5, leastHistory)) return { ...found, verdict: 'not-enough-history', limit: null };
  const margin = Math.max(
    Math.log1p(leastChange),
    deviationsAllowed(earlier) * madToDeviation * medianAbsoluteDeviation(logs),
  );
  const isRegression = Math.log(value) - median > margin;
  return {
    ...found,
    verdict: isRegression ? 'regression' : 'no-regression',
    limit: Math.exp(median + margin),
  };
}

/** The limit for a number of earlier values, in estimated deviations; linear between the simulated ones. */
export function deviationsAllowed(count: number): number {
  let [beforeCount, before] = limits[0] ?? [5, 10];
  for (const [nextCount, next] of limits) {
    if (count <= nextCount) {
      const share = nextCount === beforeCount ? 0 : (count - beforeCount) / (nextCount - beforeCount);
      return before + Math.max(0, share) * (next - before);
    }
    [beforeCount, before] = [nextCount, next];
  }
  return before;
}
