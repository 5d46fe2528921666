import type { Locator, Page } from 'playwright-core';
import type { PageElement } from './page-element.ts';
import { untilText } from './until-text.ts';

/** What pops up in the corner of the window, and asks in its middle. */
export class Notifications {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get #toasts(): Locator {
    return this.#page.locator('.notifications-toasts .notification-toast .notification-list-item');
  }

  /** Those in sight, one a line: the message, and its buttons as `[Button]`. */
  async text(): Promise<string> {
    const lines = await this.#toasts.evaluateAll((toasts: PageElement[]) =>
      toasts.map((toast) => {
        const message = toast.querySelector('.notification-list-item-message')?.innerText.trim() ?? '';
        const buttons = [
          ...toast.querySelectorAll('.notification-list-item-buttons-container .monaco-button'),
        ];
        return [message, ...buttons.map((button) => `[${button.innerText.trim()}]`)].join(' ');
      }),
    );
    return lines.join('\n');
  }

  waitFor(wanted: string | RegExp, waitMs?: number): Promise<string> {
    return untilText('what pops up', () => this.text(), wanted, waitMs);
  }

  /** Clicks a button of what pops up. */
  async choose(button: string): Promise<void> {
    await this.#toasts.locator('.monaco-button', { hasText: button }).first().click();
  }

  async dismissAll(): Promise<void> {
    for (const toast of await this.#toasts.all()) {
      await toast.hover();
      await toast.locator('.codicon-notifications-clear').click();
    }
  }

  /** What a dialogue in the middle of the window says. */
  async dialogText(): Promise<string> {
    const dialog = this.#page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    return (await dialog.locator('.dialog-message-row').innerText()).trim();
  }

  /** Clicks a button of a dialogue. */
  async answerDialog(button: string): Promise<void> {
    await this.#page.locator('.monaco-dialog-box .monaco-button', { hasText: button }).first().click();
  }
}
