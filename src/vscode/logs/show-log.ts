import * as vscode from 'vscode';
import { UserError } from '../../common/errors.ts';
import { logScheme } from '../../logs/log-address.ts';
import type { DodecaHost } from '../dodeca-host.ts';
import { ExecutionLog } from './execution-log.ts';
import { logDocuments } from './log-documents.ts';

/** Opens a log in an editor. */
export async function showLog(uri: vscode.Uri): Promise<void> {
  const opened = await vscode.workspace.openTextDocument(uri);
  // Before it is seen, so that it does not change its colours before everybody's eyes.
  const document = await vscode.languages.setTextDocumentLanguage(opened, logScheme);
  await vscode.window.showTextDocument(document, { preview: true });
}

/** The log that a command was given by its document, or the one in the active editor. Errors: `no-log`. */
export function givenLog(
  host: DodecaHost,
  given: unknown,
): { readonly uri: vscode.Uri; readonly log: ExecutionLog } {
  const uri = given instanceof vscode.Uri ? given : vscode.window.activeTextEditor?.document.uri;
  const log = uri && logDocuments(host).of(uri);
  if (uri && log instanceof ExecutionLog) return { uri, log };
  throw new UserError('no-log', vscode.l10n.t('Open the log of an agent first.'));
}
