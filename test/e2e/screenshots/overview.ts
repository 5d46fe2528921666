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

  it('shows the views of the sample after a run, beside its definition', async () => {
    await (await workbench.view('Clusters')).waitFor(/Smoke Test/);
    await workbench.palette('Dodeca: Run Pipeline', 'run_pipeline');
    const runs = await workbench.view('Runs');
    await runs.waitFor(/run_pipeline \| \d/);
    await runs.expand('Today', 'run_pipeline');
    await runs.expand('Today', 'run_pipeline', 'analysis');
    await runs.click('Today', 'run_pipeline', 'analysis', 'cryo_optimizer');
    await workbench.editor.waitFor(/Rolling median/);
    await workbench.editor.open('orchestrator_config.yaml');
    await takePictures(workbench, 'overview');
  });
});
