import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { findChromium } from './chromium.ts';

/** A window of a browser that reaches nothing but this machine. */
export interface BrowserWindow {
  readonly page: Page;
  readonly context: BrowserContext;
  close(): Promise<void>;
}

const loopback = new Set(['127.0.0.1', 'localhost']);

const switches = [
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--no-first-run',
  '--disable-features=Translate,OptimizationHints,MediaRouter',
];

/** The browser whose windows are opened one after the other, and whether it outlives them. */
let running: Promise<Browser> | undefined;
let windows = 0;
let isKept = false;

/** Lets the browser outlive its windows, which then open faster; whoever asks for that calls `closeBrowser`. */
export function keepBrowser(): void {
  isKept = true;
}

/** Ends the browser. */
export async function closeBrowser(): Promise<void> {
  const browser = running;
  running = undefined;
  await (await browser)?.close();
}

/** Opens a window with a profile that is new and leaves nothing behind. */
export async function openBrowser(
  viewport: { width: number; height: number } = { width: 1400, height: 900 },
): Promise<BrowserWindow> {
  // One that crashed is not what the next window is opened in.
  if (running === undefined || !(await running).isConnected()) running = launch();
  const context = await (await running).newContext({
    viewport,
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  windows += 1;
  await context.route(
    (url) => url.protocol.startsWith('http') && !loopback.has(url.hostname),
    (route) => route.abort(),
  );
  return {
    page: await context.newPage(),
    context,
    close: async () => {
      windows -= 1;
      await context.close();
      if (!isKept && windows === 0) await closeBrowser();
    },
  };
}

async function launch(): Promise<Browser> {
  const { program, env } = await findChromium();
  return await chromium.launch({
    executablePath: program,
    args: switches,
    env: { ...process.env, ...env },
    handleSIGINT: false,
    handleSIGTERM: false,
  });
}
