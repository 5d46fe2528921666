import { formatDuration, plural } from '../../common/text.ts';
import type { StandingFinding } from '../findings.ts';
import { type SuiteOutcome, suiteName } from './suite.ts';
import type { TestFigures } from './test-figures.ts';

/** Failures that the summary shows; all of them are findings. */
const shown = 20;

/** What the integration tester tells people. */
export function suiteSummary(
  outcomes: readonly SuiteOutcome[],
  figures: TestFigures,
  findings: readonly StandingFinding[],
  {
    leftAlone,
    report,
    durationMs,
  }: { readonly leftAlone: number; readonly report: string; readonly durationMs: number },
): string {
  const alone =
    leftAlone === 0
      ? []
      : [`${plural(leftAlone, 'manifest')} among tests and fixtures, or too deep, left alone.`];
  if (outcomes.length === 0) return ['No tests were found.', ...alone, `Report: ${report}`].join('\n');
  const lines = [
    `${plural(figures.found, 'suite')}, ${figures.run} run in ${formatDuration(durationMs)}: ${countsLine(figures)}.`,
    ...suiteLines(outcomes),
  ];
  if (findings.length > 0) {
    const width = Math.max(...findings.slice(0, shown).map((finding) => placeOf(finding).length));
    lines.push('Failed:');
    for (const finding of findings.slice(0, shown))
      lines.push(`  ${placeOf(finding).padEnd(width)}  ${finding.message}`);
    if (findings.length > shown) lines.push(`  … and ${findings.length - shown} more`);
  }
  return [...lines, ...alone, `Report: ${report}`].join('\n');
}

function countsLine({ tests, passed, failed, testsSkipped }: TestFigures): string {
  if (tests === 0) return 'no test was counted';
  const skipped = testsSkipped === 0 ? '' : `, ${testsSkipped} skipped`;
  return `${plural(tests, 'test')}, ${passed} passed, ${failed} failed${skipped}`;
}

function suiteLines(outcomes: readonly SuiteOutcome[]): string[] {
  const width = Math.max(...outcomes.map(({ suite }) => suiteName(suite).length));
  return outcomes.map(({ suite, status, reason, counts, durationMs, format }) => {
    const name = suiteName(suite).padEnd(width);
    if (status === 'skipped') return `  skipped  ${name}  ${reason}`;
    const told = counts.passed + counts.failed + counts.skipped;
    const by = format === null || suite.title.startsWith(format) ? '' : ` (${format})`;
    const count =
      told === 0 ? 'no test was counted' : `${counts.passed} of ${counts.passed + counts.failed} passed`;
    return `  ${status.padEnd(7)}  ${name}  ${count}${by}, ${formatDuration(durationMs ?? 0)}${reason === null ? '' : `; ${reason}`}`;
  });
}

function placeOf({ path, line }: StandingFinding): string {
  return line === undefined ? path : `${path}:${line}`;
}
