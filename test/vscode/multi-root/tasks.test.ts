import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { theExtension } from '../dodeca.ts';
import { openFolders } from '../open-folders.ts';

describe('tasks of several folders', () => {
  before(() => openFolders('north', 'south'));

  it('belong to their folders, each with its pipelines', async () => {
    const { folders } = await theExtension();
    const tasks = await vscode.tasks.fetchTasks({ type: 'dodeca' });
    const names = folders.all.map(({ folder }) =>
      tasks
        .filter(({ scope }) => typeof scope === 'object' && scope.name === folder.name)
        .map(({ name }) => name),
    );
    assert.deepEqual(
      folders.all.map(({ folder }) => folder.name),
      ['north', 'south'],
    );
    assert.ok(names[0]?.includes('run_pipeline'), String(names[0]));
    assert.deepEqual(names[1], names[0]);
    assert.equal(tasks.length, 2 * (names[0]?.length ?? 0));
  });
});
