import * as vscode from 'vscode';
import type { DodecaHost } from '../dodeca-host.ts';
import { targetOf } from '../views/tree-node.ts';

/** Opens the view *Runs* at a run: the one that is given, one that goes on, or the newest. */
export async function showRun(host: DodecaHost, given?: unknown): Promise<void> {
  const target = targetOf(given);
  if (target?.runId !== undefined) return await host.views.showRun(target.folder, target.runId);
  for (const session of host.folders.all) {
    const run = session.view.active()[0] ?? [...session.view.runs.values()][0];
    if (run) return await host.views.showRun(session.uri, run.summary.runId);
  }
  await vscode.commands.executeCommand('dodeca.runs.focus');
}
