import * as vscode from 'vscode';
import { UserError } from '../../common/errors.ts';
import type { DodecaHost } from '../dodeca-host.ts';

/**
 * Opens the box in which one searches the library. It begins with the `query` that is given, or with what is selected
 * in the editor; asked from the menu of an editor, or with `word: true`, with the word at the cursor.
 * Errors: `untrusted`, `no-folder`.
 */
export async function searchLibrary(host: DodecaHost, given?: unknown): Promise<unknown> {
  if (host.folders.all.length === 0)
    throw new UserError('no-folder', vscode.l10n.t('Open a folder first: the library is of its files.'));
  if (!vscode.workspace.isTrusted) {
    const message = vscode.l10n.t(
      'The library is not searched in Restricted Mode. Trust the workspace first.',
    );
    throw new UserError('untrusted', message);
  }
  const { openSearch } = await import('../library/search/open-search.ts');
  return await openSearch(host, given);
}
