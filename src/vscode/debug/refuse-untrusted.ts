import * as vscode from 'vscode';
import { UserError } from '../../common/errors.ts';

/** Debugging runs the programs of a workspace. Errors: `untrusted`. */
export function refuseUntrusted(): void {
  if (vscode.workspace.isTrusted) return;
  const message = vscode.l10n.t('Dodeca debugs nothing in Restricted Mode. Trust the workspace first.');
  throw new UserError('untrusted', message);
}
