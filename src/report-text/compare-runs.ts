import { formatDuration } from '../common/text.ts';
import type { ExecutionReport, RunReport } from '../model/report.ts';
import { localTime } from './local-time.ts';
import { table } from './table.ts';

/** What became of one execution from one run to another. */
export interface ExecutionChange {
  readonly stage: string;
  readonly agent: string;
  /** Null where the run has no such execution. */
  readonly before: ExecutionReport | null;
  readonly after: ExecutionReport | null;
}

/** Executions by stage and agent, in the order of the later run, then what only the earlier one had. */
export function pairExecutions(before: RunReport, after: RunReport): ExecutionChange[] {
  const earlier = new Map(before.executions.map((execution) => [placeOf(execution), execution]));
  const pairs: ExecutionChange[] = after.executions.map((execution) => {
    const found = earlier.get(placeOf(execution)) ?? null;
    earlier.delete(placeOf(execution));
    return { stage: execution.stage, agent: execution.agent, before: found, after: execution };
  });
  for (const gone of earlier.values()) {
    pairs.push({ stage: gone.stage, agent: gone.agent, before: gone, after: null });
  }
  return pairs;
}

/** Two runs side by side, for people: what is different of the runs, then every execution. */
export function comparisonLines(before: RunReport, after: RunReport): string[] {
  const pairs = pairExecutions(before, after);
  const different = pairs.filter(isDifferent);
  const same = pairs.filter((pair) => !isDifferent(pair));
  return [
    ...table([
      ['', 'before', 'after'],
      ['run', before.runId, after.runId],
      ['pipeline', before.pipeline, after.pipeline],
      ['started', localTime(before.startedAt), localTime(after.startedAt)],
      ['status', before.status, after.status],
      [
        'duration',
        formatDuration(before.durationMs),
        `${formatDuration(after.durationMs)}${share(before, after)}`,
      ],
      ['definition', ...(before.definition === after.definition ? ['the same'] : ['another', 'another'])],
      ...paramRows(before, after),
    ]),
    '',
    different.length === 0 ? 'Every execution ended alike.' : 'Ended differently',
    ...table(different.map(row)),
    ...(same.length === 0 ? [] : ['', 'Ended alike', ...table(same.map(row))]),
  ];
}

function placeOf({ stage, agent }: { readonly stage: string; readonly agent: string }): string {
  return JSON.stringify([stage, agent]);
}

function isDifferent({ before, after }: ExecutionChange): boolean {
  return (
    before?.status !== after?.status ||
    before?.exitCode !== after?.exitCode ||
    before?.attempts !== after?.attempts ||
    before?.reason !== after?.reason ||
    (before && findingsOf(before)) !== (after && findingsOf(after))
  );
}

function row({ stage, agent, before, after }: ExecutionChange): string[] {
  return [
    `  ${stage}/${agent}`,
    cell(before),
    '→',
    `${cell(after)}${before && after ? share(before, after) : ''}`,
  ];
}

function cell(execution: ExecutionReport | null): string {
  if (!execution) return 'not there';
  const parts: string[] = [execution.status];
  if (execution.durationMs > 0) parts.push(formatDuration(execution.durationMs));
  if (execution.exitCode !== null && execution.exitCode !== 0) parts.push(`exit code ${execution.exitCode}`);
  if (execution.attempts > 1) parts.push(`${execution.attempts} attempts`);
  const findings = findingsOf(execution);
  if (findings > 0) parts.push(`${findings} findings`);
  return parts.join(', ');
}

function findingsOf({ findings }: ExecutionReport): number {
  return findings.error + findings.warning + findings.info;
}

/** ` (+12 %)`; nothing where either took no time to speak of. */
function share(before: { readonly durationMs: number }, after: { readonly durationMs: number }): string {
  if (before.durationMs < 1 || after.durationMs < 1) return '';
  const percent = Math.round((after.durationMs / before.durationMs - 1) * 100);
  return ` (${percent < 0 ? '−' : '+'}${Math.abs(percent)} %)`;
}

function paramRows(before: RunReport, after: RunReport): string[][] {
  const names = new Set([...Object.keys(before.params), ...Object.keys(after.params)]);
  return Array.from(names, (name) => [`  ${name}`, shown(before.params[name]), shown(after.params[name])]);
}

function shown(value: unknown): string {
  return value === undefined ? 'not given' : JSON.stringify(value);
}
