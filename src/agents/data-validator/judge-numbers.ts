import { numberOf } from './cell-kind.ts';
import { isNominal } from './column-names.ts';
import type { ColumnProfile } from './column-profile.ts';
import { outlyingNumbers } from './outliers.ts';
import { quoted } from './quoted.ts';
import type { Suspicion } from './suspicion.ts';
import type { Cell, Table } from './table.ts';

/** The share of the values of a column that are numbers in a column of numbers. */
const numberShare = 0.9;
/** Fewer numbers say nothing about what is usual. */
const fewestBeside = 20;
/** A placeholder that could be a number is so many times as far from the others as they are from each other. */
const farAway = 10;

/** Numbers of a column that stand for a missing value or far from all others. */
export function judgeNumbers(
  table: Table,
  at: number,
  profile: ColumnProfile,
  fence: number,
): readonly Suspicion[] {
  if (isNominal(profile.name) || profile.kinds.number < numberShare * profile.present) return [];
  // Lists of codes look like numbers with their thousands apart.
  if (profile.grouped > 0 && profile.ungrouped > 0) return [];
  const amountOf = (cell: Cell): number | null => {
    if (typeof cell === 'number') return cell;
    return typeof cell === 'string' && !table.typed ? numberOf(cell, table.decimalComma) : null;
  };
  return [...judgePlaceholders(at, profile, amountOf), ...judgeOutliers(at, profile, fence, amountOf)];
}

function judgePlaceholders(
  at: number,
  { numbers, placeholders }: ColumnProfile,
  amountOf: (cell: Cell) => number | null,
): Suspicion[] {
  const least = numbers.lowest[0];
  const most = numbers.highest[0];
  const suspicions: Suspicion[] = [];
  const usual: [number, number][] = [];
  for (const [value, count] of placeholders) {
    const isFar =
      least !== undefined &&
      most !== undefined &&
      numbers.count >= fewestBeside &&
      ((value < 0 && least >= 0) ||
        Math.max(least - value, value - most) > farAway * Math.max(most - least, Math.abs(most), 1));
    if (!isFar) usual.push([value, count]);
    else {
      suspicions.push({
        rule: 'placeholder-value',
        column: at,
        count,
        matches: ({ cells }) => amountOf(cells[at]) === value,
        message: ({ cells }) =>
          `${quoted(cells[at]).replaceAll('"', '')} seems to stand for a missing value: all others are from ${least} to ${most}`,
      });
    }
  }
  // What proved to be a number like the others is one of them.
  for (const [value, count] of usual) for (let time = 0; time < count; time++) numbers.add(value);
  return suspicions;
}

function judgeOutliers(
  at: number,
  { numbers }: ColumnProfile,
  fence: number,
  amountOf: (cell: Cell) => number | null,
): Suspicion[] {
  const outlying = outlyingNumbers(numbers, fence);
  if (outlying === null) return [];
  const { low, high, least, most, count } = outlying;
  return [
    {
      rule: 'outlier',
      column: at,
      count,
      matches: ({ cells }) => {
        const value = amountOf(cells[at]);
        return value !== null && (value <= low || value >= high);
      },
      message: ({ cells }) =>
        `${quoted(cells[at]).replaceAll('"', '')} is far from all others, which are from ${least} to ${most} (Tukey's fences at ${fence} interquartile ranges, and twice as far out as the next)`,
    },
  ];
}
