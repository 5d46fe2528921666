import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { PageElement } from '../harness/vscode/page-element.ts';
import type { TreeView } from '../harness/vscode/tree-view.ts';
import { until } from '../harness/vscode/until.ts';
import { Workbench } from '../harness/vscode/workbench.ts';
import { prepareShelf } from '../vscode/library-view/shelf.ts';

declare const getComputedStyle: (element: PageElement, part: string) => { readonly content: string };

/** The mark behind the name in a row: it is drawn by a style, and is no text of the page. */
async function markOf(row: Locator): Promise<string> {
  const label = row.locator('.monaco-icon-label').first();
  const content = await label.evaluate(
    (element: PageElement) => getComputedStyle(element, '::after').content,
  );
  return content.replaceAll(/^"|"$|^none$/g, '');
}

describe('the library, looked at by a user', () => {
  let workbench: Workbench;
  let library: TreeView;

  before(async () => {
    workbench = await Workbench.open({ prepare: prepareShelf, viewport: { width: 1280, height: 900 } });
  });

  after(async () => {
    assert.deepEqual(await workbench.close(), [], 'nothing is left running');
  });

  /** Opens the view, with all the room that there is. */
  const openLibrary = async () => {
    const opened = await workbench.view('Library');
    for (const name of ['Clusters', 'Agents', 'Phases', 'Runs']) await (await workbench.view(name)).close();
    return opened;
  };

  const quickItems = async (wanted: RegExp) =>
    await until(`an item ${wanted}`, async () => {
      const items = await workbench.quick.items();
      return items.some((item) => wanted.test(item)) && items;
    });

  /** Whether one is asked what to say of a document. */
  const isAsked = (file: string) => () =>
    workbench.page
      .locator('.quick-input-widget:visible .quick-input-title', { hasText: `Review of ${file}` })
      .isVisible();
  /** What can be said of a document, asked for by the button in its row or by the menu of its row. */
  const askWhatToSay = async (by: 'button' | 'menu', path: readonly string[], file: string) => {
    if (by === 'button') await library.action('Review Document', path, isAsked(file));
    else await library.chooseFromMenu('Review Document', path, isAsked(file));
    const items = await quickItems(/Accept|Take Back/);
    return ['Accept', 'Reject', 'Mark as Canonical', 'Take Back'].filter((label) =>
      // An icon leads.
      items.some((item) => item.trim().startsWith(label)),
    );
  };

  it('is built when its view is opened, and opens into documents', async () => {
    library = await openLibrary();
    await library.waitFor(/Collections \| 14 files/);
    await library.expand('Collections', 'Python');
    await library.expand('Collections', 'Python', 'src');
    await library.expand('Collections', 'Python', 'src', 'plant');
    await library.waitFor(/valve\.py \| reviewed · The valve of the cold box\./);
    await library.click('Collections', 'Python', 'src', 'plant', 'valve.py');
    await workbench.editor.waitFor(/def open_valve/);
    await library.collapse('Collections');
  });

  it('is told what somebody thinks of a document, by its button and by its menu', async () => {
    const file = 'src/plant/turbine.py';
    const path = ['Collections', 'Python', 'src', 'plant', 'turbine.py'];
    for (const depth of [1, 2, 3, 4]) await library.expand(...path.slice(0, depth));
    const stands = (status: string) =>
      library.waitFor(new RegExp(`turbine\\.py \\| ${status} · The turbines\\.`));
    // A second try finds what the first one said.
    if (!/turbine\.py \| reviewed/.test(await library.text())) {
      await askWhatToSay('button', path, file);
      await workbench.quick.pick('Take Back');
      await stands('reviewed');
    }
    for (const [by, offered, decision, status] of [
      ['button', ['Accept', 'Reject', 'Mark as Canonical'], 'Accept', 'validated'],
      ['menu', ['Reject', 'Mark as Canonical', 'Take Back'], 'Reject', 'rejected'],
      ['button', ['Accept', 'Mark as Canonical', 'Take Back'], 'Mark as Canonical', 'canonical'],
      ['menu', ['Accept', 'Reject', 'Take Back'], 'Take Back', 'reviewed'],
    ] as const) {
      assert.deepEqual(await askWhatToSay(by, path, file), offered);
      await workbench.quick.pick(decision);
      await stands(status);
    }
    await library.collapse('Collections');
  });

  it('leads from a finding to its line', async () => {
    await library.expand('Review');
    await library.expand('Review', 'Findings');
    await library.expand('Review', 'Findings', 'shift.md');
    await library.click('Review', 'Findings', 'shift.md', 'rules.md leads nowhere.');
    await workbench.editor.waitFor(/Whoever begins reads/);
    await until('the cursor in the line', async () =>
      (await workbench.statusItems()).some((text) => /Ln 3, Col 1/.test(text)),
    );
  });

  it('asks which of two that say the same is to go by', async () => {
    await library.expand('Review', 'Duplicates');
    await library.expand('Review', 'Duplicates', 'plant.md');
    await library.waitFor(/plant\.md \| to go by · docs\n.*plant-2019\.md \| \d\d % · docs\/old/);
    const path = ['Review', 'Duplicates', 'plant.md', 'plant-2019.md'];
    const file = 'docs/old/plant-2019.md';
    assert.deepEqual(await askWhatToSay('button', path, file), ['Accept', 'Reject', 'Mark as Canonical']);
    const items = await workbench.quick.items();
    assert.ok(!items.some((item) => /Fix/.test(item)), items.join('\n'));
    await workbench.quick.pick('Compare With the Canonical');
    await workbench.page.locator('.tab', { hasText: 'plant.md ↔ plant-2019.md' }).waitFor();
    await askWhatToSay('menu', path, file);
    await workbench.quick.pick('Mark as Canonical');
    await library.waitFor(/Review \| 2\n/);
    assert.ok(!/Duplicates/.test(await library.text()));
  });

  it('marks the one to go by wherever files are listed', async () => {
    await workbench.palette('File: Focus on Files Explorer');
    const explorer = new TreeViewOfFiles(workbench);
    await explorer.expand('docs');
    await explorer.expand('old');
    await until('the mark', async () => (await markOf(explorer.row('plant-2019.md'))).includes('★'));
    assert.equal(await markOf(explorer.row('plant.md')), '');
  });

  it('mends what can be mended, from the palette', async () => {
    await workbench.editor.open('alarms.md');
    await workbench.palette('Dodeca: Review Document', 'Fix What Can Be Fixed');
    await workbench.editor.waitFor(/\[the limits\]\(tables\/limits\.md\)/);
    library = await openLibrary();
    await library.waitFor(/Review \| 1\n/);
  });

  it('tells where a file comes from, with links', async () => {
    await workbench.palette('Dodeca: Run Pipeline', 'sum');
    await library.waitFor(/Collections \| 15 files/);
    await library.expand('Collections');
    await library.expand('Collections', 'Tables');
    await library.expand('Collections', 'Tables', 'out');
    const path = ['Collections', 'Tables', 'out', 'sum.csv'];
    await library.chooseFromMenu('Where Does This Come From?', path, async () =>
      /make\/summer in sum/.test(await workbench.editor.text()),
    );
    await workbench.editor.followLink('data/numbers.csv', /day,value/);
  });
});

/** The explorer of files. */
class TreeViewOfFiles {
  readonly #workbench: Workbench;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  row(name: string): Locator {
    return this.#workbench.page.locator('.explorer-folders-view .monaco-list-row', {
      has: this.#workbench.page.locator('.label-name').getByText(name, { exact: true }),
    });
  }

  async expand(name: string): Promise<void> {
    const row = this.row(name);
    await row.waitFor();
    if ((await row.getAttribute('aria-expanded')) !== 'true') await row.click();
  }
}
