import { setTimeout as sleep } from 'node:timers/promises';
import type { Locator, Page } from 'playwright-core';
import { until } from './until.ts';

/** How long a menu may take to open or to close, milliseconds. */
const seenMs = 3000;

/**
 * How long a menu takes no click after it has opened, milliseconds: VS Code waits for 100, lest the click that opened
 * it chooses from it.
 */
const deafMs = 200;

const menuOf = (page: Page): Locator => page.locator('.monaco-menu');

/** Opens a menu by doing something; one that is open already may be another one. */
export async function openMenu(page: Page, act: () => Promise<void>): Promise<void> {
  await closeMenus(page);
  await act();
  await menuOf(page).waitFor({ timeout: seenMs });
  await sleep(deafMs);
}

/** Chooses an item of the menu that is open. */
export async function chooseFromMenu(page: Page, item: string): Promise<void> {
  await menuOf(page).locator(`.action-label[aria-label="${item}"]`).click({ timeout: seenMs });
  await menuOf(page).waitFor({ state: 'hidden', timeout: seenMs });
}

/** The items of the menu that is open. */
export async function menuItems(page: Page): Promise<readonly string[]> {
  const items = await menuOf(page).locator('.action-menu-item .action-label').allInnerTexts();
  return items.map((item) => item.trim()).filter(Boolean);
}

/**
 * Closes the menu that is open, if there is one. A menu that has lost the focus, since something behind it was drawn
 * anew, hears no key and takes no click beside it: it is given the focus again.
 */
export async function closeMenus(page: Page): Promise<void> {
  await until('the menu to close', async () => {
    if ((await menuOf(page).count()) === 0) return true;
    await menuOf(page).locator('.action-menu-item').first().press('Escape', { timeout: seenMs });
    await menuOf(page).first().waitFor({ state: 'detached', timeout: seenMs });
    return true;
  });
}
