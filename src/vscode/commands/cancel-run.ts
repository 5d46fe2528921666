import * as vscode from 'vscode';
import type { DodecaHost } from '../dodeca-host.ts';
import { chooseRun } from './choose.ts';

/** Cancels a run that goes on. */
export async function cancelRun(host: DodecaHost, given?: unknown): Promise<void> {
  const chosen = await chooseRun(host, given, 'active');
  if (!chosen) return;
  const reason = vscode.l10n.t('cancelled in the editor');
  await chosen.session.call('run/cancel', { run: chosen.runId, kill: false, reason });
}
