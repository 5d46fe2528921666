import * as vscode from 'vscode';
import type { DodecaHost } from '../dodeca-host.ts';
import { targetOf } from '../views/tree-node.ts';
import { chooseFolder } from './choose.ts';

/** How a workspace stands, part by part, by what its agents told last. */
export async function showHealth(host: DodecaHost, given?: unknown): Promise<void> {
  const session = await chooseFolder(host, targetOf(given));
  if (!session) return;
  const { healthLines } = await import('../../analysis/health-lines.ts');
  const report = await session.call('workspace/health', {});
  await host.documents.show(
    vscode.l10n.t('Health of {0}', session.folder.name),
    healthLines(report, report.unmeasured),
  );
}
