import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { treeLines } from '../../harness/vscode/tree-lines.ts';
import { until } from '../../harness/vscode/until.ts';
import { theExtension } from '../dodeca.ts';
import { openFolders } from '../open-folders.ts';

describe('a workspace of several folders', () => {
  before(() => openFolders('north', 'south'));

  it('shows each folder by itself, and runs in the one that is meant', async () => {
    const { folders, views } = await theExtension();
    const [north, south] = folders.all;
    assert.ok(north && south && folders.all.length === 2);
    const before = await treeLines(views.trees.clusters);
    assert.deepEqual(
      before.filter((line) => !line.startsWith(' ')),
      ['$(folder) north', '$(folder) south'],
    );
    const runId = await vscode.commands.executeCommand('dodeca.runAgent', {
      folder: south.uri,
      agent: 'smoke_tester',
    });
    await until('it has ended', async () => south.view.runs.get(String(runId))?.summary.finishedAt);
    assert.deepEqual([...north.view.runs.keys()], []);
    const after = await treeLines(views.trees.runs);
    assert.equal(after[0], '$(folder) north');
    assert.equal(after[1], '$(folder) south');
    assert.match(after[3] ?? '', /agent:smoke_tester/);
    const pids = await Promise.all([north, south].map(async (session) => (await session.engine()).info.pid));
    assert.notEqual(pids[0], pids[1], 'each folder has an engine of its own');
  });

  it('has a library for each folder', async () => {
    const { folders, views } = await theExtension();
    const [north, south] = folders.all;
    assert.ok(north && south);
    writeFileSync(join(south.folder.uri.fsPath, 'southern.txt'), 'Only here.\n');
    const counts = await until('both are read', async () => {
      const lines = (await treeLines(views.library)).filter((line) => /^(\$| {2}\$)/.test(line));
      const found = lines.flatMap(
        (line) => /Collections \| (\d+) files/.exec(line)?.slice(1).map(Number) ?? [],
      );
      const [northern = 0, southern = 0] = found;
      return northern > 10 && southern === northern + 1 && lines;
    });
    assert.deepEqual(
      counts.map((line) => line.replace(/ \|.*/, '')),
      ['north', 'south'].flatMap((name) => [
        `$(folder) ${name}`,
        '  $(library) Collections',
        '  $(checklist) Review',
        '  $(bookmark) Saved Searches',
      ]),
    );
  });

  it('lets go of a folder that is taken out, and takes it in again', async () => {
    const { folders } = await theExtension();
    const south = folders.all[1];
    assert.ok(south);
    assert.equal(vscode.workspace.updateWorkspaceFolders(1, 1), true);
    await until('it is gone', async () => folders.all.length === 1);
    const { pid } = (await folders.all[0]?.engine())?.info ?? {};
    assert.ok(pid, 'the other one goes on');
    assert.equal(vscode.workspace.updateWorkspaceFolders(1, 0, { uri: south.folder.uri }), true);
    await until('it is back', async () => folders.all[1]?.uri === south.uri);
    assert.notEqual(folders.all[1], south, 'with a session of its own');
  });
});
