import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { until } from '../harness/vscode/until.ts';
import { Workbench } from '../harness/vscode/workbench.ts';
import { lineOf, prepareWorkshop } from '../vscode/debug/workshop.ts';

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

/**
 * Presses a button of the debug toolbar until that had an effect. A key is lost where VS Code does not know yet that the
 * session stands, and so is a click while the toolbar is drawn anew.
 */
async function pressed(
  workbench: Workbench,
  button: 'Continue' | 'Step Into',
  had: () => Promise<boolean>,
): Promise<void> {
  const locator = workbench.page.locator(`.debug-toolbar [aria-label^="${button}"]`).first();
  await until(`${button} to have an effect`, async () => {
    if (await had()) return true;
    await locator.click({ timeout: 5000 });
    return await until('an effect', had, undefined, 5000);
  });
}

describe('a pipeline, debugged by a user', () => {
  let workbench: Workbench;

  const open = async (): Promise<Workbench> =>
    await Workbench.open({
      prepare: prepareWorkshop,
      viewport: { width: 1280, height: 800 },
      // How long a run stands still that no debugger is at any more.
      env: { DODECA_DEBUG_HOLD_MS: '1000' },
    });

  before(async () => {
    workbench = await open();
  });

  after(async () => {
    if (Workbench.all.has(workbench)) await workbench.close();
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
      await runs.chooseFromMenu('Attach Debugger', ['Today', 'workshop'], () => toolbar.isVisible());
      await other.container('Run and Debug');
      await stopsAt(other, 'dodeca.yaml', '          - sum');
      const otherRuns = await other.view('Runs');
      await pressed(other, 'Continue', async () => !/debug-pause/.test(await otherRuns.text()));
      await otherRuns.waitFor(/\$\(pass\) workshop \| /);
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
    const stands = await callStack(workbench);
    await pressed(workbench, 'Step Into', async () => (await callStack(workbench)) !== stands);
    // VS Code's debugger for Node waits half a second for a script that it has not heard of: on a busy machine the
    // first place is in no file, and the next one is.
    const inside = await until(
      'it stands in the agent',
      async () => /sum\.js \d+:|Unknown Source/.exec(await callStack(workbench))?.[0],
      () => callStack(workbench),
    );
    if (inside === 'Unknown Source') await workbench.page.keyboard.press('F10');
    await until(
      'it stands in its file',
      async () => /sum\.js [134]:/.test(await callStack(workbench)),
      () => callStack(workbench),
    );
    const isOver = async () => (await workbench.statusItems()).every((text) => !/paused|running/.test(text));
    await pressed(workbench, 'Continue', isOver);
    await until('the end', isOver);
    const runs = await workbench.view('Runs');
    await runs.waitFor(/\$\(pass\) workshop \| /);
  });

  it('is offered where there is no launch.json', async () => {
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
    // What comes after is debugged without one.
    rmSync(file);
    const { configurations } = JSON.parse(text.replaceAll(/^\s*\/\/.*$/gm, '')) as {
      configurations: readonly Record<string, unknown>[];
    };
    const known = configurations.map(({ request, pipeline, run, waitForClient }) =>
      [request, pipeline ?? run, waitForClient].filter(Boolean).join(' '),
    );
    for (const wanted of ['launch workshop', 'launch workshop true', 'attach last'])
      assert.ok(known.includes(wanted), `${wanted} is not in ${text}`);
  });

  it('goes on after a while when its window is closed while it stands, and leaves nothing running', async () => {
    // A second try has no window any more, and no breakpoint in the next one.
    if (!Workbench.all.has(workbench)) {
      workbench = await open();
      await workbench.editor.open('dodeca.yaml');
      await workbench.editor.lenses();
      await workbench.editor.setBreakpoint(line('          - sum'));
    }
    await workbench.editor.open('dodeca.yaml');
    await workbench.editor.goTo(line('name: begin'));
    await workbench.page.keyboard.press('F5');
    await until('it stands', async () =>
      (await workbench.statusItems()).some((text) => /1 paused/.test(text)),
    );
    assert.deepEqual(await workbench.close(), []);
  });
});
