import * as vscode from 'vscode';
import type { DodecaHost } from '../dodeca-host.ts';
import { startRun } from '../runs/start-run.ts';
import { targetOf } from '../views/tree-node.ts';
import { chooseFolder } from './choose.ts';

/** Runs the agents of a cluster, side by side. Answers with the id of the run. */
export async function runCluster(host: DodecaHost, given?: unknown): Promise<string | undefined> {
  const target = targetOf(given);
  const session = await chooseFolder(host, target);
  if (!session) return undefined;
  let cluster = target?.cluster;
  if (cluster === undefined) {
    await session.engine();
    const items = session.view.clusters
      .filter(({ agents }) => agents.length > 0)
      .map(({ id, name, agents }) => ({ label: id, description: name, detail: agents.join(', ') }));
    const placeHolder = vscode.l10n.t('Cluster to run');
    cluster = (await vscode.window.showQuickPick(items, { placeHolder }))?.label;
  }
  return cluster === undefined
    ? undefined
    : await startRun(host, session, { pipeline: `cluster:${cluster}` });
}
