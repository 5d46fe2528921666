// Loaded by mocha with the end-to-end tests: what was on the screen when a test failed, and what they share.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from 'mocha';
import { closeBrowser, keepBrowser } from './browser.ts';
import { TreeView } from './tree-view.ts';
import { Workbench } from './workbench.ts';

const folder = join(import.meta.dirname, '..', '..', '..', 'test-results', 'e2e');
const views = ['Clusters', 'Agents', 'Phases', 'Runs', 'Library'];

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
      try {
        await keep(workbench, into);
      } catch (error) {
        // What is told of a failure must not hide it, nor end the tests that follow.
        process.stderr.write(`      what was on the screen could not be kept: ${String(error)}\n`);
      }
    }
  },
};

/** Keeps what is on the screen, without touching it; then closes what lies above it, for the next try. */
async function keep(workbench: Workbench, into: string): Promise<void> {
  mkdirSync(into, { recursive: true });
  await workbench.picture(join(into, 'window.png'));
  const trees = views.map(async (name) => `${name}\n${await new TreeView(workbench.page, name).text()}\n`);
  const texts = [
    ...(await Promise.all(trees)),
    await workbench.notifications.text(),
    ...(await workbench.statusItems()),
  ];
  writeFileSync(join(into, 'window.txt'), texts.join('\n'));
  process.stderr.write(`      what was on the screen is in ${into}\n`);
  await workbench.tidy();
}
