import * as vscode from 'vscode';
import { startDebugging } from '../debug/start-debugging.ts';
import type { DodecaHost } from '../dodeca-host.ts';
import { targetOf } from '../views/tree-node.ts';
import { chooseRun } from './choose.ts';

/** Joins a run that goes on; where an execution is given, its process. Answers with whether a session began. */
export async function attachDebugger(host: DodecaHost, given?: unknown): Promise<boolean | undefined> {
  const chosen = await chooseRun(host, given, 'active');
  if (!chosen) return undefined;
  const { session, runId } = chosen;
  const target = targetOf(given);
  if (target?.agent === undefined) {
    const pipeline = session.view.runs.get(runId)?.summary.pipeline ?? runId;
    return await startDebugging(session, { request: 'attach', name: pipeline, run: runId });
  }
  const agent = target.stage === undefined ? target.agent : `${target.stage}/${target.agent}`;
  const name = vscode.l10n.t('Process of {0}', target.agent);
  return await startDebugging(session, { request: 'attach', name, run: runId, agent });
}
