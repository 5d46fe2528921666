import { formatDuration, plural } from '../../common/text.ts';
import { type CommandOutcome, titleOf } from './run-commands.ts';
import type { SmokeFigures } from './smoke-figures.ts';
import type { Outcome, SmokeResult } from './smoke-test.ts';

/** Faults that the summary shows; all of them are findings. */
const shown = 20;

/** What the smoke tester tells people. */
export function smokeSummary(
  result: SmokeResult,
  figures: SmokeFigures,
  threshold: number,
  durationMs: number,
): string {
  const { outcomes, tools } = result;
  const by = tools.length === 0 ? '' : ` (${tools.join(', ')})`;
  const lines = [
    `${plural(figures.checked, 'source file')} checked in ${formatDuration(durationMs)}${by}: ` +
      `${figures.failed} failed, ${figures.skipped} skipped.`,
    ...languageLines(outcomes),
    ...faultLines(outcomes),
    ...skipLines(outcomes),
  ];
  const verdict = figures.passRate < threshold ? 'below' : 'reaches';
  lines.push(`Pass rate ${percent(figures.passRate)}: ${verdict} the threshold of ${percent(threshold)}.`);
  return lines.join('\n');
}

function languageLines(outcomes: readonly Outcome[]): string[] {
  const languages = [...new Set(outcomes.map(({ language }) => language))].sort();
  return languages.map((name) => {
    const own = outcomes.filter(({ language }) => language === name);
    const failed = own.filter(({ result }) => result.kind === 'fault').length;
    const skipped = own.filter(({ result }) => result.kind === 'skipped').length;
    const counts = [`${own.length - skipped} checked`];
    if (failed > 0) counts.push(`${failed} failed`);
    if (skipped > 0) counts.push(`${skipped} skipped`);
    return `  ${name.padEnd(11)}${counts.join(', ')}`;
  });
}

function faultLines(outcomes: readonly Outcome[]): string[] {
  const lines = outcomes.flatMap(({ path, result }) =>
    result.kind === 'fault'
      ? [`  ${path}:${result.fault.line}:${result.fault.column}  ${result.fault.message}`]
      : [],
  );
  if (lines.length === 0) return [];
  const more = lines.length > shown ? [`  … and ${lines.length - shown} more`] : [];
  return ['Failed:', ...lines.slice(0, shown), ...more];
}

function skipLines(outcomes: readonly Outcome[]): string[] {
  const reasons = new Map<string, number>();
  for (const { result } of outcomes) {
    if (result.kind === 'skipped') reasons.set(result.reason, (reasons.get(result.reason) ?? 0) + 1);
  }
  if (reasons.size === 0) return [];
  return ['Skipped:', ...[...reasons].sort().map(([reason, count]) => `  ${count} × ${reason}`)];
}

/** What the smoke tester tells people of the commands; nothing where there are none. */
export function commandLines(outcomes: readonly CommandOutcome[]): string[] {
  if (outcomes.length === 0) return [];
  const failed = outcomes.filter(({ failure }) => failure !== null).length;
  const width = Math.max(...outcomes.map(({ command }) => titleOf(command).length));
  return [
    `${plural(outcomes.length, 'command')} run: ${failed} failed.`,
    ...outcomes.map(({ command, failure, durationMs }) => {
      const title = titleOf(command).padEnd(width);
      return `  ${failure === null ? 'ok    ' : 'failed'}  ${title}  ${failure ?? formatDuration(durationMs)}`;
    }),
  ];
}

/** Rounded down, so that only a full house is 100 %. */
function percent(rate: number): string {
  return `${Math.floor(rate * 1000) / 10} %`;
}
