import type { Locator, Page } from 'playwright-core';
import { listRows } from './list-rows.ts';
import { until } from './until.ts';

/** How long a list may need to show what was looked for, milliseconds. */
const foundMs = 5000;

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
        return true;
      } catch (error) {
        await this.#page.keyboard.press('Escape');
        throw error;
      }
    });
    // What comes next is not to be mistaken for this list.
    await row.waitFor({ state: 'hidden' });
  }

  /** Chooses the row of this label. */
  async pick(label: string): Promise<void> {
    await this.#rowOf(label).click();
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
    await this.#page.keyboard.press('Enter');
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
    await this.#page.keyboard.press('Escape');
    await this.#widget.waitFor({ state: 'hidden' });
  }

  #rowOf(label: string): Locator {
    // The palette may lead the rest of a row with its category, and marks what was typed.
    return this.#widget
      .locator('.quick-input-list .monaco-list-row')
      .filter({ has: this.#page.locator('.label-name').getByText(label, { exact: true }) })
      .first();
  }
}
