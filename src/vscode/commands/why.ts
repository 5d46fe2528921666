import * as vscode from 'vscode';
import { whyLines } from '../../report-text/why-lines.ts';
import type { DodecaHost } from '../dodeca-host.ts';
import { chooseExecution } from './choose.ts';

/** Why an execution is where it is, from the record. */
export async function why(host: DodecaHost, given?: unknown): Promise<void> {
  const chosen = await chooseExecution(host, given);
  if (!chosen) return;
  const report = await chosen.session.call('run/why', { run: chosen.runId, agent: chosen.agent });
  const title = vscode.l10n.t('Why? {0}', `${report.stage}/${report.agent}`);
  await host.documents.show(title, whyLines(report));
}
