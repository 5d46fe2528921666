import { startDebugging } from '../debug/start-debugging.ts';
import type { DodecaHost } from '../dodeca-host.ts';
import { targetOf } from '../views/tree-node.ts';
import { chooseFolder } from './choose.ts';
import { chooseCluster } from './run-cluster.ts';

/** Runs the agents of a cluster, side by side, under the debugger. Answers with whether it began. */
export async function debugCluster(host: DodecaHost, given?: unknown): Promise<boolean | undefined> {
  const target = targetOf(given);
  const session = await chooseFolder(host, target);
  const cluster = session && (await chooseCluster(session, target));
  if (!session || cluster === undefined) return undefined;
  const name = session.view.clusters.find(({ id }) => id === cluster)?.name ?? cluster;
  return await startDebugging(session, { request: 'launch', name, pipeline: `cluster:${cluster}` });
}
