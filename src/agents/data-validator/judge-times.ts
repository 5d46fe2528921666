import { formatDuration } from '../../common/text.ts';
import type { ColumnProfile } from './column-profile.ts';
import { isoTime } from './date-form.ts';
import type { Suspicion } from './suspicion.ts';
import type { Table, TableRow } from './table.ts';
import { isRagged } from './table-profile.ts';
import { type EvenSeries, StepMeter } from './time-steps.ts';

/** The share of the steps that may be at fault. */
const largestShare = 0.01;

/** Times that are missing or out of order in a series of even steps. */
export function judgeTimes(table: Table, at: number, profile: ColumnProfile): readonly Suspicion[] {
  const series = profile.times?.series() ?? null;
  if (series === null) return [];
  const most = Math.max(1, largestShare * profile.kinds.date);
  const suspicions: Suspicion[] = [];
  if (series.disorders > 0 && series.disorders <= most) {
    suspicions.push({
      rule: 'time-order',
      column: at,
      count: series.disorders,
      matches: stepMatcher(table, at, (step) => step / series.step <= 0),
      message: ({ cells }) => `${cells[at]} does not come after the time of the row before`,
    });
  }
  if (series.gaps > 0 && series.gaps <= most) suspicions.push(gapSuspicion(table, at, series));
  return suspicions;
}

function gapSuspicion(table: Table, at: number, series: EvenSeries): Suspicion {
  let width = 0;
  return {
    rule: 'time-gap',
    column: at,
    count: series.gaps,
    matches: stepMatcher(table, at, (step) => {
      width = step / series.step;
      return width >= 1.5;
    }),
    message: ({ cells }) => {
      const missing = Math.max(1, Math.round(width) - 1);
      const usual = formatDuration(Math.abs(series.step));
      return `before ${cells[at]} ${missing === 1 ? 'a row is' : `${missing} rows are`} missing: all others are ${usual} apart`;
    },
  };
}

function stepMatcher(
  table: Table,
  at: number,
  isAtFault: (step: number) => boolean,
): (row: TableRow) => boolean {
  const meter = new StepMeter();
  return (row) => {
    if (isRagged(table, row)) meter.interrupt();
    const cell = row.cells[at];
    const time = typeof cell === 'string' && !isRagged(table, row) ? isoTime(cell.trim()) : null;
    const step = time === null ? null : meter.step(time);
    return step !== null && isAtFault(step);
  };
}
