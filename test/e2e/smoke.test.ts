import assert from 'node:assert/strict';
import { until } from '../harness/vscode/until.ts';
import { Workbench } from '../harness/vscode/workbench.ts';

describe('the sample in the workbench', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await Workbench.open();
  });

  after(async () => {
    assert.deepEqual(await workbench.close(), [], 'nothing is left running');
  });

  it('shows twelve clusters, and the agents in them', async () => {
    const clusters = await workbench.view('Clusters');
    await clusters.waitFor(/Smoke Test \| C4 · 2 agents\n {2}\$\([\w-]+\) smoke_tester \| never run\n/);
    const outermost = (await clusters.rows()).filter(({ depth }) => depth === 0);
    assert.equal(outermost.length, 12);
  });

  it('closes a cluster and opens it again', async () => {
    const clusters = await workbench.view('Clusters');
    const before = await clusters.text();
    await clusters.collapse('Smoke Test');
    assert.match(await clusters.text(), /^▸ \S+ Smoke Test/m);
    await clusters.expand('Smoke Test');
    assert.equal(await clusters.text(), before);
  });

  it('offers its commands in the palette', async () => {
    await workbench.palette('Dodeca: Run Pipeline');
    const items = await workbench.quick.items();
    assert.ok(
      items.some((item) => item.includes('run_pipeline')),
      items.join('\n'),
    );
    await workbench.quick.dismiss();
  });

  it('shows everything again after the window was reloaded', async () => {
    const clusters = await workbench.view('Clusters');
    const before = await clusters.text();
    await workbench.reload();
    await (await workbench.view('Clusters')).waitFor(before);
  });

  it('runs one engine', async () => {
    const engines = async (): Promise<number> =>
      (await workbench.processes()).filter((line) => line.includes('engine.js')).length;
    await until('one engine', async () => (await engines()) === 1);
  });
});
