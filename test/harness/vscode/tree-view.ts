import type { Locator, Page } from 'playwright-core';
import { type ListRow, listRows, revealRow } from './list-rows.ts';
import type { PageElement } from './page-element.ts';
import { type TreeRow, treeText } from './tree-text.ts';
import { until } from './until.ts';
import { untilText } from './until-text.ts';

/** How long a menu may take to do what was clicked, milliseconds. */
const menuMs = 3000;

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
    const header = this.#pane.locator('> .pane-header');
    if ((await header.getAttribute('aria-expanded')) !== 'true') await header.click();
    return this;
  }

  /** Leaves only its title to be seen: what is below it has more room then. */
  async close(): Promise<void> {
    const header = this.#pane.locator('> .pane-header');
    if ((await header.getAttribute('aria-expanded')) === 'true') await header.click();
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
    await (await this.row(...path)).click();
  }

  /** Clicks a button that a row shows while the mouse is on it. */
  async action(name: string, ...path: readonly string[]): Promise<void> {
    const row = await this.row(...path);
    await row.hover();
    await row.locator(`.actions .action-label[aria-label="${name}"]`).click();
  }

  /** The items of the context menu of a row. */
  async menu(...path: readonly string[]): Promise<readonly string[]> {
    await this.#openMenu(path);
    const items = await this.#page.locator('.monaco-menu .action-menu-item .action-label').allInnerTexts();
    await this.#page.keyboard.press('Escape');
    return items.map((item) => item.trim()).filter(Boolean);
  }

  /** Chooses an item of the context menu of a row. */
  async chooseFromMenu(item: string, ...path: readonly string[]): Promise<void> {
    const menu = this.#page.locator('.monaco-menu');
    // A menu takes no click in the first moment after it has opened.
    await until(`${item} to be chosen from the menu of ${path.join(' › ')}`, async () => {
      await this.#openMenu(path);
      await menu.locator(`.action-label[aria-label="${item}"]`).click({ timeout: menuMs });
      await menu.waitFor({ state: 'hidden', timeout: menuMs });
      return true;
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
    const found = await this.#find(path);
    if (found.twistie === wanted) return;
    const row = await revealRow(this.#list, found.index);
    await row.locator('.monaco-tl-twistie').click();
    await until(
      `${path.join(' › ')} to be ${wanted}`,
      async () => (await this.#find(path)).twistie === wanted,
    );
  }

  /** Opens the context menu of a row. A click is lost where the tree is drawn anew at that moment, or a hover lies above it. */
  async #openMenu(path: readonly string[]): Promise<void> {
    const menu = this.#page.locator('.monaco-menu');
    await until(`the menu of ${path.join(' › ')}`, async () => {
      if ((await menu.count()) > 0) return true;
      await this.#page.mouse.move(0, 0);
      await (await this.row(...path)).click({ button: 'right', timeout: menuMs });
      await menu.waitFor({ timeout: menuMs });
      return true;
    });
  }
}
