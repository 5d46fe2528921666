import assert from 'node:assert/strict';
import { takePictures } from '../../harness/vscode/readme-pictures.ts';
import { until } from '../../harness/vscode/until.ts';
import { Workbench } from '../../harness/vscode/workbench.ts';

describe('the picture of the library', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await Workbench.open({ viewport: { width: 1280, height: 800 } });
  });

  after(async () => {
    assert.deepEqual(await workbench.close(), []);
  });

  it('shows what is found while one types, beside the collections of the sample', async () => {
    const { page } = workbench;
    await workbench.editor.open('orchestrator_config.yaml');
    for (const view of ['Clusters', 'Agents', 'Runs']) await (await workbench.view(view)).close();
    const library = await workbench.view('Library');
    await library.waitFor(/Markdown/);
    await workbench.palette('Dodeca: Search Library');
    await page
      .locator('.quick-input-widget:visible .quick-input-title', { hasText: 'Search Library' })
      .waitFor();
    await page.keyboard.type('helium cooling capacity', { delay: 30 });
    await until('something to be found', async () => (await workbench.quick.items()).length > 3);
    await takePictures(workbench, 'library');
    await workbench.quick.dismiss();
  });
});
