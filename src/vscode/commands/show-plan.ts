import * as vscode from 'vscode';
import { planLines } from '../../report-text/plan-lines.ts';
import type { DodecaHost } from '../dodeca-host.ts';
import { targetOf } from '../views/tree-node.ts';
import { chooseFolder, choosePipeline } from './choose.ts';

/** What a pipeline would run, in which order, and how long it takes by the record. */
export async function showPlan(host: DodecaHost, given?: unknown): Promise<void> {
  const target = targetOf(given);
  const session = await chooseFolder(host, target);
  const pipeline = session && (await choosePipeline(session, target));
  if (!session || pipeline === undefined) return;
  const report = await session.call('pipeline/plan', { pipeline, params: {} });
  await host.documents.show(vscode.l10n.t('Plan of {0}', pipeline), planLines(report));
}
