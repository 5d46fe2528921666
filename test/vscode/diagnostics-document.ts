import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { until } from '../harness/vscode/until.ts';

/** Collects diagnostics; answers with the text of the document, which belongs to no file. */
export async function diagnosticsDocument(): Promise<string> {
  await vscode.commands.executeCommand('dodeca.collectDiagnostics');
  const document = await until('the document is shown', async () => {
    const shown = vscode.window.activeTextEditor?.document;
    // The editor may still tell of the one before, which is closed.
    return shown?.isUntitled && !shown.isClosed && shown;
  });
  assert.equal(document.languageId, 'markdown');
  const text = document.getText();
  // Closed without a question whether to save it.
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  await until('the document is closed', async () => document.isClosed);
  return text;
}

/** What stands under a title. */
export function sectionOf(text: string, title: string): string {
  const from = text.indexOf(`## ${title}\n`);
  assert.ok(from >= 0, `there is no section ${title}:\n${text}`);
  const to = text.indexOf('\n## ', from + 1);
  return text.slice(from, to < 0 ? undefined : to);
}
