import type { Severity } from '../../builtin/builtin-agent.ts';
import { formatDuration, plural } from '../../common/text.ts';
import { reportFolder } from '../report-file.ts';
import { skippedLines } from '../workspace-files.ts';
import { sarifName } from './sarif.ts';
import type { ScanResult } from './scan-workspace.ts';
import type { SecurityFigures } from './security-figures.ts';
import type { SecurityPart } from './security-finding.ts';
import { type ReportedFinding, reportName } from './security-report.ts';

/** Findings that the summary shows; the reports have them all. */
const shown = 15;

const parts: readonly (readonly [SecurityPart, string])[] = [
  ['secrets', 'secrets'],
  ['calls', 'dangerous calls'],
  ['dependencies', 'dependencies'],
];
const severities: readonly Severity[] = ['error', 'warning', 'info'];

/** What the security scanner tells people. */
export function securitySummary(
  result: ScanResult,
  figures: SecurityFigures,
  findings: readonly ReportedFinding[],
  durationMs: number,
): string {
  const lines = [
    `${plural(figures.files_scanned, 'file')} scanned in ${formatDuration(durationMs)}: ${plural(findings.length, 'finding')}.`,
  ];
  if (findings.length > 0) lines.push('', ...table(findings), '', ...top(findings));
  const left: string[] = [];
  if (result.foreign > 0)
    left.push(
      `  ${plural(result.foreign, 'file')} of generated, packed or vendored code: no calls looked for`,
    );
  if (result.tests > 0) left.push(`  ${plural(result.tests, 'file')} of tests: only secrets looked for`);
  if (left.length > 0) lines.push('', 'Left out:', ...left);
  const skipped = skippedLines(result.skipped);
  if (skipped.length > 0) lines.push('', ...skipped);
  lines.push('', `Reports: ${reportFolder}/${reportName}, ${reportFolder}/${sarifName}`);
  return lines.join('\n');
}

function table(findings: readonly ReportedFinding[]): string[] {
  const row = (label: string, cells: readonly (string | number)[]) =>
    `${label.padEnd(17)}${cells.map((cell) => String(cell).padStart(9)).join('')}`;
  const rows = parts.map(([part, label]) =>
    row(
      label,
      severities.map(
        (severity) => findings.filter((one) => one.part === part && one.severity === severity).length,
      ),
    ),
  );
  return [row('', ['errors', 'warnings', 'hints']), ...rows];
}

function top(findings: readonly ReportedFinding[]): string[] {
  const some = findings.slice(0, shown);
  const width = Math.min(48, Math.max(...some.map(({ path, line }) => `${path}:${line}`.length)));
  const lines = some.map(
    ({ severity, path, line, rule, message }) =>
      `${severity.padEnd(8)} ${printable(`${path}:${line}`).padEnd(width)}  ${rule}: ${printable(message)}`,
  );
  return findings.length > shown ? [...lines, `… and ${findings.length - shown} more`] : lines;
}

/** Names and texts of a workspace may hold what moves the cursor. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, '?');
}
