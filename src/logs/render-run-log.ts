import { formatDuration, plural } from '../common/text.ts';
import type { EventOf } from '../model/event.ts';
import type { ExecutionView } from '../model/run-view.ts';
import { isExecutionEnd, isRunEnd } from '../model/status.ts';
import type { RunLog, StageEntry } from './run-log.ts';

/** The last part of what an execution printed. */
export interface OutputTail {
  readonly lines: readonly string[];
  /** Whether there is more before. */
  readonly cut: boolean;
}

/** A name in the text that leads to the log of an execution. */
export interface LogMention {
  /** From 0. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly stage: string;
  readonly agent: string;
}

export interface RenderedRunLog {
  readonly text: string;
  readonly mentions: readonly LogMention[];
}

export interface RenderOptions {
  /** By execution id. */
  readonly outputs: ReadonlyMap<string, OutputTail>;
  /** A time of day, of milliseconds since the epoch. */
  readonly time: (ms: number) => string;
}

/** Findings shown of one execution; the rest is counted. */
const shownFindings = 50;

/** The longest line of output or message that is shown whole, UTF-16 code units. */
const longestLine = 2000;

/** The log of a run: headings that `foldLog` knows, and below each what there is to tell. */
export function renderRunLog(log: RunLog, options: RenderOptions): RenderedRunLog {
  const { run } = log;
  const lines: string[] = [];
  const mentions: LogMention[] = [];
  const began = run.startedAt === null ? [] : [options.time(run.startedAt)];
  lines.push(heading(['run', run.pipeline || '…', run.status, ...began]), `   ${run.runId}`);
  for (const stage of log.stages()) {
    lines.push('', stageHeading(stage, options));
    for (const execution of stage.executions) renderExecution(log, execution, options, lines, mentions);
  }
  if (isRunEnd(run.status)) lines.push('', `── ${conclusion(log)} ──`);
  return { text: `${lines.join('\n')}\n`, mentions };
}

function heading(parts: readonly string[]): string {
  return `── ${parts.join(' · ')} ──`;
}

function stageHeading({ name, status, startedAt, reason }: StageEntry, { time }: RenderOptions): string {
  const began = startedAt === null ? [] : [time(startedAt)];
  return heading(['stage', name, status, ...began, ...(reason === null ? [] : [oneLine(reason)])]);
}

function renderExecution(
  log: RunLog,
  execution: ExecutionView,
  { outputs, time }: RenderOptions,
  lines: string[],
  mentions: LogMention[],
): void {
  const { executionId, stage, agent, status, attempts, startedAt, durationMs, reason } = execution;
  const parts = [agent, status];
  // What is to run again waits as if it never had.
  const hasBegun = attempts > 0 && status !== 'queued' && status !== 'held';
  if (hasBegun && startedAt !== null) parts.push(time(startedAt));
  if (hasBegun && durationMs !== null && isExecutionEnd(status)) parts.push(formatDuration(durationMs));
  if (hasBegun && attempts > 1) parts.push(`attempt ${attempts}`);
  if (reason !== null) parts.push(oneLine(reason));
  const indent = '  ─ ';
  mentions.push({
    line: lines.length,
    start: indent.length,
    end: indent.length + agent.length,
    stage,
    agent,
  });
  lines.push(`${indent}${parts.join(' · ')}`);

  const output = outputs.get(executionId);
  const printed = new Set(output?.lines);
  const notes = log.notesOf(executionId);
  if (notes && notes.dropped > 0) lines.push(`    · ${notes.dropped} earlier messages`);
  // An agent's own messages stand in its output too.
  for (const note of notes?.lines ?? []) if (!printed.has(note)) lines.push(`    · ${oneLine(note)}`);
  if (output?.cut) {
    const name = `${stage}/${agent}`;
    const before = '    … what was printed before: ';
    mentions.push({
      line: lines.length,
      start: before.length,
      end: before.length + name.length,
      stage,
      agent,
    });
    lines.push(`${before}${name}`);
  }
  for (const line of output?.lines ?? []) lines.push(`    ${clip(line)}`);
  for (const finding of execution.findings.slice(0, shownFindings))
    lines.push(`    ! ${findingLine(finding)}`);
  const more = Math.max(0, execution.findings.length - shownFindings) + execution.moreFindings;
  if (more > 0) lines.push(`    ! … and ${plural(more, 'finding')} more`);
}

function findingLine(finding: EventOf<'execution.finding'>): string {
  const { path, line, column, severity, rule, message } = finding;
  const place = [path, line ?? 1, ...(line === null || column === null ? [] : [column])].join(':');
  return `${place} ${severity}: ${oneLine(message)}${rule === null ? '' : ` [${rule}]`}`;
}

function conclusion({ run }: RunLog): string {
  const executions = [...run.executions.values()];
  const counts = [...run.counts()].map(([status, count]) => `${count} ${status}`).join(', ');
  const findings = executions.reduce((sum, one) => sum + one.findings.length + one.moreFindings, 0);
  const took = run.durationMs === null ? '' : ` in ${formatDuration(run.durationMs)}`;
  const why = run.reason === null ? '' : ` (${oneLine(run.reason)})`;
  return `${run.pipeline} ${run.status}${took}${why}: ${counts}; ${plural(findings, 'finding')}`;
}

function oneLine(text: string): string {
  return clip(text.replace(/\s*[\r\n]+\s*/g, ' '));
}

function clip(text: string): string {
  return text.length <= longestLine ? text : `${text.slice(0, longestLine)} …`;
}
