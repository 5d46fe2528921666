import { table } from '../report-text/table.ts';
import type { HealthScore, ScoredPart } from './health-score.ts';

/** A part of the health that somebody could tell. */
export interface KnownPart {
  readonly part: string;
  readonly weight: number;
  /** Who tells it. */
  readonly agent: string;
}

/**
 * The health of a workspace as lines for people: the score, and part by part what it is made of. At its end stand the
 * known parts that were not measured, with those who would measure them, or in brief on one line.
 */
export function healthLines(
  { score, parts }: HealthScore,
  known: readonly KnownPart[] = [],
  { brief = false }: { readonly brief?: boolean } = {},
): string[] {
  const measured = new Set(parts.map(({ part }) => part));
  const missing = known.filter(({ part }) => !measured.has(part));
  const of = new Set([...measured, ...known.map(({ part }) => part)]).size;
  const counted = `${parts.length} of ${of} parts measured`;
  const head =
    score === null ? `Health: not measured (${counted})` : `Health: ${points(score)} of 100 (${counted})`;
  if (parts.length + missing.length === 0) return [head];
  const rows = [...parts.map(partRow), ...(brief ? [] : missing.map(missingRow))];
  const names = missing.map(({ part }) => part).join(', ');
  return [
    head,
    ...table(aligned([['part', 'score', 'weight', 'contribution', 'basis'], ...rows])).map(
      (line) => `  ${line}`,
    ),
    ...(brief && missing.length > 0 ? [`  not measured: ${names}`] : []),
  ];
}

/** A score as people read it, to a tenth; rounded down, so that only what is whole is 100.0. */
export function points(score: number): string {
  return (Math.floor(score * 10 + 1e-6) / 10).toFixed(1);
}

function partRow({ part, score, weight, contribution, basis, agents }: ScoredPart): string[] {
  return [
    part,
    points(score),
    number(weight),
    points(contribution),
    basis === '' ? agents.join(', ') : basis,
  ];
}

function missingRow({ part, weight, agent }: KnownPart): string[] {
  return [part, '–', number(weight), '–', `not measured (${agent})`];
}

function number(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** The columns of numbers, the second to the fourth, to the right. */
function aligned(rows: readonly (readonly string[])[]): string[][] {
  const widths = [1, 2, 3].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) =>
    row.map((cell, column) => (column >= 1 && column <= 3 ? cell.padStart(widths[column - 1] ?? 0) : cell)),
  );
}
