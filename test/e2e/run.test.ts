import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../harness/vscode/until.ts';
import { Workbench } from '../harness/vscode/workbench.ts';
import { letGo, preparePlant } from './plant.ts';

describe('a pipeline, run by a user', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await Workbench.open({ prepare: preparePlant });
  });

  after(async () => {
    assert.deepEqual(await workbench.close(), [], 'nothing is left running');
  });

  it('runs from the palette, and the tree follows it', async () => {
    const clusters = await workbench.view('Clusters');
    await clusters.waitFor(/Plant \| C1 · 3 agents/);
    // A second try finds the run of the first.
    if (!/running/.test(await clusters.text())) await workbench.palette('Dodeca: Run Pipeline', 'cool_down');
    await clusters.waitFor(/slow \| 40 % · .* · cooling/);
    await clusters.waitFor(/Plant \| C1 · 1 running/);
    await until('the status bar', async () =>
      (await workbench.statusItems()).some((text) => /1 running · 33 %/.test(text)),
    );
  });

  it('is not disturbed by a reload of the window, and the tree comes back as it was', async () => {
    const before = (await workbench.processes()).filter((line) => line.includes('engine.js'));
    assert.equal(before.length, 1);
    await workbench.reload();
    const clusters = await workbench.view('Clusters');
    await clusters.waitFor(/slow \| .*cooling|slow \| \d+ s/);
    assert.match(await clusters.text(), /Plant \| C1 · 1 running/);
    // A process that is just being started looks like the one that starts it, for a moment.
    const engines = async () =>
      (await workbench.processes()).filter((line) => line.includes('engine.js')).join('\n');
    await until('the same engine alone', async () => (await engines()) === before.join('\n'), engines);
    letGo(workbench.workspace);
    await clusters.waitFor(/report \| \d/);
    const runs = await workbench.view('Runs');
    await runs.waitFor(/cool_down \| /);
    await runs.expand('Today', 'cool_down');
    await runs.expand('Today', 'cool_down', 'check');
    await runs.waitFor(/tell \| succeeded/);
  });

  it('has a log whose places are links', async () => {
    const runs = await workbench.view('Runs');
    await runs.click('Today', 'cool_down', 'check', 'lint');
    await workbench.editor.waitFor(/src\/valve\.txt:3:7: the valve is open/);
    await workbench.editor.followLink('src/valve.txt:3:7', /three: open/);
    await until('the cursor at the place', async () =>
      (await workbench.statusItems()).some((text) => /Ln 3, Col 7/.test(text)),
    );
  });

  it('tells why', async () => {
    const runs = await workbench.view('Runs');
    await runs.chooseFromMenu('Why?', ['Today', 'cool_down', 'check', 'lint'], async () =>
      /succeeded/.test(await workbench.editor.text()),
    );
  });

  it('goes on when the extension host is killed, and the next one shows it', async () => {
    rmSync(join(workbench.workspace, 'go'), { force: true });
    await workbench.palette('Dodeca: Run Pipeline', 'cool_down');
    const clusters = await workbench.view('Clusters');
    await clusters.waitFor(/cooling/);
    const idsOf = async () => (await workbench.hostProcesses()).map((line) => Number.parseInt(line, 10));
    const hosts = await idsOf();
    assert.equal(hosts.length, 1);
    for (const pid of hosts) process.kill(pid, 'SIGKILL');
    await until('another extension host', async () => {
      const now = await idsOf();
      return now.length > 0 && !now.some((pid) => hosts.includes(pid));
    });
    await clusters.waitFor(/Plant \| C1 · 1 running/);
    letGo(workbench.workspace);
    await clusters.waitFor(/Plant \| C1 · 3 agents[\s\S]*report \| \d/);
  });

  it('marks a mistake in the definition while it is typed, and offers what was meant', async () => {
    await workbench.editor.open('dodeca.yaml');
    await workbench.editor.waitFor(/cool_down/);
    await until('the lenses', async () => (await workbench.editor.lenses()).length >= 2);
    await workbench.palette('Dodeca: Show Plan', 'cool_down');
    await workbench.editor.waitFor(/critical path/);
    await workbench.editor.open('dodeca.yaml');
    const line = '      - { name: tell, agents: [report] }';
    await workbench.editor.goTo(17, line.indexOf('report') + 1);
    await workbench.page.keyboard.press('Delete');
    await until('a squiggle', async () => (await workbench.editor.squiggles('error')) > 0);
    const problems = await workbench.problems();
    assert.match(problems.join('\n'), /eport.*did you mean.*report/i);
  });
});
