import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Workbench, type WorkbenchOptions } from '../harness/vscode/workbench.ts';
import { preparePlant } from './plant.ts';

describe('a view that has nothing to show', () => {
  let workbench: Workbench;

  afterEach(async () => {
    assert.deepEqual(await workbench.close(), [], 'nothing is left running');
  });

  const open = async (spoil: (workspace: string) => void, options: WorkbenchOptions = {}) => {
    const prepare = (folder: string): string => {
      const workspace = preparePlant(folder);
      spoil(workspace);
      return workspace;
    };
    workbench = await Workbench.open({ ...options, prepare });
  };

  it('says why there is no engine, and tries again', async () => {
    await open((workspace) => writeFileSync(join(workspace, '.dodeca'), 'in the way'));
    for (const name of ['Clusters', 'Agents', 'Phases', 'Runs']) {
      await (await workbench.view(name)).waitFor(/^The engine could not be started\.\n\[Try Again\]/);
    }
    rmSync(join(workbench.workspace, '.dodeca'));
    const clusters = await workbench.view('Clusters');
    await clusters.welcomeAction('Try Again');
    await clusters.waitFor(/Plant \| C1 · 3 agents/);
    await (await workbench.view('Runs')).waitFor(/^Nothing has run yet\.\n\[Run Pipeline\]/);
  });

  it('says that the definition is wrong, and opens it', async () => {
    await open((workspace) => writeFileSync(join(workspace, 'dodeca.yaml'), 'agents: ['));
    const clusters = await workbench.view('Clusters');
    await clusters.waitFor(/^The definition has errors\.\n\[Open Definition\]/);
    await clusters.welcomeAction('Open Definition');
    await workbench.editor.waitFor(/agents: \[/);
  });

  it('says what is different in Restricted Mode', async () => {
    await open(() => undefined, {
      trust: true,
      settings: { 'security.workspace.trust.startupPrompt': 'never' },
    });
    await (await workbench.view('Clusters')).waitFor(/Plant \| C1 · 3 agents/);
    await (await workbench.view('Runs')).waitFor(
      /^In Restricted Mode nothing is run, and the record is not opened\.\n\[Manage Workspace Trust\]/,
    );
    assert.deepEqual(
      (await workbench.processes()).filter((line) => line.includes('engine.js')),
      [],
    );
  });
});
