import type { Suspicion } from './suspicion.ts';
import type { Table, TableRow } from './table.ts';
import { isHeader, isRagged } from './table-profile.ts';
import type { TextRange } from './text-range.ts';

/** Places of a problem that are kept. */
const mostPlaces = 20;
/** Places that one fix can mend. */
const mostMended = 100;

/** A suspicion with the first places where it holds. */
export interface LocatedSuspicion {
  readonly suspicion: Suspicion;
  /** From 0; never empty. */
  readonly rows: readonly number[];
  readonly ranges: readonly TextRange[];
  readonly message: string;
}

/** Reads a table once more, as far as needed, to find where the suspicions hold. */
export async function findPlaces(
  table: Table,
  suspicions: readonly Suspicion[],
): Promise<LocatedSuspicion[]> {
  const searches = suspicions.map((suspicion) => ({
    suspicion,
    most: Math.min(
      suspicion.count,
      suspicion.repair && suspicion.count <= mostMended ? mostMended : mostPlaces,
    ),
    rows: [] as TableRow[],
    message: '',
  }));
  let open = searches;
  if (open.length > 0) {
    await table.read((row) => {
      const irregular = isRagged(table, row) || isHeader(table, row);
      for (const search of open) {
        const { suspicion, rows } = search;
        // Asked for every row: it may remember rows that are at fault in no column.
        if (!suspicion.matches(row) || (irregular && suspicion.column >= 0)) continue;
        if (rows.length === 0) search.message = suspicion.message(row);
        rows.push(row);
      }
      open = open.filter(({ rows, most }) => rows.length < most);
      return open.length > 0;
    });
  }
  const places = searches.flatMap(({ suspicion, rows }) =>
    rows.map((row) => ({ row, cell: suspicion.column })),
  );
  if (places.length === 0) return [];
  const ranges = await table.locate(places);
  let at = 0;
  const located = searches.map(({ suspicion, rows, message }) => {
    const own = ranges.slice(at, at + rows.length);
    at += rows.length;
    return { suspicion, rows: rows.map(({ index }) => index), ranges: own, message };
  });
  return located.filter(({ rows }) => rows.length > 0);
}
