import type { Locator, Page } from 'playwright-core';
import { listRows } from './list-rows.ts';
import { until } from './until.ts';

/** How long a list may need to show what was looked for, milliseconds. */
const foundMs = 5000;

/** How long a click on a row may take to be seen before it counts as lost, milliseconds. */
const lostMs = 1500;

/** The box at the top of the window: the palette, a list to choose from, or a line to write. */
export class QuickInput {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get #widget(): Locator {
    return this.#page.locator('.quick-input-widget:visible');
  }

  get #input(): Locator {
    return this.#widget.locator('.quick-input-box input');
  }

  /** Runs a command by its title, and then chooses from the lists that it shows. */
  async palette(command: string, ...picks: readonly string[]): Promise<void> {
    await this.find('F1', `>${command}`, command);
    for (const label of picks) await this.pick(label);
  }

  /** Opens the box with a key, writes something, and chooses the row of this label among what is found. */
  async find(key: string, text: string, label: string): Promise<void> {
    const row = this.#rowOf(label);
    // A young window does not know all of its keys, commands and files yet, and does not look again by itself.
    await until(`${label} to be found by ${key}`, async () => {
      try {
        await this.#page.keyboard.press(key);
        await this.#input.waitFor({ timeout: foundMs });
        await this.#input.fill(text);
        await row.click({ timeout: foundMs });
        // What comes next is not to be mistaken for this list.
        await row.waitFor({ state: 'hidden', timeout: foundMs });
        return true;
      } catch (error) {
        await this.#page.keyboard.press('Escape');
        throw error;
      }
    });
  }

  /** Chooses the row of this label. A click is lost where the list is given anew at the same moment. */
  async pick(label: string): Promise<void> {
    const row = this.#rowOf(label);
    await row.waitFor();
    // What follows may hold a row in which these words are marked.
    const read = async () =>
      (await row.count()) === 0 ? null : await row.getAttribute('aria-label', { timeout: foundMs });
    const before = await read();
    const isGone = async () => (await read()) !== before;
    await until(`${label} to be chosen`, async () => {
      if (await isGone()) return true;
      await row.click({ timeout: foundMs });
      return await until(`${label} to be gone`, isGone, undefined, lostMs);
    });
  }

  /** Marks rows of a list of which several can be chosen, and accepts. */
  async pickMany(...labels: readonly string[]): Promise<void> {
    for (const label of labels) {
      const row = this.#rowOf(label);
      await row.waitFor();
      await row.click();
    }
    await this.#page.keyboard.press('Enter');
  }

  /** Writes a line and accepts it. */
  async answer(text: string): Promise<void> {
    await this.#input.waitFor();
    await this.#input.fill(text);
    await this.#input.press('Enter');
  }

  /** Opens the box with a key, writes a line and accepts it. */
  async ask(key: string, text: string): Promise<void> {
    await until(`${text} to be asked for by ${key}`, async () => {
      if (!(await this.#input.isVisible())) await this.#page.keyboard.press(key);
      await this.#input.waitFor({ timeout: foundMs });
      await this.#input.fill(text, { timeout: foundMs });
      await this.#input.press('Enter', { timeout: foundMs });
      await this.#widget.waitFor({ state: 'hidden', timeout: foundMs });
      return true;
    });
  }

  /** Chooses what is active by a key, which is lost where the list is given anew at the same moment. */
  async accept(): Promise<void> {
    await until('the choice', async () => {
      // Into the box, and not into the editor behind it.
      if (!(await this.#input.isVisible())) return true;
      await this.#input.press('Enter', { timeout: foundMs });
      await this.#widget.waitFor({ state: 'hidden', timeout: foundMs });
      return true;
    });
  }

  /** The rows, as `label · description`. */
  async items(): Promise<readonly string[]> {
    const list = this.#widget.locator('.quick-input-list .monaco-list');
    const rows = await until('rows to choose from', async () => {
      const found = (await list.count()) === 0 ? [] : await listRows(list);
      return found.length > 0 ? found : null;
    });
    return rows.map(({ label, description }) => (description === '' ? label : `${label} · ${description}`));
  }

  /** What is asked for, and what is said about the answer so far. */
  async message(): Promise<string> {
    return (await this.#widget.locator('.quick-input-message').innerText()).trim();
  }

  /** Closes it with nothing chosen. */
  async dismiss(): Promise<void> {
    await until('the box to be closed', async () => {
      if ((await this.#widget.count()) === 0) return true;
      await this.#page.keyboard.press('Escape');
      await this.#widget.waitFor({ state: 'hidden', timeout: foundMs });
      return true;
    });
  }

  #rowOf(label: string): Locator {
    // The palette may lead the rest of a row with its category, and marks what was typed.
    return this.#widget
      .locator('.quick-input-list .monaco-list-row')
      .filter({ has: this.#page.locator('.label-name').getByText(label, { exact: true }) })
      .first();
  }
}
