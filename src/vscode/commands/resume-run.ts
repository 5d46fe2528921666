import * as vscode from 'vscode';
import type { DodecaHost } from '../dodeca-host.ts';
import { secretsOf } from '../runs/secrets.ts';
import { type ChosenRun, chooseExecution, chooseRun } from './choose.ts';

/** Goes on with a run that failed, was cancelled or interrupted. */
export async function resumeRun(host: DodecaHost, given?: unknown): Promise<void> {
  const chosen = await chooseRun(host, given, 'resumable');
  if (chosen) await resume(host, chosen, null);
}

/** Repeats an agent of a run, and everything after it. */
export async function rerunFromHere(host: DodecaHost, given?: unknown): Promise<void> {
  const chosen = await chooseExecution(host, given);
  if (chosen) await resume(host, chosen, chosen.agent);
}

async function resume(host: DodecaHost, { session, runId }: ChosenRun, from: string | null): Promise<void> {
  const secrets = await secretsOf(host, session);
  const report = await session.call('run/resume', {
    run: runId,
    from,
    definition: 'recorded',
    options: {},
    secrets,
  });
  // Said only where it did something else than was asked for.
  if (!report.resumed || report.message !== '') host.log.info(report.message);
  if (!report.resumed) void vscode.window.showInformationMessage(report.message);
}
