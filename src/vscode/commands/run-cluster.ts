import * as vscode from 'vscode';
import type { DodecaHost } from '../dodeca-host.ts';
import type { FolderSession } from '../folders/folder-session.ts';
import { startRun } from '../runs/start-run.ts';
import { type Target, targetOf } from '../views/tree-node.ts';
import { chooseFolder } from './choose.ts';

/** Runs the agents of a cluster, side by side. Answers with the id of the run. */
export async function runCluster(host: DodecaHost, given?: unknown): Promise<string | undefined> {
  const target = targetOf(given);
  const session = await chooseFolder(host, target);
  const cluster = session && (await chooseCluster(session, target));
  if (!session || cluster === undefined) return undefined;
  return await startRun(host, session, { pipeline: `cluster:${cluster}` });
}

/** The cluster that is meant, or that somebody picks among those that have agents. */
export async function chooseCluster(
  session: FolderSession,
  target: Target | null,
): Promise<string | undefined> {
  if (target?.cluster !== undefined) return target.cluster;
  await session.engine();
  const items = session.view.clusters
    .filter(({ agents }) => agents.length > 0)
    .map(({ id, name, agents }) => ({ label: id, description: name, detail: agents.join(', ') }));
  const placeHolder = vscode.l10n.t('Cluster to run');
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.label;
}
