import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { takePictures } from '../../harness/vscode/readme-pictures.ts';
import { until } from '../../harness/vscode/until.ts';
import { Workbench } from '../../harness/vscode/workbench.ts';

describe('the picture of a pipeline that is debugged', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await Workbench.open({ viewport: { width: 1280, height: 800 } });
  });

  after(async () => {
    assert.deepEqual(await workbench.close(), []);
  });

  it('shows where it stands, and what the agent is going to be given', async () => {
    const { editor, page } = workbench;
    await editor.open('orchestrator_config.yaml');
    await until('the lenses', async () => (await editor.lenses()).some((text) => text.includes('Debug')));
    const lines = readFileSync(join(workbench.workspace, 'orchestrator_config.yaml'), 'utf8').split('\n');
    const stage = lines.findIndex((line) => line.includes('name: "analysis"'));
    const agent = lines.findIndex((line, index) => index > stage && line.includes('- cryo_optimizer')) + 1;
    await editor.goTo(agent);
    await editor.setBreakpoint(agent);
    await page.keyboard.press('F5');
    await until('it stands there', async () => (await editor.decorations('debug-top-stack-frame-line')) > 0);
    const unfold = async (name: RegExp) => {
      const row = page.locator('.debug-variables .monaco-list-row', { hasText: name }).first();
      await row.click();
      await until(`${name} to unfold`, async () => (await row.getAttribute('aria-expanded')) === 'true');
    };
    await page.locator('.pane-header[aria-label^="Watch"]').click();
    await unfold(/^\s*Resources/);
    await unfold(/^\s*Inputs/);
    await until('the others to have ended', async () =>
      (await workbench.statusItems()).some((text) => text.endsWith('1 paused · 57 %')),
    );
    await takePictures(workbench, 'debug');
    await workbench.palette('Debug: Stop');
    await until('it is over', async () =>
      (await workbench.statusItems()).every((text) => !/paused|running/.test(text)),
    );
  });
});
