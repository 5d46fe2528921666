import * as vscode from 'vscode';
import type { DodecaHost } from '../dodeca-host.ts';
import { targetOf } from '../views/tree-node.ts';
import { chooseFolder } from './choose.ts';

/** What changed since a run, by the journal and by git; without one, since the run before the newest. */
export async function showChanges(host: DodecaHost, given?: unknown): Promise<void> {
  const target = targetOf(given);
  const session = await chooseFolder(host, target);
  if (!session) return;
  const { changesLines, trendLines } = await import('../../report-text/changes-lines.ts');
  const report = await session.call('workspace/changes', { since: target?.runId ?? null });
  const trend = await session.call('workspace/trend', { limit: 20, pipeline: report.since.pipeline });
  await host.documents.show(vscode.l10n.t('Changes since {0}', report.since.runId), [
    ...changesLines(report),
    '',
    ...trendLines(trend),
  ]);
}
