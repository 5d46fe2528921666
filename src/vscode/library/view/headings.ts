import * as vscode from 'vscode';
import { type QueueReason, queueReasons } from '../../../model/library-review.ts';
import type { WorkspaceLibrary } from '../../folders/workspace-library.ts';
import { collectionsOf, runsKey } from './collections.ts';
import { filesText, numberText } from './count-text.ts';
import type { Heading } from './heading-node.ts';

/** All that is in the library, by what it is. */
export function collectionsHeading({ status }: WorkspaceLibrary): Heading<string> {
  const collections = collectionsOf(status);
  // Logs are no files of the workspace.
  const files = collections.reduce((sum, one) => sum + (one.key === runsKey ? 0 : one.files), 0);
  // Also while there is nothing in it: what was drawn without a twistie stays closed when it gets one.
  const { Expanded } = vscode.TreeItemCollapsibleState;
  const line = new vscode.TreeItem(vscode.l10n.t('Collections'), Expanded);
  line.iconPath = new vscode.ThemeIcon('library');
  line.description = filesText(files);
  line.contextValue = 'collections';
  return { line, keys: collections.map(({ key }) => key) };
}

/** What waits for somebody to look at it, by the reason. */
export function reviewHeading({ status, waiting }: WorkspaceLibrary): Heading<QueueReason> {
  const keys = queueReasons.filter((reason) => (waiting?.[reason] ?? 0) > 0);
  const count = keys.reduce((sum, reason) => sum + (waiting?.[reason] ?? 0), 0);
  const { Collapsed, None } = vscode.TreeItemCollapsibleState;
  const line = new vscode.TreeItem(vscode.l10n.t('Review'), count > 0 ? Collapsed : None);
  line.iconPath = new vscode.ThemeIcon('checklist');
  // Before everything was read, nothing is said of what is not there.
  if (count > 0) line.description = numberText(count);
  else if (waiting !== null && status?.builtMs != null)
    line.description = vscode.l10n.t('Everything is reviewed.');
  line.contextValue = 'review';
  return { line, keys };
}
