import type { Locator, Page } from 'playwright-core';
import { type ListRow, listRows, revealRow } from './list-rows.ts';
import { chooseFromMenu, closeMenus, menuItems, openMenu } from './menus.ts';
import type { PageElement } from './page-element.ts';
import { type TreeRow, treeText } from './tree-text.ts';
import { until } from './until.ts';
import { untilText } from './until-text.ts';

/** How long a click may take to be seen before it counts as lost, milliseconds. */
const lostMs = 3000;

/** How long something may take to follow a choice before it is made once more, milliseconds. */
const followMs = 10_000;

/** Whether what a choice leads to is there. */
export type Follows = () => Promise<boolean>;

/** A view of the side bar that shows a tree. Rows are named by their labels, from the outermost to the own one. */
export class TreeView {
  readonly name: string;
  readonly #page: Page;

  constructor(page: Page, name: string) {
    this.#page = page;
    this.name = name;
  }

  get #pane(): Locator {
    return this.#page.locator('.pane', {
      has: this.#page.locator(`> .pane-header[aria-label="${this.name} Section"]`),
    });
  }

  get #list(): Locator {
    return this.#pane.locator('.monaco-list');
  }

  /** Opens the view where only its title is seen. */
  async open(): Promise<this> {
    await this.#unfold('true');
    return this;
  }

  /** Leaves only its title to be seen: what is below it has more room then. */
  async close(): Promise<void> {
    await this.#unfold('false');
  }

  async rows(): Promise<readonly TreeRow[]> {
    return (await this.#rows()).map(({ level, label, description, icon, twistie }) => ({
      depth: level - 1,
      label,
      description,
      icon,
      twistie,
    }));
  }

  /** The tree as text, all of its rows; what an empty one says, and its buttons as `[Button]`. */
  async text(): Promise<string> {
    const texts = (selector: string): Promise<string[]> =>
      this.#pane.locator(selector).evaluateAll((parts: PageElement[]) =>
        parts.map((part) => {
          const text = part.innerText.trim();
          return [...part.classList].includes('button-container') ? `[${text}]` : text;
        }),
      );
    const message = await texts('.tree-explorer-viewlet-tree-view > .message:not(.hide)');
    const welcome = await texts('.pane-body.welcome .welcome-view-content > :is(p, .button-container)');
    const rows = welcome.length === 0 ? [treeText(await this.rows())] : welcome;
    return [...message, ...rows].join('\n');
  }

  /** Waits until the text of the tree is, or matches, what is wanted. Fails with what it was last. */
  waitFor(wanted: string | RegExp, waitMs?: number): Promise<string> {
    return untilText(`the tree ${this.name}`, () => this.text(), wanted, waitMs);
  }

  /** The row itself, brought into sight. */
  async row(...path: readonly string[]): Promise<Locator> {
    const found = await this.#find(path);
    return revealRow(this.#list, found.index);
  }

  async expand(...path: readonly string[]): Promise<void> {
    await this.#twist('open', path);
  }

  async collapse(...path: readonly string[]): Promise<void> {
    await this.#twist('closed', path);
  }

  async click(...path: readonly string[]): Promise<void> {
    await this.#onRow('a click on', path, async (row) => await row.click({ timeout: lostMs }));
  }

  /** Clicks a button that a row shows while the mouse is on it, until what it leads to is there. */
  async action(name: string, path: readonly string[], follows: Follows): Promise<void> {
    await this.#choose(`${name} of ${path.join(' › ')}`, follows, () =>
      this.#onRow(`the button ${name} of`, path, async (row) => {
        await row.hover({ timeout: lostMs });
        await row.locator(`.actions .action-label[aria-label="${name}"]`).click({ timeout: lostMs });
      }),
    );
  }

  /** The items of the context menu of a row. */
  async menu(...path: readonly string[]): Promise<readonly string[]> {
    await this.#openMenu(path);
    const items = await menuItems(this.#page);
    await closeMenus(this.#page);
    return items;
  }

  /** Chooses an item of the context menu of a row, until what it leads to is there. */
  async chooseFromMenu(item: string, path: readonly string[], follows: Follows): Promise<void> {
    const name = `${item} in the menu of ${path.join(' › ')}`;
    await this.#choose(name, follows, async () => {
      await this.#openMenu(path);
      await chooseFromMenu(this.#page, item);
    });
  }

  /** Clicks a button in the title of the view. */
  async titleAction(name: string): Promise<void> {
    await this.#pane.locator('> .pane-header').hover();
    await this.#pane.locator(`> .pane-header .action-label[aria-label="${name}"]`).click();
  }

  /** Clicks a button of an empty view. */
  async welcomeAction(name: string): Promise<void> {
    await this.#pane.locator('.welcome-view-content .monaco-button', { hasText: name }).click();
  }

  async #rows(): Promise<readonly ListRow[]> {
    return (await this.#list.count()) === 0 ? [] : listRows(this.#list);
  }

  /** The row of a path, whose outer rows are expanded already. */
  #find(path: readonly string[]): Promise<ListRow> {
    return until(`the row ${path.join(' › ')} in ${this.name}`, async () => {
      const rows = await this.#rows();
      let from = -1;
      let level = 0;
      for (const label of path) {
        const next = rows.find((row, at) => at > from && row.label === label && row.level > level);
        if (next === undefined) return null;
        from = rows.indexOf(next);
        level = next.level;
      }
      return rows[from] ?? null;
    });
  }

  async #twist(wanted: 'open' | 'closed', path: readonly string[]): Promise<void> {
    const isDone: Follows = async () => (await this.#find(path)).twistie === wanted;
    if (await isDone()) return;
    await this.#choose(`${path.join(' › ')} to be ${wanted}`, isDone, () =>
      this.#onRow('the twistie of', path, async (row) => {
        await row.locator('.monaco-tl-twistie').click({ timeout: lostMs });
      }),
    );
  }

  async #unfold(wanted: 'true' | 'false'): Promise<void> {
    const header = this.#pane.locator('> .pane-header');
    const isDone: Follows = async () => (await header.getAttribute('aria-expanded')) === wanted;
    if (await isDone()) return;
    await this.#choose(`the view ${this.name} to be unfolded: ${wanted}`, isDone, () => header.click());
  }

  /**
   * Does something until what it leads to is there. What is clicked is lost now and then: a tree that is drawn anew
   * takes a menu away in the middle of a choice, which looks like one that was made.
   */
  async #choose(what: string, follows: Follows, act: () => Promise<unknown>): Promise<void> {
    await until(what, async () => {
      await act();
      return await until(`what follows ${what}`, follows, undefined, followMs);
    });
  }

  /** Does something to a row, wherever it has moved to meanwhile. */
  async #onRow(what: string, path: readonly string[], act: (row: Locator) => Promise<void>): Promise<void> {
    await until(`${what} ${path.join(' › ')}`, async () => {
      // Without the hover of the row where the mouse was, which would lie above others.
      await this.#page.mouse.move(0, 0);
      const row = await this.row(...path);
      await act(row.filter({ hasText: path.at(-1) ?? '' }));
      return true;
    });
  }

  async #openMenu(path: readonly string[]): Promise<void> {
    await this.#onRow('the menu of', path, async (row) => {
      await openMenu(this.#page, () => row.click({ button: 'right', timeout: lostMs }));
    });
  }
}
