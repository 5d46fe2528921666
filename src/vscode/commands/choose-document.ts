import * as vscode from 'vscode';
import { UserError } from '../../common/errors.ts';
import type { DodecaHost } from '../dodeca-host.ts';
import type { FolderSession } from '../folders/folder-session.ts';
import { targetOf } from '../views/tree-node.ts';

/** A file of a workspace folder. */
export interface ChosenDocument {
  readonly session: FolderSession;
  /** Relative to the folder, with `/`. */
  readonly path: string;
}

/** The document that is meant: named by what was given (a line of a tree, a file of the explorer), else the one in the active editor. */
export function chooseDocument(host: DodecaHost, given: unknown): ChosenDocument {
  const target = targetOf(given);
  if (target?.path !== undefined) {
    const session = host.folders.all.find(({ uri }) => uri === target.folder);
    if (session) return { session, path: target.path };
  }
  const uri = given instanceof vscode.Uri ? given : activeFile();
  const session = uri && host.folders.of(uri);
  if (!uri || !session) {
    const message = vscode.l10n.t('Open a file of the workspace first, or choose one in the view Library.');
    throw new UserError('no-document', message);
  }
  return { session, path: vscode.workspace.asRelativePath(uri, false) };
}

function activeFile(): vscode.Uri | undefined {
  const { activeTextEditor, activeNotebookEditor } = vscode.window;
  // An image or a preview is a tab alone.
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const shown = input instanceof vscode.TabInputCustom ? input.uri : undefined;
  return activeNotebookEditor?.notebook.uri ?? activeTextEditor?.document.uri ?? shown;
}
