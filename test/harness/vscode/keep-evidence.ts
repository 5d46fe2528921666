// Loaded by mocha with the end-to-end tests: what was on the screen when a test failed, and what they share.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from 'mocha';
import { closeBrowser, keepBrowser } from './browser.ts';
import { Workbench } from './workbench.ts';

const folder = join(import.meta.dirname, '..', '..', '..', 'test-results', 'e2e');
const views = ['Clusters', 'Agents', 'Phases', 'Runs'];

export const mochaHooks = {
  beforeAll: keepBrowser,
  afterAll: closeBrowser,

  async afterEach(this: Context): Promise<void> {
    const test = this.currentTest;
    // A test that is going to be tried again has no state: that is when what was on the screen is wanted most.
    if (test === undefined || test.state === 'passed' || test.state === 'pending') return;
    const name = test
      .fullTitle()
      .replaceAll(/[^\w]+/g, '-')
      .slice(0, 100);
    for (const workbench of Workbench.all) {
      const into = join(folder, name);
      mkdirSync(into, { recursive: true });
      await workbench.picture(join(into, 'window.png'));
      writeFileSync(join(into, 'window.txt'), await seen(workbench));
      process.stderr.write(`      what was on the screen is in ${into}\n`);
      await workbench.tidy();
    }
  },
};

async function seen(workbench: Workbench): Promise<string> {
  const trees = await Promise.all(
    views.map(async (name) => `${name}\n${await (await workbench.view(name)).text()}\n`),
  );
  return [...trees, await workbench.notifications.text(), ...(await workbench.statusItems())].join('\n');
}
