import * as vscode from 'vscode';
import { startDebugging } from '../debug/start-debugging.ts';
import type { DodecaHost } from '../dodeca-host.ts';
import { chooseRun } from './choose.ts';

/** Opens the record of a run in the debugger: forwards and backwards, and nothing is run. */
export async function debugRecord(host: DodecaHost, given?: unknown): Promise<boolean | undefined> {
  const chosen = await chooseRun(host, given, 'any');
  if (!chosen) return undefined;
  const { session, runId } = chosen;
  const pipeline = session.view.runs.get(runId)?.summary.pipeline ?? runId;
  const name = vscode.l10n.t('Record of {0}', pipeline);
  return await startDebugging(session, { request: 'attach', name, run: runId, replay: true });
}
