import { formatDuration, plural } from '../common/text.ts';
import type { ExecutionView, RunView } from '../model/run-view.ts';
import type { Paint } from './paint.ts';
import { statusSign, statusWord } from './status-words.ts';
import { table } from './table.ts';

/** Findings printed one by one; the rest is counted. */
const printedFindings = 10;

/** A run that has ended: every execution and the run itself with state, duration and findings. */
export function summaryLines(run: RunView, paint: Paint): string[] {
  const executions = [...run.executions.values()];
  const names = executions.map(({ stage, agent }) => `${stage}/${agent}`);
  const widest = Math.max(3, ...names.map((name) => name.length));
  const lines = [''];
  executions.forEach((execution, index) => {
    // Nobody saw the end of one that was interrupted.
    const timed = execution.attempts > 0 && execution.status !== 'interrupted';
    const duration = timed ? formatDuration(execution.durationMs ?? 0) : '';
    const parts = [
      statusSign(execution.status, paint),
      (names[index] ?? '').padEnd(widest),
      statusWord(execution.status, paint, 11),
      duration.padStart(9),
      notes(execution, paint),
    ];
    lines.push(`  ${parts.join('  ').trimEnd()}`);
  });
  lines.push(...findingLines(executions, paint));
  lines.push('', `  ${runLine(run, executions, paint)}`);
  return lines;
}

function notes(execution: ExecutionView, paint: Paint): string {
  const found = execution.findings.length + execution.moreFindings;
  return [
    execution.attempts > 1 ? plural(execution.attempts, 'attempt') : '',
    found > 0 ? paint.yellow(plural(found, 'finding')) : '',
    execution.reason === null ? '' : paint.dim(execution.reason),
  ]
    .filter((note) => note !== '')
    .join(', ');
}

const severityPaint = { error: 'red', warning: 'yellow', info: 'cyan' } as const;

function findingLines(executions: readonly ExecutionView[], paint: Paint): string[] {
  const all = executions.flatMap(({ findings }) => findings);
  const total = all.length + executions.reduce((sum, { moreFindings }) => sum + moreFindings, 0);
  if (total === 0) return [];
  const rank = { error: 0, warning: 1, info: 2 };
  const shown = [...all].sort((a, b) => rank[a.severity] - rank[b.severity]).slice(0, printedFindings);
  const rows = shown.map((finding) => [
    `  ${[finding.path, finding.line, finding.column].filter((part) => part !== null).join(':')}`,
    paint[severityPaint[finding.severity]](finding.severity),
    `${finding.message}${paint.dim(` (${[finding.agent, finding.rule].filter(Boolean).join(': ')})`)}`,
  ]);
  const more = total - shown.length;
  return ['', '  Findings', ...table(rows), ...(more > 0 ? [`  … and ${more} more`] : [])];
}

/** `run_pipeline succeeded in 4.2 s: 6 succeeded, 1 skipped; 3 findings`. */
function runLine(run: RunView, executions: readonly ExecutionView[], paint: Paint): string {
  const counted = [...run.counts()].map(([status, count]) => `${count} ${status}`).join(', ');
  const found = executions.reduce(
    (sum, { findings, moreFindings }) => sum + findings.length + moreFindings,
    0,
  );
  const reason = run.reason === null ? '' : ` (${run.reason})`;
  const duration = run.durationMs === null ? '' : ` in ${formatDuration(run.durationMs)}`;
  return `${statusSign(run.status, paint)} ${paint.bold(run.pipeline)} ${statusWord(run.status, paint)}${duration}${reason}: ${counted}; ${plural(found, 'finding')}   ${paint.dim(`run ${run.runId}`)}`;
}
