import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { type BrowserWindow, openBrowser } from './browser.ts';
import { startInstalledServer } from './installed-server.ts';
import { listRows } from './list-rows.ts';
import { closeMenus } from './menus.ts';
import { Notifications } from './notifications.ts';
import { describeProcess, endOfProcesses, processesOf } from './processes-of.ts';
import { QuickInput } from './quick-input.ts';
import { copySample } from './sample-workspace.ts';
import { shortTemporaryFolder } from './short-temporary-folder.ts';
import { TextEditor } from './text-editor.ts';
import { TreeView } from './tree-view.ts';
import { until } from './until.ts';
import type { VscodeServer } from './vscode-server.ts';
import { workbenchAddress } from './workbench-address.ts';

/** How a window is opened. */
export interface WorkbenchOptions {
  /** Makes what is opened, in a folder of its own; a copy of the sample without. */
  readonly prepare?: (folder: string) => string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Asks whether what is opened is trusted, as for a user. Everything is, without. */
  readonly trust?: boolean;
  readonly env?: NodeJS.ProcessEnv;
  readonly viewport?: { readonly width: number; readonly height: number };
}

export type Theme = 'light' | 'dark';

const themeClasses = { light: '.monaco-workbench.vs', dark: '.monaco-workbench.vs-dark' } as const;

/** How long an engine has to leave after its window was closed, milliseconds; it wants a second. */
const leaveMs = 20_000;

/** A window of a real VS Code with the packed extension, used as a person does. */
export class Workbench {
  /** The windows that are open. */
  static readonly all = new Set<Workbench>();

  /** The path of what is opened. */
  readonly workspace: string;
  readonly page: Page;
  readonly quick: QuickInput;
  readonly notifications: Notifications;
  readonly editor: TextEditor;
  readonly #folder: string;
  readonly #server: VscodeServer;
  readonly #browser: BrowserWindow;

  private constructor(folder: string, workspace: string, server: VscodeServer, browser: BrowserWindow) {
    this.#folder = folder;
    this.workspace = workspace;
    this.#server = server;
    this.#browser = browser;
    this.page = browser.page;
    this.quick = new QuickInput(this.page);
    this.notifications = new Notifications(this.page);
    this.editor = new TextEditor(this.page, this.quick);
    Workbench.all.add(this);
  }

  static async open(options: WorkbenchOptions = {}): Promise<Workbench> {
    const folder = shortTemporaryFolder();
    mkdirSync(join(folder, 'w'));
    const workspace = (options.prepare ?? ((parent) => copySample(join(parent, 'cryo-linac'))))(
      join(folder, 'w'),
    );
    const server = await startInstalledServer({
      folder,
      trust: options.trust ?? false,
      settings: {
        'window.autoDetectColorScheme': true,
        // Lines that stick to the top of a tree lie above those that are to be clicked.
        'workbench.tree.enableStickyScroll': false,
        ...options.settings,
      },
      // An engine leaves as soon as nobody needs it.
      env: { DODECA_IDLE_MS: '300', ...options.env },
    });
    const browser = await openBrowser(options.viewport);
    const workbench = new Workbench(folder, workspace, server, browser);
    await workbench.page.goto(workbenchAddress(server, { workspace }));
    await workbench.#ready();
    return workbench;
  }

  /** Runs a command by its title, and then chooses from the lists that it shows. */
  palette(command: string, ...picks: readonly string[]): Promise<void> {
    return this.quick.palette(command, ...picks);
  }

  /** Shows a container of the activity bar. */
  async container(title: string): Promise<void> {
    const item = this.page.locator('.activitybar .action-item', {
      has: this.page.locator(`.action-label[aria-label^="${title}"]`),
    });
    const shown = this.page.locator('.sidebar .composite.title', { hasText: title });
    // A window that is still being put together may take a click for one on the container that is open: it hides it.
    await until(`the container ${title}`, async () => {
      if (await shown.isVisible()) return true;
      if (!(await item.getAttribute('class'))?.split(' ').includes('checked')) await item.click();
      await shown.waitFor({ timeout: 3000 }).catch(() => undefined);
      return await shown.isVisible();
    });
  }

  /** A view of the container *Dodeca*. */
  async view(name: string): Promise<TreeView> {
    await this.container('Dodeca');
    return new TreeView(this.page, name).open();
  }

  /** The items of the status bar, from left to right. */
  async statusItems(): Promise<readonly string[]> {
    const texts = await this.page.locator('.statusbar-item').allInnerTexts();
    return texts.map((text) => text.replaceAll(/[\u00a0\s]+/g, ' ').trim()).filter(Boolean);
  }

  async clickStatus(text: string): Promise<void> {
    await this.page.locator('.statusbar-item a', { hasText: text }).first().click();
  }

  /** What the Problems view shows, one problem or file a line, as a screen reader says it. */
  async problems(): Promise<readonly string[]> {
    await this.palette('Problems: Focus on Problems View');
    const list = this.page.locator('.markers-panel .monaco-list');
    return (await list.count()) === 0 ? [] : (await listRows(list)).map(({ aria }) => aria);
  }

  /** Reloads the window, as `Developer: Reload Window` does. */
  async reload(): Promise<void> {
    const loaded = this.page.waitForEvent('load');
    await this.palette('Developer: Reload Window');
    await loaded;
    await this.#ready();
  }

  /** Light or dark, as the system would ask for it. */
  async useTheme(theme: Theme): Promise<void> {
    await this.page.emulateMedia({ colorScheme: theme });
    await this.page.locator(themeClasses[theme]).waitFor();
  }

  /** A picture of the window in a theme; the mouse does not point at anything. */
  async screenshot(file: string, theme: Theme): Promise<void> {
    await this.useTheme(theme);
    await this.page.mouse.move(0, 0);
    const hovers = this.page.locator('.monaco-hover:visible');
    await until('hovers to go', async () => (await hovers.count()) === 0);
    await this.picture(file);
  }

  /** A picture of the window as it is. */
  async picture(file: string): Promise<void> {
    mkdirSync(dirname(file), { recursive: true });
    await this.page.screenshot({ path: file, animations: 'disabled' });
  }

  /** Closes what a test that failed has left above the window: the next try begins without. */
  async tidy(): Promise<void> {
    await closeMenus(this.page);
    const above = this.page.locator('.quick-input-widget:visible, .monaco-dialog-box');
    for (let left = 5; left > 0 && (await above.count()) > 0; left -= 1)
      await this.page.keyboard.press('Escape');
    await this.page.mouse.move(0, 0);
  }

  /** Every process that this window has started, but for VS Code's own, as `pid command line`. */
  async processes(): Promise<readonly string[]> {
    const all = (await processesOf(this.#folder)).map(describeProcess);
    return all.filter((line) => !line.includes('code-server'));
  }

  /** The extension hosts, as `pid command line`. */
  async hostProcesses(): Promise<readonly string[]> {
    const all = (await processesOf(this.#folder)).map(describeProcess);
    return all.filter((line) => line.includes('--type=extensionHost'));
  }

  /** Closes the window; answers with the processes that it has left behind, which it ends. */
  async close(): Promise<readonly string[]> {
    Workbench.all.delete(this);
    try {
      await this.#browser.close();
    } finally {
      await this.#server.stop();
    }
    const left = await endOfProcesses(this.#folder, leaveMs);
    const described = left.map(describeProcess);
    for (const pid of left) process.kill(pid, 'SIGKILL');
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 3 });
    return described;
  }

  async #ready(): Promise<void> {
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
    this.page.setDefaultTimeout(60_000);
  }
}
