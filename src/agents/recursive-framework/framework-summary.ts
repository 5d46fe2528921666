import { healthLines, type KnownPart, points } from '../../analysis/health-lines.ts';
import type { HealthScore } from '../../analysis/health-score.ts';
import { plural } from '../../common/text.ts';
import type { Comparison } from './compare-iterations.ts';
import type { Iteration } from './iteration.ts';
import { isSame, recordPath } from './iteration-record.ts';

/** What is told where no agent before measured anything. */
export function unmeasuredSummary(known: readonly KnownPart[]): string {
  const agents = [...new Set(known.map(({ agent }) => agent))].join(', ');
  return [
    'Health: not measured, since no agent before this one in the run told a part of it.',
    `Put it into a stage behind agents that measure: ${agents === '' ? 'your own' : agents}.`,
    'Any other agent tells a part with this line on its standard output, score from 0 to 100:',
    '  ::dodeca {"type":"output","name":"health","value":{"part":"…","score":…,"weight":10,"basis":"…"}}',
  ].join('\n');
}

/** What the agent tells people: the health, how it moved and by what, and the verdict. */
export function frameworkSummary(
  health: HealthScore,
  known: readonly KnownPart[],
  current: Iteration,
  comparison: Comparison,
  runs: number,
): string {
  return [
    ...healthLines(health, known),
    '',
    ...changeLines(comparison),
    bestLine(current, comparison),
    '',
    `Verdict: ${verdictText(comparison)}`,
    `Record of ${plural(runs, 'run')}: ${recordPath}`,
  ].join('\n');
}

/** The verdict and its numbers, in one sentence. */
export function verdictText({ verdict, change, span, before, parts }: Comparison): string {
  const moved = `${signed(change ?? 0)} points over ${plural(parts.length, 'part')}`;
  switch (verdict) {
    case 'first':
      return 'first – no run before measured any of these parts.';
    case 'improved':
    case 'regressed':
      return `${verdict} – ${moved} since ${runName(before)}.`;
    case 'converged':
      return `converged – this run and those before it are ${points(span ?? 0)} points apart at most.`;
    case 'steady':
      return `steady – ${moved} since ${runName(before)}.`;
  }
}

/** What moved, the greatest effect first, in a few words: `tests 98.0 → 90.0`. */
export function movedParts({ parts }: Comparison): string {
  return parts
    .filter(({ before, after }) => before !== after)
    .slice(0, 5)
    .map(({ part, before, after }) => `${part} ${points(before)} → ${points(after)}`)
    .join(', ');
}

function changeLines({ before, parts, appeared, vanished }: Comparison): string[] {
  if (before === null) return [];
  const width = Math.max(...parts.map(({ part }) => part.length));
  const lines = [`Since ${runName(before)}:`];
  for (const { part, before, after, effect } of parts) {
    const what = before === after ? '' : `  ${signed(effect)} points`;
    lines.push(
      `  ${part.padEnd(width)}  ${points(before).padStart(5)} → ${points(after).padStart(5)}${what}`,
    );
  }
  if (appeared.length > 0) lines.push(`  not measured then, and not compared: ${appeared.join(', ')}`);
  if (vanished.length > 0) lines.push(`  not measured now, and not compared: ${vanished.join(', ')}`);
  return lines;
}

function bestLine(current: Iteration, { best }: Comparison): string {
  const name = isSame(best.iteration, current) ? 'this run' : runName(best.iteration);
  return `Best: ${points(best.score)}, ${name}`;
}

function runName(iteration: Iteration | null): string {
  if (iteration === null) return 'no run';
  const when = `${iteration.at.slice(0, 16).replace('T', ' ')} UTC`;
  return iteration.run_id === null ? `the run of ${when}` : `run ${iteration.run_id} of ${when}`;
}

/** A change with its sign, to a tenth; what is not nought is not shown as nought. */
function signed(change: number): string {
  const sign = change < 0 ? '−' : '+';
  const size = Math.abs(change);
  if (size < 1e-9) return '±0.0';
  return size < 0.05 ? `${sign}<0.1` : `${sign}${size.toFixed(1)}`;
}
