import { type BrowserContext, chromium, type Page } from 'playwright-core';
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

/** Opens a browser with a profile that is new and leaves nothing behind. */
export async function openBrowser(
  viewport: { width: number; height: number } = { width: 1400, height: 900 },
): Promise<BrowserWindow> {
  const { program, env } = await findChromium();
  const browser = await chromium.launch({
    executablePath: program,
    args: switches,
    env: { ...process.env, ...env },
    handleSIGINT: false,
    handleSIGTERM: false,
  });
  const context = await browser.newContext({ viewport, permissions: ['clipboard-read', 'clipboard-write'] });
  await context.route(
    (url) => url.protocol.startsWith('http') && !loopback.has(url.hostname),
    (route) => route.abort(),
  );
  return {
    page: await context.newPage(),
    context,
    close: async () => {
      await context.close();
      await browser.close();
    },
  };
}
