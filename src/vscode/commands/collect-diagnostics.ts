import * as vscode from 'vscode';
import type { DodecaHost } from '../dodeca-host.ts';

/** Shows what somebody needs who is to find out what is wrong. Sends nothing and saves nothing. */
export async function collectDiagnostics(host: DodecaHost): Promise<void> {
  const { diagnosticsText } = await import('../diagnostics/diagnostics-text.ts');
  const content = await diagnosticsText(host);
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
  await vscode.window.showTextDocument(document, { preview: false });
}
