import { formatDuration, plural } from '../../common/text.ts';
import type { DataFigures, StandingProblem } from './data-figures.ts';
import type { SkippedFile } from './data-files.ts';
import { grouped, sharePercent } from './quoted.ts';
import type { Validation } from './validate.ts';

/** Problems that the summary shows; the report has them all. */
const shown = 12;
const widest = 150;

/** What the data validator tells people. */
export function dataSummary(
  validation: Validation,
  figures: DataFigures,
  standing: readonly StandingProblem[],
  report: string,
  durationMs: number,
): string {
  const { tables, rows, cells, missing_share } = figures;
  const read = `${plural(figures.files_checked, 'data file')} read in ${formatDuration(durationMs)}`;
  const held =
    tables === 0
      ? 'none of them holds a table'
      : `${plural(tables, 'table')}, ${grouped(rows)} rows, ${grouped(cells)} cells, ${sharePercent(missing_share ?? 0, 1)} missing`;
  const found =
    standing.length === 0
      ? tables === 0
        ? []
        : ['Nothing is wrong in them.']
      : [
          `${plural(standing.length, 'finding')} in ${plural(figures.files_with_findings, 'file')}:`,
          ...ruleLines(standing),
          'The first of them:',
          ...problemLines(standing),
        ];
  return [
    figures.files_checked === 0 ? 'No data files.' : `${read}: ${held}.`,
    ...found,
    ...skipLines(validation.skipped),
    `Schemas and all findings: ${report}`,
  ].join('\n');
}

function ruleLines(standing: readonly StandingProblem[]): string[] {
  const counts = new Map<string, { findings: number; places: number }>();
  for (const { rule, count } of standing) {
    const so = counts.get(rule) ?? { findings: 0, places: 0 };
    counts.set(rule, { findings: so.findings + 1, places: so.places + count });
  }
  const rows = [...counts].sort((a, b) => b[1].findings - a[1].findings || (a[0] < b[0] ? -1 : 1));
  return rows.map(
    ([rule, { findings, places }]) =>
      `  ${rule.padEnd(20)}${String(findings).padStart(5)}${places > findings ? `   in ${grouped(places)} places` : ''}`,
  );
}

function problemLines(standing: readonly StandingProblem[]): string[] {
  const lines = standing.slice(0, shown).map(({ path, places, message }) => {
    const [place] = places;
    const line = `  ${path}${place === undefined ? '' : `:${place.line}:${place.column}`}  ${message}`;
    return line.length > widest ? `${line.slice(0, widest - 1)}…` : line;
  });
  const more = standing.length - lines.length;
  return more > 0 ? [...lines, `  … and ${more} more`] : lines;
}

function skipLines(skipped: readonly SkippedFile[]): string[] {
  if (skipped.length === 0) return [];
  const counts = new Map<string, number>();
  for (const { reason } of skipped) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return ['Skipped:', ...[...counts].sort().map(([reason, count]) => `  ${count} × ${reason}`)];
}
