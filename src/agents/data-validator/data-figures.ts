import type { Severity } from '../../builtin/builtin-agent.ts';
import type { DataProblem } from './problem.ts';
import type { Validation } from './validate.ts';

/** A problem that stands, with how severe it is. */
export type StandingProblem = DataProblem & { readonly severity: Severity };

/** What the data validator counts. */
export interface DataFigures {
  readonly files_checked: number;
  readonly files_with_findings: number;
  readonly files_skipped: number;
  readonly tables: number;
  readonly rows: number;
  readonly cells: number;
  readonly missing_share: number | null;
  readonly rows_at_fault: number;
  readonly findings: number;
}

/** Figures, and the parts of the health. */
export function dataFigures(
  { checked, skipped, tables }: Validation,
  standing: readonly StandingProblem[],
): { figures: DataFigures; tablesAtFault: number } {
  const rows = sum(tables.map((table) => table.rows));
  const cells = sum(tables.map((table) => table.cells));
  const faults = new Map<string, number>();
  for (const { path, table, count, severity } of standing) {
    if (severity === 'info') continue;
    const key = `${path}\u0000${table}`;
    faults.set(key, (faults.get(key) ?? 0) + count);
  }
  const atFault = tables.map((table) =>
    Math.min(table.rows, faults.get(`${table.path}\u0000${table.table}`) ?? 0),
  );
  return {
    figures: {
      files_checked: checked,
      files_with_findings: new Set(standing.map(({ path }) => path)).size,
      files_skipped: skipped.length,
      tables: tables.length,
      rows,
      cells,
      missing_share: cells === 0 ? null : sum(tables.map((table) => table.missing)) / cells,
      rows_at_fault: sum(atFault),
      findings: standing.length,
    },
    tablesAtFault: atFault.filter((count) => count > 0).length,
  };
}

/** 0 to 100; null where there is no table. */
export function dataHealth(
  { tables, rows, rows_at_fault }: DataFigures,
  tablesAtFault: number,
): number | null {
  if (tables === 0 || rows === 0) return null;
  return 50 * (1 - tablesAtFault / tables) + 50 * (1 - rows_at_fault / rows);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
