import { basename } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import type { PageElement } from './page-element.ts';
import type { QuickInput } from './quick-input.ts';
import { until } from './until.ts';
import { untilText } from './until-text.ts';

/** Where in the margin breakpoints are, pixels from its left. */
const gutterX = 10;

/** How long a breakpoint may take to be shown, milliseconds. */
const breakpointMs = 3000;

/** How long a link may take to lead somewhere before it is clicked once more, milliseconds. */
const followMs = 10_000;

/** The editor that has the focus. */
export class TextEditor {
  readonly #page: Page;
  readonly #quick: QuickInput;

  constructor(page: Page, quick: QuickInput) {
    this.#page = page;
    this.#quick = quick;
  }

  get #editor(): Locator {
    return this.#page.locator('.editor-group-container.active .editor-instance .monaco-editor').first();
  }

  /** The titles of the open editors of all groups. */
  async tabs(): Promise<readonly string[]> {
    return this.#page
      .locator('.tabs-container .tab')
      .evaluateAll((tabs: PageElement[]) => tabs.map((tab) => tab.getAttribute('data-resource-name') ?? ''));
  }

  /** Opens a file of the workspace by its name, or goes to it where it is open. */
  async open(name: string): Promise<void> {
    const tab = `.editor-group-container.active .tab[data-resource-name="${basename(name)}"]`;
    const open = this.#page.locator(tab).first();
    if ((await open.count()) > 0) await open.click();
    else await this.#quick.find('Control+P', name, basename(name));
    // The one that was active before has lines, too.
    await this.#page.locator(`${tab}.active`).waitFor();
    await this.#editor.locator('.view-line').first().waitFor();
  }

  /** Puts the cursor at a place; lines and columns from 1. */
  async goTo(line: number, column = 1): Promise<void> {
    await this.#quick.ask('Control+G', `:${line}:${column}`);
  }

  /** Writes at the cursor, key by key. */
  async type(text: string): Promise<void> {
    await this.#page.keyboard.type(text);
  }

  /** The lines in sight. */
  async text(): Promise<string> {
    const lines = await this.#editor.locator('.view-lines .view-line').evaluateAll((found: PageElement[]) =>
      found
        .map((line) => ({ top: line.getBoundingClientRect().top, text: line.textContent ?? '' }))
        .sort((one, other) => one.top - other.top)
        .map(({ text }) => text),
    );
    return lines.map((line) => line.replaceAll('\u00a0', ' ').trimEnd()).join('\n');
  }

  waitFor(wanted: string | RegExp, waitMs?: number): Promise<string> {
    return untilText('the text in the editor', () => this.text(), wanted, waitMs);
  }

  /** The texts of the code lenses in sight, once there are any. */
  async lenses(): Promise<readonly string[]> {
    const lenses = this.#editor.locator('.codelens-decoration');
    await lenses.first().waitFor();
    const texts = await lenses.allInnerTexts();
    return texts.map((text) => text.replaceAll('\u00a0', ' ').trim());
  }

  /** Clicks a code lens in sight. */
  async clickLens(text: string, nth = 0): Promise<void> {
    await this.#editor.locator('.codelens-decoration a', { hasText: text }).nth(nth).click();
  }

  /** Sets a breakpoint at a line in sight that has none, by a click in the gutter. */
  async setBreakpoint(line: number): Promise<void> {
    // Of whatever kind: while a session runs that does not know the file it is an unverified one.
    const breakpoints = this.#editor.locator('[class*="codicon-debug-breakpoint"]');
    const before = await breakpoints.count();
    const number = this.#editor.locator('.margin-view-overlays .line-numbers', {
      hasText: new RegExp(`^${line}$`),
    });
    // Where lines move at this moment, such as by a lens above them, the click may go astray.
    await until(`a breakpoint at line ${line}`, async () => {
      const box = await number.first().boundingBox();
      const margin = await this.#editor.locator('.margin').first().boundingBox();
      if (!box || !margin) return false;
      await this.#page.mouse.click(margin.x + gutterX, box.y + box.height / 2);
      await breakpoints.nth(before).waitFor({ timeout: breakpointMs });
      return true;
    });
  }

  /** How many decorations of a class are in sight, such as those of breakpoints. */
  decorations(name: string): Promise<number> {
    return this.#editor.locator(`.${name}`).count();
  }

  /** How many squiggles are in sight, of a kind. */
  squiggles(kind: 'error' | 'warning' | 'info' | 'hint'): Promise<number> {
    return this.#editor.locator(`.squiggly-${kind}`).count();
  }

  /** What pops up when the mouse rests on a word in sight. */
  async hover(word: string): Promise<string> {
    await this.#editor.locator('.view-line span span', { hasText: word }).first().hover();
    const hover = this.#page.locator('.monaco-hover:not(.hidden) .hover-contents');
    await hover.first().waitFor();
    return (await hover.allInnerTexts()).join('\n').trim();
  }

  /** The labels of the suggestions, asked for at the cursor. */
  async suggestions(): Promise<readonly string[]> {
    await this.#page.keyboard.press('Control+Space');
    const rows = this.#page.locator('.suggest-widget.visible .monaco-list-row .label-name');
    await rows.first().waitFor();
    return rows.allInnerTexts();
  }

  /** Follows a link whose text holds these words, as Ctrl with a click does, to a text that holds others. */
  async followLink(words: string, leadsTo: RegExp): Promise<void> {
    const link = this.#editor.locator('.view-line .detected-link', { hasText: words }).first();
    // The editor looks at the mouse itself: what lies under it is not the link, but the layer above the text.
    await until(`the link ${words}`, async () => {
      const box = await link.boundingBox();
      if (!box) return false;
      await this.#page.keyboard.down('ControlOrMeta');
      await this.#page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await this.#page.mouse.down();
      await this.#page.mouse.up();
      await this.#page.keyboard.up('ControlOrMeta');
      // Where lines move at this moment the click goes astray.
      await this.waitFor(leadsTo, followMs);
      return true;
    });
  }
}
