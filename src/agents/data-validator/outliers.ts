import { quantileSorted } from 'simple-statistics';
import type { NumberSample } from './number-sample.ts';

/** Numbers of a column that stand apart from all others. */
export interface OutlyingNumbers {
  /** What is at most this is one; -Infinity where none is at this end. */
  readonly low: number;
  /** What is at least this is one; Infinity where none is at this end. */
  readonly high: number;
  readonly count: number;
  /** The smallest and the largest of the others. */
  readonly least: number;
  readonly most: number;
}

/** Fewer numbers than this say nothing about what is usual. */
export const fewestNumbers = 30;
/** The share of a column that may be outliers; more of them are a second kind of value. */
const largestShare = 0.01;

/** An outlier is so many times as far from the median as any other number at its end. */
const farther = 2;

/** How outliers are found, for people. */
export const outlierMethod =
  "beyond Tukey's fences (quartiles ± outlier_fence × interquartile range; Tukey 1977) and at least twice as far from the median as any other number at that end, both on the numbers and, where none is negative, on log(1 + x / median of the positive ones); at most 1 % of a column, of 30 numbers or more";

/** A view of numbers in which some may stand apart: as they are, or their logarithms. */
interface Scale {
  of(value: number): number;
  readonly lower: number;
  readonly median: number;
  readonly upper: number;
}

/**
 * The outliers of a column. Tukey's fences alone alarm on every skewed column, and the modified z-score of Iglewicz
 * and Hoaglin (1993) does so even more; what makes an alarm rare is the distance to all others, and the second look at
 * the logarithms, in which incomes and populations are hardly skewed.
 *
 * @param fence how many interquartile ranges beyond the quartiles
 */
export function outlyingNumbers(sample: NumberSample, fence: number): OutlyingNumbers | null {
  if (sample.count < fewestNumbers) return null;
  const scales = scalesOf([...sample.sorted()], sample.lowest[0] ?? 0);
  const most = Math.max(1, Math.floor(sample.count * largestShare));
  const high = apart(sample.highest, most, scales, fence, 1);
  const low = apart(sample.lowest, most, scales, fence, -1);
  const count = high.count + low.count;
  if (count === 0 || count > most) return null;
  return {
    low: low.cut,
    high: high.cut,
    count,
    least: sample.lowest[low.count] ?? 0,
    most: sample.highest[high.count] ?? 0,
  };
}

function scalesOf(sorted: readonly number[], least: number): Scale[] {
  const scales = [scaleBy(sorted, (value) => value)];
  if (least >= 0) {
    const positive = sorted.filter((value) => value > 0);
    const unit = positive.length === 0 ? 1 : quantileSorted(positive, 0.5);
    scales.push(scaleBy(sorted, (value) => Math.log1p(value / unit)));
  }
  return scales;
}

function scaleBy(sorted: readonly number[], of: (value: number) => number): Scale {
  const at = (share: number): number => of(quantileSorted(sorted, share));
  return { of, lower: at(0.25), median: at(0.5), upper: at(0.75) };
}

/** How many of the extremes at one end stand apart, and the one of them that is nearest to the rest. */
function apart(
  extremes: readonly number[],
  most: number,
  scales: readonly Scale[],
  fence: number,
  sign: 1 | -1,
): { count: number; cut: number } {
  // Where the last of the extremes that are known is still apart, nobody knows how many there are.
  for (let count = Math.min(most, extremes.length - 1); count > 0; count--) {
    const cut = extremes[count - 1] as number;
    const rest = extremes[count] as number;
    if (scales.every((scale) => isApart(cut, rest, scale, fence, sign))) return { count, cut };
  }
  return { count: 0, cut: sign * Number.POSITIVE_INFINITY };
}

function isApart(cut: number, rest: number, scale: Scale, fence: number, sign: 1 | -1): boolean {
  const range = scale.upper - scale.lower;
  const beyond = sign === 1 ? scale.of(cut) - scale.upper : scale.lower - scale.of(cut);
  const distance = sign * (scale.of(cut) - scale.median);
  const others = sign * (scale.of(rest) - scale.median);
  return range > 0 && beyond > fence * range && distance >= farther * others;
}
