import * as vscode from 'vscode';
import {
  type ExecutionEndStatus,
  type ExecutionStatus,
  isExecutionEnd,
  type RunStatus,
} from '../../model/status.ts';

type Status = ExecutionStatus | RunStatus;

/** Icon and colour of each state; every icon has its own shape, since colour must not be the only sign. */
const looks: Readonly<Record<Status, readonly [icon: string, color?: string]>> = {
  queued: ['clock'],
  held: ['debug-pause', 'charts.yellow'],
  running: ['sync~spin', 'charts.blue'],
  retrying: ['refresh', 'charts.orange'],
  paused: ['debug-pause', 'charts.yellow'],
  succeeded: ['pass', 'testing.iconPassed'],
  cached: ['pass-filled', 'testing.iconPassed'],
  failed: ['error', 'testing.iconFailed'],
  timed_out: ['watch', 'testing.iconFailed'],
  cancelled: ['circle-slash', 'testing.iconSkipped'],
  skipped: ['debug-step-over', 'testing.iconSkipped'],
  interrupted: ['warning', 'testing.iconErrored'],
};

/** The icon of a state; null is of what never ran. */
export function iconOf(status: Status | null): vscode.ThemeIcon {
  const [icon, color] = status === null ? (['circle-large-outline'] as const) : looks[status];
  return new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));
}

/** One character for each way to end, for the strip of the last ten. */
const cells: Readonly<Record<ExecutionEndStatus, string>> = {
  succeeded: '●',
  cached: '◉',
  failed: '✕',
  timed_out: '◷',
  cancelled: '⊘',
  skipped: '⊝',
  interrupted: '⊗',
};

const noCell = '◌';
const stripLength = 10;

/** The last ten ends of an agent, the newest on the right; empty where it never ran. */
export function healthStrip(newestFirst: readonly ExecutionStatus[]): string {
  const shown = newestFirst
    .filter(isExecutionEnd)
    .slice(0, stripLength)
    .map((status) => cells[status])
    .reverse();
  return shown.length === 0 ? '' : noCell.repeat(stripLength - shown.length) + shown.join('');
}
