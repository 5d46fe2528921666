import * as vscode from 'vscode';
import type { DodecaHost } from '../dodeca-host.ts';
import type { FolderSession } from '../folders/folder-session.ts';
import { startRun } from '../runs/start-run.ts';
import { type Target, targetOf } from '../views/tree-node.ts';
import { chooseFolder } from './choose.ts';

/** Runs one agent by itself. Answers with the id of the run. */
export async function runAgent(host: DodecaHost, given?: unknown): Promise<string | undefined> {
  const target = targetOf(given);
  const session = await chooseFolder(host, target);
  const agent = session && (await chooseAgent(session, target));
  if (!session || agent === undefined) return undefined;
  return await startRun(host, session, { pipeline: `agent:${agent}` });
}

/** The agent that is meant, or that somebody picks. */
export async function chooseAgent(
  session: FolderSession,
  target: Target | null,
): Promise<string | undefined> {
  if (target?.agent !== undefined) return target.agent;
  await session.engine();
  const items = Array.from(session.view.agents.values(), ({ name, report }) => ({
    label: name,
    description: report.description ?? report.program,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Agent to run') }))?.label;
}
