import { max, medianAbsoluteDeviation, medianSorted, min, quantileSorted } from 'simple-statistics';

/** What is known of a sample without assuming how it is distributed; in the unit of the sample. */
export interface RobustSummary {
  /** How many values. */
  readonly count: number;
  readonly median: number;
  /** Median absolute deviation from the median, not scaled; 1.4826 times it estimates a standard deviation. */
  readonly mad: number;
  readonly lowerQuartile: number;
  readonly upperQuartile: number;
  readonly min: number;
  readonly max: number;
}

/** The summary of a sample; null of none. */
export function robustSummary(values: readonly number[]): RobustSummary | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  return {
    count: sorted.length,
    median: medianSorted(sorted),
    mad: medianAbsoluteDeviation(sorted),
    lowerQuartile: quantileSorted(sorted, 0.25),
    upperQuartile: quantileSorted(sorted, 0.75),
    min: min(sorted),
    max: max(sorted),
  };
}
