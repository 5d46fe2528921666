import * as vscode from 'vscode';
import { documentStatuses, type LibraryStatus } from '../../../model/library-report.ts';
import { statusIconName, statusMeaning } from '../document-look.ts';
import { kindIcon } from './kind-icons.ts';
import { filterOf } from './query-filters.ts';
import { statusText } from './search-items.ts';

/** A value for a filter; null takes the filter away. */
export interface FilterChoice extends vscode.QuickPickItem {
  readonly value: string | null;
}

/** The kinds of documents that there are, to choose one from. */
export function kindChoices(query: string, libraries: readonly LibraryStatus[]): FilterChoice[] {
  const counts = summed(
    libraries.map(({ kinds, runLogs }) => (runLogs > 0 ? { ...kinds, run: runLogs } : kinds)),
  );
  const kinds = [...counts].sort(([one], [other]) => (one < other ? -1 : 1));
  const choices = kinds.map(([value, files]) => ({
    label: value,
    value,
    iconPath: new vscode.ThemeIcon(kindIcon(value)),
    description: filesText(files),
  }));
  return [...anyChoice(filterOf(query, 'kind')), ...choices];
}

/** The statuses that a document can have, to choose one from. */
export function statusChoices(query: string, libraries: readonly LibraryStatus[]): FilterChoice[] {
  const counts = summed(libraries.map(({ statuses }) => statuses));
  const choices = documentStatuses.map((value) => ({
    label: statusText(value),
    value,
    iconPath: new vscode.ThemeIcon(statusIconName(value)),
    description: filesText(counts.get(value) ?? 0),
    detail: statusMeaning(value),
  }));
  return [...anyChoice(filterOf(query, 'status')), ...choices];
}

function anyChoice(set: string | null): FilterChoice[] {
  if (set === null) return [];
  return [{ label: vscode.l10n.t('Any'), value: null, iconPath: new vscode.ThemeIcon('clear-all') }];
}

function summed(all: readonly Readonly<Record<string, number>>[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const some of all)
    for (const [name, count] of Object.entries(some)) counts.set(name, (counts.get(name) ?? 0) + count);
  return counts;
}

function filesText(files: number): string {
  return files === 1 ? vscode.l10n.t('1 file') : vscode.l10n.t('{0} files', files);
}
