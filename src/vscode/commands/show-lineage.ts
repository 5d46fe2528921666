import * as vscode from 'vscode';
import type { LineageReport } from '../../model/lineage-report.ts';
import type { DodecaHost } from '../dodeca-host.ts';
import type { FolderSession } from '../folders/folder-session.ts';
import { uriOf } from '../library/document-look.ts';
import { chooseDocument } from './choose-document.ts';

/** Where a file comes from, and what depends on it: a report whose files and runs are links. */
export async function showLineage(host: DodecaHost, given?: unknown): Promise<void> {
  const { session, path } = chooseDocument(host, given);
  const { lineageLines } = await import('../../report-text/lineage-lines.ts');
  const report = await session.call('library/lineage', { path });
  const title = vscode.l10n.t('Where {0} comes from', path);
  await host.documents.show(title, lineageLines(report), linksOf(session, report));
}

/** Where the files and runs of a report lead to. */
function linksOf(session: FolderSession, report: LineageReport): ReadonlyMap<string, vscode.Uri> {
  const { producedBy, madeFromIt, refersTo, referredBy, dependents } = report;
  const paths = [
    report.path,
    ...producedBy.flatMap(({ inputs }) => inputs.map((input) => input.path)),
    ...[...madeFromIt, ...refersTo, ...referredBy].map((place) => place.path),
    ...dependents,
  ];
  const runs = [...producedBy, ...madeFromIt].map(({ runId }) => runId);
  return new Map([
    ...paths.map((path) => [path, uriOf(session.folder.uri, path)] as const),
    ...runs.map((runId) => [runId, runLink(session, runId)] as const),
  ]);
}

/** Shows a run in the view *Runs*. */
function runLink(session: FolderSession, runId: string): vscode.Uri {
  const given = encodeURIComponent(JSON.stringify([{ folder: session.uri, runId }]));
  return vscode.Uri.parse(`command:dodeca.showRun?${given}`);
}
