import { formatDuration, plural } from '../../common/text.ts';
import { skippedLines } from '../workspace-files.ts';
import type { Domain } from './domain.ts';
import type { DomainCheck } from './domain-check.ts';
import type { DomainFigures } from './domain-figures.ts';
import { reportPath } from './domain-report.ts';
import type { MeasuredHotSpot } from './hot-spots/measure-all.ts';
import type { DomainFindings } from './tell-findings.ts';

/** Findings that the summary shows; all of them are told. */
const shown = 12;

/** What the agent tells people. */
export function domainSummary(
  domain: Domain,
  check: DomainCheck,
  figures: DomainFigures,
  findings: DomainFindings,
  hotSpots: readonly MeasuredHotSpot[],
  durationMs: number,
): string {
  const packs = domain.packs.join(', ') || 'no pack';
  const lines = [
    `${plural(figures.files_checked, 'file')} of code and data looked at in ${formatDuration(durationMs)} (${packs}).`,
  ];
  const found = figures.quantities_found + figures.constants_checked;
  if (found === 0)
    lines.push(`No quantities of the pack were found in ${plural(figures.files_checked, 'file')}.`);
  else {
    lines.push(
      row(
        'quantities',
        `${figures.quantities_found} found, ${plural(figures.unit_mismatches, 'unit')} in doubt`,
      ),
      row(
        'columns',
        `${figures.columns_checked} checked, ${plural(figures.values_checked, 'value')}, ${figures.out_of_bounds} out of bounds`,
      ),
      row(
        'constants',
        `${figures.constants_checked} checked, ${figures.constants_wrong} wrong, ${older(check)} by an earlier adjustment`,
      ),
    );
  }
  lines.push(...hotSpotLines(hotSpots));
  const all = findings.all;
  if (all.length > 0) {
    lines.push('', 'Findings:');
    for (const { path, line, column, rule, message } of all.slice(0, shown))
      lines.push(`  ${path}${line === undefined ? '' : `:${line}:${column ?? 1}`}  ${message}  [${rule}]`);
    if (all.length > shown) lines.push(`  … and ${all.length - shown} more`);
  }
  if (findings.suppressed > 0) lines.push(`${plural(findings.suppressed, 'finding')} left out as asked.`);
  lines.push(...skippedLines(check.skipped), `Report: ${reportPath}`);
  return lines.join('\n');
}

function row(name: string, text: string): string {
  return `  ${name.padEnd(12)}${text}`;
}

function older(check: DomainCheck): number {
  return check.sources.flatMap(({ constants }) => constants).filter(({ verdict }) => verdict === 'older')
    .length;
}

function hotSpotLines(hotSpots: readonly MeasuredHotSpot[]): string[] {
  if (hotSpots.length === 0) return [];
  const lines = ['', 'Hot spots, as measured in this run:'];
  const width = Math.max(...hotSpots.map(({ declared }) => declared.hotSpot.name.length));
  for (const { declared, outcome } of hotSpots) {
    const name = declared.hotSpot.name.padEnd(width);
    if (outcome.kind !== 'measured') {
      lines.push(`  ${name}  not measured: ${outcome.why}`);
      continue;
    }
    const { comparison, runs, checked, unchecked } = outcome;
    const { ratio, low, high, differs, a, b } = comparison;
    const verdict = !differs ? 'no difference beyond chance' : ratio > 1 ? 'quicker' : 'slower';
    const interval = low === null || high === null ? '' : ` (95 %: ${low.toFixed(2)} to ${high.toFixed(2)})`;
    lines.push(
      `  ${name}  ${ratio.toFixed(2)} ×${interval}, ${verdict}; ${runs} runs each, in turn`,
      `  ${''.padEnd(width)}  baseline ${spread(a)}, candidate ${spread(b)}`,
      `  ${''.padEnd(width)}  ${checked ? 'both give the same result' : `results not compared: ${unchecked}`}`,
    );
  }
  return lines;
}

function spread({
  median,
  lowerQuartile,
  upperQuartile,
}: {
  median: number;
  lowerQuartile: number;
  upperQuartile: number;
}): string {
  return `${seconds(median)} (quartiles ${seconds(lowerQuartile)} to ${seconds(upperQuartile)})`;
}

/** `12.3 ms`, `4.56 µs`. */
function seconds(value: number): string {
  const [unit, factor] =
    value < 1e-3 ? (['µs', 1e6] as const) : value < 1 ? (['ms', 1e3] as const) : (['s', 1] as const);
  return `${(value * factor).toPrecision(3)} ${unit}`;
}
