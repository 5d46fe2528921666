import type { ColumnProfile } from './column-profile.ts';
import { total } from './judge-types.ts';
import { isMissingAmongNumbers, missingMarker } from './missing.ts';
import { sharePercent } from './quoted.ts';
import type { Suspicion } from './suspicion.ts';
import type { Cell, Table } from './table.ts';

/** Fewer rows say nothing about what is usual. */
const fewestRows = 100;
const fewestForMarkers = 20;

/** How the missing values of a column are written, with those that are so among numbers alone, and how many there are. */
export function missingOf(profile: ColumnProfile): ReadonlyMap<string, number> {
  const markers = new Map(profile.markers);
  // Among codes of capitals, `NA` is Namibia and `NAN` an airport.
  if (profile.codes > 0 && profile.codes >= profile.kinds.text / 2) {
    markers.delete('NA');
    markers.delete('NAN');
  }
  if (isNumeric(profile)) {
    for (const [text, count] of profile.missingAmongNumbers) {
      markers.set(text, (markers.get(text) ?? 0) + count);
    }
  }
  return markers;
}

/** Whether what is there is mostly numbers or dates. */
function isNumeric({ kinds, present }: ColumnProfile): boolean {
  return kinds.number + kinds.date > present / 2;
}

/** Gaps of a column that is nearly complete. */
export function judgeMissing(at: number, profile: ColumnProfile, share: number): Suspicion | null {
  const markers = missingOf(profile);
  const missing = total(markers);
  if (profile.cells < fewestRows || missing === 0 || missing > share * profile.cells) return null;
  // The root of a tree has no parent, and the first rows of a series have no difference to those before.
  if (profile.lastMissing === missing - 1) return null;
  return {
    rule: 'missing-value',
    column: at,
    count: missing,
    matches: ({ cells }) => isMarker(cells[at], markers, profile),
    message: ({ cells }) =>
      `${cells[at] === undefined ? 'the field is absent' : 'no value'}, where nearly all rows have one (${sharePercent(profile.cells - missing, profile.cells)})`,
  };
}

/** Missing values that are written in several ways. */
export function judgeMarkers(table: Table, at: number, profile: ColumnProfile): Suspicion | null {
  const markers = new Map(missingOf(profile));
  // In JSON an empty text is a value as well.
  if (table.typed) markers.delete('empty');
  if (markers.size < 2 || profile.cells < fewestForMarkers) return null;
  const sorted = [...markers].sort((a, b) => b[1] - a[1]);
  const usual = sorted[0]?.[0] ?? '';
  const others = new Map(sorted.slice(1));
  return {
    rule: 'mixed-missing',
    column: at,
    count: total(others),
    matches: ({ cells }) => isMarker(cells[at], others, profile),
    message: () =>
      `missing values are written in ${sorted.length} ways: ${sorted.map(([text, count]) => `${text === 'empty' || text === 'null' ? text : JSON.stringify(text)} (${count})`).join(', ')}; the first that is not ${usual}`,
  };
}

function isMarker(cell: Cell, markers: ReadonlyMap<string, number>, profile: ColumnProfile): boolean {
  const marker = missingMarker(cell);
  if (marker !== null) return markers.has(marker);
  return (
    typeof cell === 'string' && isNumeric(profile) && isMissingAmongNumbers(cell) && markers.has(cell.trim())
  );
}
