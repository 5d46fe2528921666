import type { Json } from '../../common/json.ts';
import type { DodecaHost } from '../dodeca-host.ts';
import { startRun } from '../runs/start-run.ts';
import { targetOf } from '../views/tree-node.ts';
import { askParams } from './ask-params.ts';
import { chooseFolder, choosePipeline } from './choose.ts';

/** Runs a pipeline; asks for what was not given. Answers with the id of the run. */
export async function runPipeline(host: DodecaHost, given?: unknown): Promise<string | undefined> {
  const target = targetOf(given);
  const session = await chooseFolder(host, target);
  const pipeline = session && (await choosePipeline(session, target));
  if (!session || pipeline === undefined) return undefined;
  let params = paramsIn(given);
  if (!params) {
    await session.engine();
    params = await askParams(session.view.pipelines.find(({ name }) => name === pipeline)?.params ?? []);
    if (!params) return undefined;
  }
  return await startRun(host, session, { pipeline, params });
}

/** Parameters that a key binding or another extension gave. */
function paramsIn(given: unknown): Record<string, Json> | undefined {
  if (given === null || typeof given !== 'object' || !('params' in given)) return undefined;
  const { params } = given;
  return params !== null && typeof params === 'object' ? (params as Record<string, Json>) : undefined;
}
