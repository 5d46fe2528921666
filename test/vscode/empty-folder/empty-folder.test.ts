import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { treeLines } from '../../harness/vscode/tree-lines.ts';
import { until } from '../../harness/vscode/until.ts';
import { theExtension, theFolder } from '../dodeca.ts';
import { openFolders } from '../open-folders.ts';

describe('a folder without a definition', () => {
  before(() => openFolders('empty'));

  it('has the twelve clusters and the phases of the built-in one, and no runs', async () => {
    const { views } = await theExtension();
    const clusters = (await treeLines(views.trees.clusters)).filter((line) => !line.startsWith(' '));
    assert.equal(clusters.length, 12);
    const phases = await treeLines(views.trees.phases);
    assert.deepEqual(
      phases.map((line) => /\) (\S+)/.exec(line)?.[1]),
      ['0', '1', '2a', '2b', '3', '4', '5'],
    );
    assert.deepEqual(await treeLines(views.trees.runs), []);
  });

  it('runs a built-in pipeline', async () => {
    const session = await theFolder();
    const runId = await vscode.commands.executeCommand<string>('dodeca.runPipeline', {
      folder: session.uri,
      pipeline: 'quick_test',
      params: {},
    });
    const run = await until('it ends', async () => {
      const entry = session.view.runs.get(runId);
      return entry && entry.summary.finishedAt !== null && entry.summary;
    });
    assert.equal(run.status, 'succeeded');
  });
});
