import * as vscode from 'vscode';
import { debugType } from '../debug/debug-type.ts';
import { startDebugging } from '../debug/start-debugging.ts';
import type { DodecaHost } from '../dodeca-host.ts';
import { targetOf } from '../views/tree-node.ts';
import { askParams } from './ask-params.ts';
import { chooseFolder, choosePipeline } from './choose.ts';

/** Runs a pipeline under the debugger; asks for what was not given. Answers with whether it began. */
export async function debugPipeline(host: DodecaHost, given?: unknown): Promise<boolean | undefined> {
  // The button of an editor: as F5 there.
  if (given instanceof vscode.Uri) {
    const folder = vscode.workspace.getWorkspaceFolder(given);
    return await vscode.debug.startDebugging(folder, { type: debugType, name: '', request: '' });
  }
  const target = targetOf(given);
  const session = await chooseFolder(host, target);
  const pipeline = session && (await choosePipeline(session, target));
  if (!session || pipeline === undefined) return undefined;
  await session.engine();
  const params = await askParams(session.view.pipelines.find(({ name }) => name === pipeline)?.params ?? []);
  return params && (await startDebugging(session, { request: 'launch', name: pipeline, pipeline, params }));
}
