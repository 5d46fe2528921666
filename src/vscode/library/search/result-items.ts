import * as vscode from 'vscode';
import type { SavedSearches } from '../saved-searches.ts';
import type { FolderAnswer } from './ask-library.ts';
import { typedName } from './query-filters.ts';
import { rankedHits } from './ranked-hits.ts';
import {
  hitItem,
  nameItem,
  noteItem,
  type PlaceItem,
  queryItem,
  type SearchItem,
  separatorItem,
} from './search-items.ts';

/** Names that are shown above what was found. */
const mostNames = 3;

/** What can be typed, for those who have typed nothing. */
export function queryHelp(): string {
  return vscode.l10n.t('Words, "a phrase", -without, kind: path: lang: status: run:');
}

/** What is offered before anything is typed. */
export function historyItems({ saved, recent }: SavedSearches): SearchItem[] {
  const others = recent.filter((query) => !saved.includes(query));
  const items: SearchItem[] = [];
  if (saved.length > 0) items.push(separatorItem(vscode.l10n.t('saved searches')));
  items.push(...saved.map((query) => queryItem(query, true)));
  if (others.length > 0) items.push(separatorItem(vscode.l10n.t('recent searches')));
  items.push(...others.map((query) => queryItem(query, false)));
  if (items.length > 0) return items;
  const example = '"helium pressure" kind:python -test run:last';
  return [
    noteItem(
      'info',
      vscode.l10n.t('Every file of the workspace is searched, and what its runs have met'),
      vscode.l10n.t('For example: {0}', example),
    ),
  ];
}

/** What was found. @param isBuilding whether more may be found in a moment */
export function resultItems(
  query: string,
  answers: readonly FolderAnswer[],
  isBuilding: boolean,
): SearchItem[] {
  const several = answers.length > 1;
  const folderOf = ({ session }: FolderAnswer): string | null => (several ? session.folder.name : null);
  const hits = rankedHits(
    answers.map((answer) => answer.hits.map((hit) => hitItem(answer.session, hit, folderOf(answer)))),
  );
  const named = rankedHits(
    answers.map((answer) => answer.names.map((name) => nameItem(answer.session, name, folderOf(answer)))),
  ).slice(0, mostNames);
  const names = typedName(query) === null ? [] : named.map((name) => fuller(name, hits));
  const others = hits.filter((hit) => !names.includes(hit));
  const items: SearchItem[] = notes(answers, several);
  if (names.length > 0) items.push(separatorItem(vscode.l10n.t('names')), ...names);
  if (names.length > 0 && others.length > 0) items.push(separatorItem(vscode.l10n.t('passages')));
  items.push(...others);
  if (names.length + others.length > 0 || answers.every(({ failure }) => failure !== null)) return items;
  return [...items, nothingFound(query, isBuilding)];
}

/** The hit that is the declaration itself, where it was found as well: it shows more. */
function fuller(name: PlaceItem, hits: readonly PlaceItem[]): PlaceItem {
  const { session, path, line } = name.place;
  const held = hits.find(({ place, label }) => {
    const [first, last] = place.passage;
    const isThere = place.session === session && place.path === path && first <= line && line <= last;
    return isThere && label.split(' › ').at(-1) === name.label;
  });
  return held ?? name;
}

function notes(answers: readonly FolderAnswer[], several: boolean): SearchItem[] {
  const told = new Set<string>();
  return answers.flatMap(({ session, problem, failure }) => {
    const text = failure !== null && several ? `${session.folder.name}: ${failure}` : (failure ?? problem);
    if (text === null || told.has(text)) return [];
    told.add(text);
    return [noteItem(failure === null ? 'warning' : 'error', text)];
  });
}

function nothingFound(query: string, isBuilding: boolean): SearchItem {
  if (isBuilding)
    return noteItem(
      'loading~spin',
      vscode.l10n.t('Nothing found so far'),
      vscode.l10n.t('Files are still being read. What is found appears by itself.'),
    );
  const hasFilter = /(^|\s)-?[a-z]+:\S/iu.test(query);
  return noteItem(
    'search',
    vscode.l10n.t('Nothing found'),
    hasFilter
      ? vscode.l10n.t('Search without the filters, or for fewer words.')
      : vscode.l10n.t('Search for fewer words, or for other ones: files that are ignored are not found.'),
  );
}
