import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { LibrarySearch } from '../../../src/vscode/library/search/library-search.ts';
import type { PlaceItem, SearchItem } from '../../../src/vscode/library/search/search-items.ts';
import { until } from '../../harness/vscode/until.ts';

/** The box in which one searches, as somebody uses it. */
export class SearchBox {
  readonly #search: LibrarySearch;

  private constructor(search: LibrarySearch) {
    this.#search = search;
  }

  /** Opens it, with what the command is given. */
  static async open(given?: unknown): Promise<SearchBox> {
    const search = await vscode.commands.executeCommand<LibrarySearch>('dodeca.searchLibrary', given);
    assert.ok(search, 'it is open');
    return new SearchBox(search);
  }

  get shown(): LibrarySearch['shown'] {
    return this.#search.shown;
  }

  type(query: string): void {
    this.#search.type(query);
  }

  /** The lines, as they are read. */
  lines(): string[] {
    return this.shown.items.map(asLine);
  }

  /** The places, once one of this label is among them. */
  async find(label: string | RegExp): Promise<PlaceItem> {
    return await until(
      `${label} to be found`,
      async () => {
        const { items, isCurrent } = this.shown;
        const places = items.filter((item) => item.type === 'place');
        return isCurrent && places.find((item) => item.label === label || asLine(item).match(label));
      },
      async () => `${this.shown.title}\n${this.lines().join('\n')}`,
    );
  }

  /** What is shown, once it is what belongs to what was typed and no build goes on. */
  async settled(): Promise<readonly string[]> {
    await until(
      'the answer',
      async () => this.shown.isCurrent && this.shown.title === 'Search Library' && this.lines().length > 0,
      async () => `${this.shown.title}\n${this.lines().join('\n')}`,
    );
    return this.lines();
  }

  /** Goes to the item that follows the one that is chosen, as the arrow down does. */
  async next(): Promise<void> {
    const before = this.shown.active;
    let pressed = Number.NEGATIVE_INFINITY;
    await until('another one is chosen', async () => {
      if (this.shown.active !== before) return true;
      // A key is lost where the list is given anew at the same moment; a second one too early would go too far.
      if (performance.now() - pressed > 2000) {
        await vscode.commands.executeCommand('workbench.action.quickOpenSelectNext');
        pressed = performance.now();
      }
      return false;
    });
  }

  /** Chooses what is active, as Enter does. */
  async accept(): Promise<void> {
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    await this.#search.ended;
  }

  /** Closes it, as Escape does. */
  async dismiss(): Promise<void> {
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await this.#search.ended;
  }
}

function asLine({ label, description, detail }: SearchItem): string {
  return [label, description, detail].filter((text) => text !== undefined && text !== '').join(' | ');
}
