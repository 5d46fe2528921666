import assert from 'node:assert/strict';
import { join } from 'node:path';
import { until } from '../harness/vscode/until.ts';
import { Workbench } from '../harness/vscode/workbench.ts';
import { lineOf, prepareWorkshop } from '../vscode/debug/workshop.ts';

const pictures = join(import.meta.dirname, '..', '..', 'test-results', 'e2e');
const line = (text: string) => lineOf('dodeca.yaml', text);

describe('a pipeline, debugged by a user', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await Workbench.open({ prepare: prepareWorkshop, viewport: { width: 1280, height: 800 } });
  });

  after(async () => {
    assert.deepEqual(await workbench.close(), [], 'nothing is left running');
  });

  /** The lines of the view *Call Stack*, as they are read. */
  const callStack = async (): Promise<string> =>
    (await workbench.page.locator('.debug-call-stack .monaco-list-row').allInnerTexts())
      .map((text) => text.replaceAll(/\s+/g, ' ').trim())
      .join('\n');
  const stopsAt = async (file: string, text: string): Promise<void> => {
    await until(
      `it stops at ${text}`,
      async () => (await workbench.editor.decorations('debug-top-stack-frame-line')) > 0,
      callStack,
    );
    await until(
      'the line',
      async () => new RegExp(`${file} ${lineOf(file, text)}:`).test(await callStack()),
      callStack,
    );
  };

  it('stops where the gutter was clicked, after F5', async () => {
    await workbench.editor.open('dodeca.yaml');
    await workbench.editor.waitFor(/workshop/);
    await workbench.editor.goTo(line('name: begin'));
    // They move the lines below them.
    await until('the lenses', async () =>
      (await workbench.editor.lenses()).some((text) => text.includes('Debug')),
    );
    await workbench.editor.clickGutter(line('          - sum'));
    await until('the breakpoint', async () => workbench.editor.decorations('codicon-debug-breakpoint'));
    await workbench.page.keyboard.press('F5');
    await stopsAt('dodeca.yaml', '          - sum');
    await until('the status bar', async () =>
      (await workbench.statusItems()).some((text) => /1 paused · 33 %/.test(text)),
    );
    await workbench.picture(join(pictures, 'debug-stopped.png'));
  });

  it('shows the run as paused, with who paused it and where', async () => {
    const runs = await workbench.view('Runs');
    await runs.waitFor(/\$\(debug-pause\) workshop \| paused by .* at add\/sum/);
  });

  it('steps into a Node agent, whose file then shows where it is', async () => {
    await workbench.page.keyboard.press('F11');
    await stopsAt('agents/sum.js', 'JSON.parse(readFileSync');
    await workbench.picture(join(pictures, 'debug-in-node.png'));
    await workbench.page.keyboard.press('F5');
    await until('the end', async () =>
      (await workbench.statusItems()).every((text) => !/paused|running/.test(text)),
    );
    const runs = await workbench.view('Runs');
    await runs.waitFor(/\$\(pass\) workshop \| /);
  });
});
