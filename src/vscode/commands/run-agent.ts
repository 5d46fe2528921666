import * as vscode from 'vscode';
import type { DodecaHost } from '../dodeca-host.ts';
import { startRun } from '../runs/start-run.ts';
import { targetOf } from '../views/tree-node.ts';
import { chooseFolder } from './choose.ts';

/** Runs one agent by itself. Answers with the id of the run. */
export async function runAgent(host: DodecaHost, given?: unknown): Promise<string | undefined> {
  const target = targetOf(given);
  const session = await chooseFolder(host, target);
  if (!session) return undefined;
  let agent = target?.agent;
  if (agent === undefined) {
    await session.engine();
    const items = Array.from(session.view.agents.values(), ({ name, report }) => ({
      label: name,
      description: report.description ?? report.program,
    }));
    agent = (await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Agent to run') }))?.label;
  }
  return agent === undefined ? undefined : await startRun(host, session, { pipeline: `agent:${agent}` });
}
