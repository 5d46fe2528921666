import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { treeLines } from '../../harness/vscode/tree-lines.ts';
import { until } from '../../harness/vscode/until.ts';
import { theExtension, theFolder } from '../dodeca.ts';

describe('in Restricted Mode', () => {
  before(() => assert.equal(vscode.workspace.isTrusted, false));

  it('shows what the definition holds, and opens no state', async () => {
    const { views } = await theExtension();
    const session = await theFolder();
    const clusters = await treeLines(views.trees.clusters);
    assert.ok(clusters.includes('$(circle-large-outline) Smoke Test | C4 · 2 agents'), clusters.join('\n'));
    // No engine, no systems.
    assert.ok(!clusters.some((line) => line.includes('$(pulse)')), clusters.join('\n'));
    const agents = await treeLines(views.trees.agents);
    assert.ok(agents.includes('$(circle-large-outline) cryo_optimizer | never run'), agents.join('\n'));
    assert.deepEqual(await treeLines(views.trees.runs), []);
    assert.deepEqual(await treeLines(views.trees.library), []);
    assert.equal(session.library.isWatched, false);
    assert.equal(session.state, 'untrusted');
    assert.equal(existsSync(join(session.folder.uri.fsPath, '.dodeca')), false);
  });

  it('offers nothing that would run', async () => {
    const { views } = await theExtension();
    const nodes = await views.trees.agents.getChildren();
    assert.ok(nodes.length > 0);
    for (const node of nodes) assert.equal(node.item().contextValue, 'agent');
  });

  it('runs nothing, whoever asks', async () => {
    const session = await theFolder();
    const given = { folder: session.uri, pipeline: 'quick_test', params: {} };
    assert.equal(await vscode.commands.executeCommand('dodeca.runPipeline', given), undefined);
    assert.equal(
      await vscode.commands.executeCommand('dodeca.runAgent', { ...given, agent: 'smoke_tester' }),
      undefined,
    );
    for (const [command, target] of [
      ['debugPipeline', given],
      ['debugAgent', { ...given, agent: 'smoke_tester' }],
      ['debugCluster', { ...given, cluster: 'C4' }],
      ['attachDebugger', { ...given, runId: 'last' }],
      ['reviewDocument', { ...given, path: 'README.md' }],
      ['showLineage', { ...given, path: 'README.md' }],
    ] as const)
      assert.equal(await vscode.commands.executeCommand(`dodeca.${command}`, target), undefined, command);
    await assert.rejects(session.engine(), { name: 'UserError', code: 'untrusted' });
    assert.equal(existsSync(join(session.folder.uri.fsPath, '.dodeca')), false);
  });

  it('shows another definition as soon as it is saved', async () => {
    const { views } = await theExtension();
    const session = await theFolder();
    const file = vscode.Uri.joinPath(session.folder.uri, 'dodeca.yaml');
    const text = 'clusters:\n  C4: { name: Renamed, agents: [smoke_tester] }\n';
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
    await until('the new name', async () =>
      (await treeLines(views.trees.clusters)).some((line) => line.includes('Renamed')),
    );
  });
});
