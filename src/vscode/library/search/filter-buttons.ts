import { posix } from 'node:path';
import * as vscode from 'vscode';
import type { FolderSession } from '../../folders/folder-session.ts';
import { filterOf, withFilter } from './query-filters.ts';

/** What a button above the list does. */
export type FilterAction = 'kind' | 'status' | 'folder' | 'run' | 'save';

/** A button above the list. */
export interface FilterButton extends vscode.QuickInputButton {
  readonly action: FilterAction;
}

/** The buttons above the list. @param folder of the file that somebody looked at; null where there is none */
export function filterButtons(query: string, folder: string | null, isSaved: boolean): FilterButton[] {
  const button = (action: FilterAction, icon: string, tooltip: string): FilterButton => ({
    action,
    iconPath: new vscode.ThemeIcon(icon),
    tooltip,
  });
  const isInFolder = folder !== null && filterOf(query, 'path') === folder;
  const isLastRun = filterOf(query, 'run') === 'last';
  return [
    button('kind', 'filter', vscode.l10n.t('Only One Kind of Document')),
    button('status', 'verified', vscode.l10n.t('Only One Status')),
    ...(folder === null
      ? []
      : [
          button(
            'folder',
            isInFolder ? 'folder-active' : 'folder',
            isInFolder ? vscode.l10n.t('In All Folders') : vscode.l10n.t('Only in {0}', folder.slice(1, -1)),
          ),
        ]),
    button(
      'run',
      isLastRun ? 'stop-circle' : 'play-circle',
      isLastRun ? vscode.l10n.t('Whatever Run It Belongs To') : vscode.l10n.t('Only of the Last Run'),
    ),
    ...(query.trim() === ''
      ? []
      : [
          button(
            'save',
            isSaved ? 'check' : 'bookmark',
            isSaved ? vscode.l10n.t('Remove From Saved Searches') : vscode.l10n.t('Save Search'),
          ),
        ]),
  ];
}

/** The folder of a file in the form of the filter `path:`; null where it is in no folder, or at the top of it. */
export function folderFilter(
  session: FolderSession | undefined,
  file: vscode.Uri | undefined,
): string | null {
  if (!session || !file) return null;
  const folder = posix.dirname(posix.relative(session.folder.uri.path, file.path));
  return folder === '.' || folder.startsWith('..') ? null : `/${folder}/`;
}

/** Sets a filter that is not there, and takes away one that is. */
export function toggled(query: string, name: 'path' | 'run', value: string): string {
  return withFilter(query, name, filterOf(query, name) === value ? null : value);
}
