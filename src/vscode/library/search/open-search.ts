import * as vscode from 'vscode';
import type { DodecaHost } from '../../dodeca-host.ts';
import { askedText } from './asked-text.ts';
import { LibrarySearch } from './library-search.ts';

/** The box that is open; null while none is. */
let open: LibrarySearch | null = null;

/** Opens the box, in the place of one that is open. */
export async function openSearch(host: DodecaHost, given: unknown): Promise<LibrarySearch> {
  await open?.close();
  const search = new LibrarySearch(host, queryOf(given));
  open = search;
  void search.ended.then(() => {
    if (open === search) open = null;
  });
  search.open();
  return search;
}

/** What is searched for at first: what is given, or what somebody points at. */
function queryOf(given: unknown): string {
  // The menu of an editor gives its document, which is a `Uri` and so has a `query`, too.
  const isMenu = given instanceof vscode.Uri;
  const { query, word } = given !== null && typeof given === 'object' && !isMenu ? (given as Given) : {};
  if (typeof query === 'string') return query;
  const editor = vscode.window.activeTextEditor;
  if (!editor) return '';
  const { document, selection } = editor;
  if (!selection.isEmpty) return askedText(document.getText(selection));
  if (!isMenu && word !== true) return '';
  const range = document.getWordRangeAtPosition(selection.active);
  return range ? askedText(document.getText(range)) : '';
}

interface Given {
  readonly query?: unknown;
  readonly word?: unknown;
}
