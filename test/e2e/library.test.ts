import assert from 'node:assert/strict';
import { chooseFromMenu, openMenu } from '../harness/vscode/menus.ts';
import { until } from '../harness/vscode/until.ts';
import { Workbench } from '../harness/vscode/workbench.ts';
import { preparePlantLibrary } from '../vscode/library-search/plant-library.ts';

const key = process.platform === 'darwin' ? 'Meta+Alt+K' : 'Control+Alt+K';

describe('the library, searched by a user', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await Workbench.open({ prepare: preparePlantLibrary });
  });

  after(async () => {
    assert.deepEqual(await workbench.close(), [], 'nothing is left running');
  });

  const input = () => workbench.page.locator('.quick-input-widget:visible .quick-input-box input');
  /** What is typed before the box is there goes to the editor. */
  const openBox = async (): Promise<void> => {
    const { page } = workbench;
    const title = page.locator('.quick-input-widget:visible .quick-input-title', {
      hasText: 'Search Library',
    });
    await workbench.quick.dismiss();
    await until('the box', async () => {
      await page.keyboard.press(key);
      await title.waitFor({ timeout: 5000 });
      return true;
    });
  };
  const typed = async (text: string): Promise<void> => {
    await until(`${text} to be typed`, async () => {
      await input().press('ControlOrMeta+A', { timeout: 5000 });
      await workbench.page.keyboard.type(text, { delay: 30 });
      return (await input().inputValue()).trim() === text;
    });
  };
  /** The rows, once one of them is like this. */
  const found = (wanted: RegExp): Promise<readonly string[]> =>
    until(
      `${wanted} to be found`,
      async () => {
        const items = await workbench.quick.items();
        return items.some((item) => wanted.test(item)) && items;
      },
      async () => (await workbench.quick.items()).join('\n'),
    );
  const pressButton = (icon: string): Promise<void> =>
    workbench.page.locator(`.quick-input-widget:visible .quick-input-titlebar .codicon-${icon}`).click();
  const cursor = (place: RegExp): Promise<unknown> =>
    until(`the cursor at ${place}`, async () =>
      (await workbench.statusItems()).some((text) => place.test(text)),
    );

  it('shows what is found while one types, and the passage behind the list', async () => {
    const { editor } = workbench;
    await editor.open('limits.yaml');
    await editor.goTo(2, 5);
    await openBox();
    assert.match((await workbench.quick.items()).join('\n'), /Every file of the workspace is searched/);
    await typed('capacitor bank');
    await found(/^Finds quenches of superconducting magnets\. · cryo\/quench\.py:13/);
    await cursor(/Ln 13, Col 27/);
    assert.ok((await editor.decorations('view-line')) > 0);
    assert.deepEqual(await editor.tabs(), ['limits.yaml', 'quench.py']);
  });

  it('puts everything back when it is dismissed', async () => {
    await workbench.quick.dismiss();
    await until('the editor of before', async () => (await workbench.editor.tabs()).join() === 'limits.yaml');
    await cursor(/Ln 2, Col 5/);
  });

  it('opens what was found at its line', async () => {
    await openBox();
    await typed('detect_que');
    assert.match((await found(/^detect_quench · cryo\/quench\.py:4/))[0] ?? '', /^detect_quench/);
    await workbench.quick.accept();
    await workbench.editor.waitFor(/def detect_quench/);
    await cursor(/Ln 4, Col 1\b/);
    await until('its tab', async () => (await workbench.editor.tabs()).join() === 'limits.yaml,quench.py');
  });

  it('is narrowed by a button, and widened again', async () => {
    await openBox();
    await typed('cooldown');
    await found(/docs\/cooldown\.md/);
    await pressButton('filter');
    await found(/^notebook · 1 file/);
    await workbench.quick.pick('notebook');
    await until('the filter', async () => (await input().inputValue()) === 'cooldown kind:notebook ');
    await until('the notebook alone', async () => {
      const items = await workbench.quick.items();
      return items.length === 1 && /notebooks\/cooldown\.ipynb, cell 1/.test(items[0] ?? '');
    });
    await pressButton('folder');
    await found(/^Nothing found/);
    assert.equal(await input().inputValue(), 'cooldown kind:notebook path:/cryo/ ');
    await workbench.quick.dismiss();
  });

  it('says why a file ranks where it does, and comes back', async () => {
    const { page } = workbench;
    await openBox();
    await typed('hydrogen purge');
    await found(/notebooks\/cooldown\.ipynb/);
    await page.locator('.quick-input-widget:visible .monaco-list-row.focused .codicon-question').click();
    await found(/^hydrogen · in the text/);
    await page.keyboard.press('Escape');
    await found(/notebooks\/cooldown\.ipynb/);
    assert.equal(await input().inputValue(), 'hydrogen purge');
  });

  it('opens to the side, and copies links', async () => {
    const { page } = workbench;
    const focused = page.locator('.quick-input-widget:visible .monaco-list-row.focused');
    await focused.locator('.codicon-link').click();
    await until('what was copied', async () =>
      (await workbench.statusItems()).some((text) => /^Copied notebooks\/cooldown\.ipynb#L\d+$/.test(text)),
    );
    await focused.locator('.codicon-split-horizontal').click();
    const groups = page.locator('.editor-group-container');
    await until('two groups', async () => (await groups.count()) === 2);
    await until(
      'the notebook at the side',
      async () => (await workbench.editor.tabs()).join() === 'limits.yaml,quench.py,cooldown.ipynb',
    );
    // A notebook takes the focus a while after it is shown.
    await page.locator('.monaco-list:focus').waitFor();
    await workbench.palette('View: Close Editor');
    await until('one group', async () => (await groups.count()) === 1);
    await openBox();
    await typed('hydrogen purge');
    await found(/notebooks\/cooldown\.ipynb/);
  });

  it('keeps a search, and offers it with those of before', async () => {
    const { page } = workbench;
    await pressButton('bookmark');
    await workbench.quick.dismiss();
    await openBox();
    assert.deepEqual(await found(/^hydrogen purge/), ['hydrogen purge', 'detect_que']);
    await page.locator('.quick-input-widget:visible .monaco-list-row', { hasText: 'detect_que' }).hover();
    await page
      .locator('.quick-input-widget:visible .monaco-list-row', { hasText: 'detect_que' })
      .locator('.codicon-close')
      .click();
    await until('it to be gone', async () => (await workbench.quick.items()).join() === 'hydrogen purge');
    await workbench.quick.pick('hydrogen purge');
    await found(/notebooks\/cooldown\.ipynb/);
    await workbench.quick.dismiss();
  });

  it('finds what a run met, in its log', async () => {
    await workbench.palette('Dodeca: Run Pipeline', 'seal');
    await until('the end of the run', async () =>
      (await (await workbench.view('Runs')).text()).includes('failed'),
    );
    await openBox();
    await typed('vacuum leak at flange kind:run');
    await found(/^leak_test in seal · check\/leak_test\.log:2/);
    await workbench.quick.accept();
    await until('the log', async () => (await workbench.editor.tabs()).includes('leak_test.log'));
    await workbench.editor.waitFor(/vacuum leak at flange F7/);
    await cursor(/Ln 2, /);
  });

  it('tells at a name how another file declares it', async () => {
    await workbench.editor.open('report.py');
    await workbench.editor.goTo(7, 26);
    const hover = await until('the hover', async () => {
      await workbench.page.keyboard.press('ControlOrMeta+K');
      await workbench.page.keyboard.press('ControlOrMeta+I');
      const contents = workbench.page.locator('.monaco-hover:not(.hidden) .hover-contents');
      // Asked for again too early, it begins anew.
      await contents.filter({ hasText: 'quench.py' }).first().waitFor({ timeout: 5000 });
      const texts = (await contents.allInnerTexts()).join('\n').replaceAll('\u00a0', ' ');
      return texts.includes('quench.py') && texts;
    });
    assert.match(hover, /def detect_quench\(voltage: list\[float\], limit: float = 0\.1\) -> bool/);
    assert.match(hover, /cryo\/quench\.py:4/);
  });

  it('searches for the word in the menu of an editor', async () => {
    const { page } = workbench;
    await workbench.editor.goTo(7, 26);
    await until('the menu', async () => {
      await openMenu(page, () => page.keyboard.press('Shift+F10'));
      await chooseFromMenu(page, 'Search Library');
      await input().waitFor({ timeout: 3000 });
      return true;
    });
    await until('the word', async () => (await input().inputValue()) === 'detect_quench');
    await found(/docs\/cooldown\.md/);
    await page.keyboard.type('nightly');
    assert.equal(await input().inputValue(), 'nightly', 'what is typed takes the place of what was offered');
    await workbench.quick.dismiss();
  });
});
