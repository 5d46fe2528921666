import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { until } from '../harness/vscode/until.ts';
import { Workbench } from '../harness/vscode/workbench.ts';
import { lineOf, prepareWorkshop } from '../vscode/debug/workshop.ts';

const pictures = join(import.meta.dirname, '..', '..', 'test-results', 'e2e');
/** How long a debugger may take to join a run before it is asked for once more, milliseconds. */
const attachMs = 15_000;

const line = (text: string) => lineOf('dodeca.yaml', text);

/** The lines of the view *Call Stack*, as they are read. */
async function callStack({ page }: Workbench): Promise<string> {
  const rows = await page.locator('.debug-call-stack .monaco-list-row').allInnerTexts();
  return rows.map((text) => text.replaceAll(/\s+/g, ' ').trim()).join('\n');
}

/** Waits until the debugger shows that it stands at the line of a file. */
async function stopsAt(workbench: Workbench, file: string, text: string): Promise<void> {
  const place = `${basename(file)} ${lineOf(file, text)}:`;
  const seen = () => callStack(workbench);
  await until(`it stands at ${place}`, async () => (await seen()).includes(place), seen);
}

describe('a pipeline, debugged by a user', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await Workbench.open({ prepare: prepareWorkshop, viewport: { width: 1280, height: 800 } });
  });

  after(async () => {
    assert.deepEqual(await workbench.close(), [], 'nothing is left running');
  });

  it('stops where the gutter was clicked, after F5', async () => {
    await workbench.editor.open('dodeca.yaml');
    await workbench.editor.waitFor(/workshop/);
    // They move the lines below them.
    await until('the lenses', async () =>
      (await workbench.editor.lenses()).some((text) => text.includes('Debug')),
    );
    await workbench.editor.goTo(line('name: begin'));
    await workbench.editor.setBreakpoint(line('          - sum'));
    await workbench.page.keyboard.press('F5');
    await stopsAt(workbench, 'dodeca.yaml', '          - sum');
    await until(
      'its line',
      async () => (await workbench.editor.decorations('debug-top-stack-frame-line')) > 0,
    );
    await until('the status bar', async () =>
      (await workbench.statusItems()).some((text) => /1 paused · 33 %/.test(text)),
    );
    await workbench.picture(join(pictures, 'debug-stopped.png'));
  });

  it('shows the run as paused, with who paused it and where', async () => {
    const runs = await workbench.view('Runs');
    await runs.waitFor(/\$\(debug-pause\) workshop \| paused by .* at add\/sum/);
  });

  it('is shown as paused by another window as well, which may let it go on', async () => {
    const other = await Workbench.open({ prepare: () => workbench.workspace });
    try {
      const runs = await other.view('Runs');
      await runs.waitFor(/\$\(debug-pause\) workshop \| paused by .* at add\/sum · 33 %/);
      const toolbar = other.page.locator('.debug-toolbar').first();
      // The window draws its trees anew meanwhile: a choice that nothing follows was lost with the menu.
      await until('its debugger', async () => {
        if (!(await toolbar.isVisible())) await runs.chooseFromMenu('Attach Debugger', 'Today', 'workshop');
        await toolbar.waitFor({ timeout: attachMs });
        return true;
      });
      await other.container('Run and Debug');
      await stopsAt(other, 'dodeca.yaml', '          - sum');
      await other.page.keyboard.press('F5');
      await (await other.view('Runs')).waitFor(/\$\(pass\) workshop \| /);
    } finally {
      await other.close();
    }
    await (await workbench.view('Runs')).waitFor(/\$\(pass\) workshop \| /);
    await until(
      'it stands no more',
      async () => (await workbench.editor.decorations('debug-top-stack-frame-line')) === 0,
    );
  });

  it('takes breakpoints in Python files, without the Python extension', async () => {
    await workbench.editor.open('agents/say.py');
    await workbench.editor.setBreakpoint(lineOf('agents/say.py', 'print(line)'));
    await workbench.editor.open('dodeca.yaml');
  });

  it('steps into a Node agent, whose file then shows where it is', async () => {
    await workbench.container('Run and Debug');
    await workbench.editor.open('dodeca.yaml');
    await workbench.page.keyboard.press('F5');
    await stopsAt(workbench, 'dodeca.yaml', '          - sum');
    await workbench.page.keyboard.press('F11');
    await stopsAt(workbench, 'agents/sum.js', "from 'node:fs'");
    await workbench.picture(join(pictures, 'debug-in-node.png'));
    await workbench.page.keyboard.press('F5');
    await until('the end', async () =>
      (await workbench.statusItems()).every((text) => !/paused|running/.test(text)),
    );
    const runs = await workbench.view('Runs');
    await runs.waitFor(/\$\(pass\) workshop \| /);
  });
});

describe('what there is to debug', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await Workbench.open({ prepare: prepareWorkshop });
  });

  after(async () => {
    assert.deepEqual(await workbench.close(), [], 'nothing is left running');
  });

  it('is offered without a launch.json', async () => {
    await (await workbench.view('Clusters')).waitFor(/Workshop/);
    await workbench.palette('Debug: Select and Start Debugging', 'Dodeca...');
    const items = await until('the pipelines', async () => {
      const shown = await workbench.quick.items();
      return shown.some((item) => item.startsWith('workshop')) && shown;
    });
    for (const name of ['patient', 'talk', 'Attach to a run'])
      assert.ok(
        items.some((item) => item.startsWith(name)),
        `${name} is not among ${items.join(', ')}`,
      );
    await workbench.quick.dismiss();
  });

  it('is what a new launch.json begins with', async () => {
    await workbench.editor.open('dodeca.yaml');
    await workbench.palette('Debug: Add Configuration...');
    const file = join(workbench.workspace, '.vscode', 'launch.json');
    const text = await until('the file', async () => existsSync(file) && readFileSync(file, 'utf8'));
    const { configurations } = JSON.parse(text.replaceAll(/^\s*\/\/.*$/gm, '')) as {
      configurations: readonly Record<string, unknown>[];
    };
    const known = configurations.map(({ request, pipeline, run, waitForClient }) =>
      [request, pipeline ?? run, waitForClient].filter(Boolean).join(' '),
    );
    for (const wanted of ['launch workshop', 'launch workshop true', 'attach last'])
      assert.ok(known.includes(wanted), `${wanted} is not in ${text}`);
  });
});

describe('a window that is closed while its run stands still', () => {
  it('lets the run go on after a while, and leaves nothing running', async () => {
    const workbench = await Workbench.open({
      prepare: prepareWorkshop,
      env: { DODECA_DEBUG_HOLD_MS: '1000' },
    });
    let left: readonly string[] = [];
    try {
      await workbench.editor.open('dodeca.yaml');
      await until('the lenses', async () =>
        (await workbench.editor.lenses()).some((text) => text.includes('Debug')),
      );
      await workbench.editor.goTo(line('name: begin'));
      await workbench.editor.setBreakpoint(line('          - sum'));
      await workbench.page.keyboard.press('F5');
      await until('it stands', async () =>
        (await workbench.statusItems()).some((text) => /1 paused/.test(text)),
      );
    } finally {
      left = await workbench.close();
    }
    assert.deepEqual(left, []);
  });
});
