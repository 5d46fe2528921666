import * as vscode from 'vscode';
import type { DocumentStatus, RunSighting, SearchHit, Suggestion } from '../../../model/library-report.ts';
import type { FolderSession } from '../../folders/folder-session.ts';
import { shortLine, tellingLine, withoutIcons } from './hit-text.ts';
import { hitIcon, nameIcon } from './kind-icons.ts';
import { type Place, placeOfHit, placeOfName } from './place.ts';

/** What can be done with a place besides opening it. */
export type PlaceAction = 'side' | 'copy' | 'why';

/** What can be done with a search besides searching again. */
export type QueryAction = 'forget' | 'save' | 'unsave';

/** A button of a line. */
export interface ActionButton<A> extends vscode.QuickInputButton {
  readonly action: A;
}

/** Somewhere to go. */
export interface PlaceItem extends vscode.QuickPickItem {
  readonly type: 'place';
  readonly place: Place;
  readonly buttons: readonly ActionButton<PlaceAction>[];
}

/** A search from before. */
export interface QueryItem extends vscode.QuickPickItem {
  readonly type: 'query';
  readonly query: string;
  readonly buttons: readonly ActionButton<QueryAction>[];
}

/** Something that is said; choosing it tries again. */
export interface NoteItem extends vscode.QuickPickItem {
  readonly type: 'note';
}

/** Between two parts of the list. */
export interface SeparatorItem extends vscode.QuickPickItem {
  readonly type: 'separator';
}

export type SearchItem = PlaceItem | QueryItem | NoteItem | SeparatorItem;

/** Characters of a commit, as git shows it. */
const shortCommit = 7;

/** Statuses that are worth a word in a list. */
const toldStatuses: ReadonlySet<DocumentStatus> = new Set(['canonical', 'stale', 'rejected']);

const side = (): ActionButton<PlaceAction> => ({
  action: 'side',
  iconPath: new vscode.ThemeIcon('split-horizontal'),
  tooltip: vscode.l10n.t('Open to the Side'),
});
const copy = (): ActionButton<PlaceAction> => ({
  action: 'copy',
  iconPath: new vscode.ThemeIcon('link'),
  tooltip: vscode.l10n.t('Copy Link'),
});
const why = (): ActionButton<PlaceAction> => ({
  action: 'why',
  iconPath: new vscode.ThemeIcon('question'),
  tooltip: vscode.l10n.t('Why Here?'),
});

/** A file that was found. @param folder its name, where there are several */
export function hitItem(session: FolderSession, hit: SearchHit, folder: string | null): PlaceItem {
  const place = placeOfHit(session, hit);
  const telling = tellingLine(hit.excerpt ?? []);
  const told = [whereText(place, folder)];
  if (toldStatuses.has(hit.status)) told.push(statusText(hit.status));
  if (hit.seen) told.push(...seenTexts(hit.seen));
  return {
    type: 'place',
    place,
    // Which run it is tells the log; the list has no room for it.
    label: withoutIcons(hit.title.replace(`, run ${hit.seen?.runId}`, '')),
    iconPath: new vscode.ThemeIcon(hitIcon(hit.kind, hit.passage)),
    description: withoutIcons(told.join(' · ')),
    ...(telling && { detail: withoutIcons(shortLine(telling)) }),
    alwaysShow: true,
    buttons: [side(), copy(), why()],
  };
}

/** A name that begins as what was typed. */
export function nameItem(session: FolderSession, name: Suggestion, folder: string | null): PlaceItem {
  const place = placeOfName(session, name);
  return {
    type: 'place',
    place,
    label: withoutIcons(name.text),
    iconPath: new vscode.ThemeIcon(nameIcon(name.kind)),
    description: withoutIcons(whereText(place, folder)),
    alwaysShow: true,
    buttons: [side(), copy()],
  };
}

/** A search from before. */
export function queryItem(query: string, isSaved: boolean): QueryItem {
  const remove: ActionButton<QueryAction> = {
    action: isSaved ? 'unsave' : 'forget',
    iconPath: new vscode.ThemeIcon('close'),
    tooltip: isSaved ? vscode.l10n.t('Remove From Saved Searches') : vscode.l10n.t('Remove From History'),
  };
  const save: ActionButton<QueryAction> = {
    action: 'save',
    iconPath: new vscode.ThemeIcon('bookmark'),
    tooltip: vscode.l10n.t('Save Search'),
  };
  return {
    type: 'query',
    query,
    label: withoutIcons(query),
    iconPath: new vscode.ThemeIcon(isSaved ? 'bookmark' : 'history'),
    alwaysShow: true,
    buttons: isSaved ? [remove] : [save, remove],
  };
}

/** Something that is said instead of a result, or above the results. */
export function noteItem(icon: string, label: string, detail?: string): NoteItem {
  return {
    type: 'note',
    label: withoutIcons(label),
    iconPath: new vscode.ThemeIcon(icon),
    ...(detail !== undefined && { detail: withoutIcons(detail) }),
    alwaysShow: true,
  };
}

/** The title of what follows in the list. */
export function separatorItem(label: string): SeparatorItem {
  return { type: 'separator', label, kind: vscode.QuickPickItemKind.Separator };
}

/** The word for a status, as it is shown and as it is typed. */
export function statusText(status: DocumentStatus): string {
  switch (status) {
    case 'found':
      return vscode.l10n.t('found');
    case 'reviewed':
      return vscode.l10n.t('reviewed');
    case 'validated':
      return vscode.l10n.t('validated');
    case 'canonical':
      return vscode.l10n.t('canonical');
    case 'stale':
      return vscode.l10n.t('stale');
    case 'rejected':
      return vscode.l10n.t('rejected');
  }
}

function whereText(place: Place, folder: string | null): string {
  const { path, line, cell, execution } = place;
  const file = execution === null ? path : `${execution.stage}/${execution.agent}.log`;
  const where = cell === null ? `${file}:${line}` : vscode.l10n.t('{0}, cell {1}', file, cell);
  return folder === null ? where : `${folder} · ${where}`;
}

function seenTexts({ runs, fixedBy }: RunSighting): string[] {
  const texts = runs > 1 ? [vscode.l10n.t('seen in {0} runs', runs)] : [];
  if (fixedBy !== null) texts.push(vscode.l10n.t('fixed by {0}', fixedBy.slice(0, shortCommit)));
  return texts;
}
