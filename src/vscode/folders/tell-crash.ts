import * as vscode from 'vscode';
import type { FolderSession } from './folder-session.ts';

/** Says that an engine died, once, and offers to resume what it was running. */
export async function tellCrash(
  session: FolderSession,
  restarted: boolean,
  runs: readonly string[],
): Promise<void> {
  if (!restarted) {
    const retry = vscode.l10n.t('Try Again');
    const message = vscode.l10n.t('The Dodeca engine ended unexpectedly: {0}', session.problem ?? '');
    if ((await vscode.window.showErrorMessage(message, retry)) === retry) await session.refresh();
    return;
  }
  const [runId] = runs;
  const message = vscode.l10n.t('The Dodeca engine ended unexpectedly and was started again.');
  if (runId === undefined) {
    void vscode.window.showWarningMessage(message);
    return;
  }
  const resume = vscode.l10n.t('Resume Run');
  if ((await vscode.window.showWarningMessage(message, resume)) === resume) {
    await vscode.commands.executeCommand('dodeca.resumeRun', { folder: session.uri, runId });
  }
}
