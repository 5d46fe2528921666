import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Workbench, type WorkbenchOptions } from '../harness/vscode/workbench.ts';
import { letGo, preparePlant } from './plant.ts';

describe('a window that is closed', () => {
  async function running(options: WorkbenchOptions = {}): Promise<Workbench> {
    const workbench = await Workbench.open({ prepare: preparePlant, ...options });
    const clusters = await workbench.view('Clusters');
    await clusters.waitFor(/Plant/);
    await workbench.palette('Dodeca: Run Pipeline', 'cool_down');
    await clusters.waitFor(/cooling/);
    return workbench;
  }

  it('leaves nothing running where its runs are to be cancelled', async () => {
    const workbench = await running({
      settings: { 'dodeca.onWindowClose': 'cancel' },
      env: { DODECA_ALONE_MS: '500' },
    });
    assert.deepEqual(await workbench.close(), []);
  });

  it('leaves an engine behind that finishes the run, and then leaves', async () => {
    const workbench = await running();
    const { workspace } = workbench;
    const closing = workbench.close();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    assert.ok(existsSync(join(workspace, '.dodeca', 'engine.json')), 'the engine goes on');
    letGo(workspace);
    assert.deepEqual(await closing, [], 'and ends by itself');
  });
});
