import * as vscode from 'vscode';
import { formatDuration } from '../../common/text.ts';
import type { AgentReport } from '../../model/report.ts';
import type { ExecutionView } from '../../model/run-view.ts';
import { isExecutionEnd } from '../../model/status.ts';
import type { RunEntry } from '../../model/workspace-view.ts';

/** How an execution stands: progress and time, the reason why it waits, or how long it took. */
export function describeExecution(execution: ExecutionView, now: number): string {
  const { status, reason } = execution;
  const parts: string[] = [];
  if (status === 'running') {
    if (execution.percent !== null) parts.push(`${Math.round(execution.percent)} %`);
    parts.push(formatSeconds(now - (execution.startedAt ?? now)));
    if (execution.attempts > 1) parts.push(vscode.l10n.t('attempt {0}', execution.attempts));
    if (execution.message !== null) parts.push(execution.message);
  } else if (isExecutionEnd(status)) {
    if (status !== 'succeeded') parts.push(status);
    if (execution.durationMs !== null && execution.durationMs > 0) {
      parts.push(formatDuration(execution.durationMs));
    }
    const findings = execution.findings.length + execution.moreFindings;
    if (findings > 0) parts.push(countOf(findings, 'finding'));
    if (reason !== null) parts.push(reason);
  } else {
    parts.push(status);
    if (reason !== null) parts.push(reason);
  }
  return parts.join(' · ');
}

/** How an agent last ended. */
export function describeLast(last: AgentReport['last']): string {
  if (!last) return vscode.l10n.t('never run');
  const duration = last.durationMs > 0 ? formatDuration(last.durationMs) : null;
  return [last.status === 'succeeded' ? null : last.status, duration]
    .filter((part) => part !== null)
    .join(' · ');
}

/** Executions from which on a run is large. */
const largeRun = 500;

/** How a run stands. */
export function describeRun({ summary, view }: RunEntry, now: number): string {
  if (summary.finishedAt === null) {
    const done = view ? `${Math.floor(view.completion() * 100)} %` : null;
    // Who made it stand, and where. Its time says nothing then.
    if (summary.status === 'paused') {
      return [summary.reason ?? summary.status, done].filter((part) => part !== null).join(' · ');
    }
    // The seconds of a large run are not counted: every new word draws all lines below it anew.
    const isLarge = (view?.executions.size ?? 0) > largeRun;
    const time = isLarge ? null : formatSeconds(now - Date.parse(summary.startedAt));
    return [summary.status, done, time].filter((part) => part !== null).join(' · ');
  }
  const parts = [timeOfDay(summary.startedAt), formatDuration(summary.durationMs)];
  if (summary.status !== 'succeeded') parts.push(summary.status);
  if (summary.pinned) parts.push(vscode.l10n.t('pinned'));
  return parts.join(' · ');
}

// Made once: a formatter takes longer to make than a thousand times to format.
const times = new Intl.DateTimeFormat(vscode.env.language, { hour: '2-digit', minute: '2-digit' });
const days = new Intl.DateTimeFormat(vscode.env.language, { dateStyle: 'medium' });

/** `14:02`, in the time zone of the window. */
export function timeOfDay(at: string): string {
  return times.format(new Date(at));
}

/** `21 Nov 2026`, in the time zone and the language of the window. */
export function dayOf(at: string): string {
  return days.format(new Date(at));
}

/** Whole seconds, since it is drawn anew every second. */
export function formatSeconds(ms: number): string {
  return ms < 59_950 ? `${Math.max(0, Math.floor(ms / 1000))} s` : formatDuration(ms);
}

/** `1 finding`, `2 findings`. */
export function countOf(count: number, noun: 'finding' | 'agent'): string {
  if (noun === 'finding') {
    return count === 1 ? vscode.l10n.t('1 finding') : vscode.l10n.t('{0} findings', count);
  }
  return count === 1 ? vscode.l10n.t('1 agent') : vscode.l10n.t('{0} agents', count);
}
