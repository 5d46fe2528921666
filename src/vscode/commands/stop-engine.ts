import * as vscode from 'vscode';
import type { DodecaHost } from '../dodeca-host.ts';
import { targetOf } from '../views/tree-node.ts';
import { chooseFolder } from './choose.ts';

/** Ends the engine of a folder, and its runs with it. */
export async function stopEngine(host: DodecaHost, given?: unknown): Promise<void> {
  const session = await chooseFolder(host, targetOf(given));
  if (!session) return;
  const active = session.view.active().length;
  if (active > 0) {
    const stop = vscode.l10n.t('Stop');
    const message = vscode.l10n.t('The engine is running a pipeline. It will be cancelled.');
    if ((await vscode.window.showWarningMessage(message, { modal: true }, stop)) !== stop) return;
  }
  const client = await import('../../client/stop-engine.ts');
  await client.stopEngine(session.folder.uri.fsPath);
}

/** Ends the engine of a folder and starts it anew. */
export async function restartEngine(host: DodecaHost, given?: unknown): Promise<void> {
  const session = await chooseFolder(host, targetOf(given));
  if (!session) return;
  await stopEngine(host, { folder: session.uri });
  await session.engine();
}
