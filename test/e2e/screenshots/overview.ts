import assert from 'node:assert/strict';
import { takePictures } from '../../harness/vscode/readme-pictures.ts';
import { Workbench } from '../../harness/vscode/workbench.ts';

describe('the picture of the whole', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await Workbench.open({ viewport: { width: 1280, height: 800 } });
  });

  after(async () => {
    assert.deepEqual(await workbench.close(), []);
  });

  it('shows the views of the sample beside its definition', async () => {
    await (await workbench.view('Clusters')).waitFor(/Smoke Test/);
    await workbench.editor.open('orchestrator_config.yaml');
    await takePictures(workbench, 'overview');
  });
});
