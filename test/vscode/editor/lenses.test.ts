import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { keepUnsaved, type, withDefinition } from './open-definition.ts';

const text = `agents:
  report: { run: make }
clusters:
  C4: { agents: [report] }
pipelines:
  nightly:
    stages:
      - { name: write, agents: [report] }
`;

const lensesIn = async (document: vscode.TextDocument) =>
  await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri);

describe('Lenses in a definition', () => {
  keepUnsaved();

  it('run and debug agents, clusters and pipelines, and plan pipelines', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0];
    assert.ok(folder);
    const document = await vscode.workspace.openTextDocument(
      join(folder.uri.fsPath, 'orchestrator_config.yaml'),
    );
    await vscode.window.showTextDocument(document);
    try {
      await type(document, text);
      const lenses = await lensesIn(document);
      const of = { folder: folder.uri.toString() };
      assert.deepEqual(
        lenses
          .toSorted((a, b) => a.range.start.line - b.range.start.line)
          .map(({ range, command }) => [
            range.start.line + 1,
            command?.title,
            command?.command,
            command?.arguments,
          ]),
        [
          [2, 'Run', 'dodeca.runAgent', [{ ...of, agent: 'report' }]],
          [2, 'Debug', 'dodeca.debugAgent', [{ ...of, agent: 'report' }]],
          [4, 'Run', 'dodeca.runCluster', [{ ...of, cluster: 'C4' }]],
          [4, 'Debug', 'dodeca.debugCluster', [{ ...of, cluster: 'C4' }]],
          [6, 'Run', 'dodeca.runPipeline', [{ ...of, pipeline: 'nightly' }]],
          [6, 'Debug', 'dodeca.debugPipeline', [{ ...of, pipeline: 'nightly' }]],
          [6, 'Plan', 'dodeca.showPlan', [{ ...of, pipeline: 'nightly' }]],
        ],
      );
      const commands = await vscode.commands.getCommands();
      for (const { command } of lenses) assert.ok(commands.includes(command?.command ?? ''));
    } finally {
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
  });

  it('are not above what no engine reads', async () => {
    await withDefinition(text, async ({ document }) => {
      assert.deepEqual(await lensesIn(document), []);
    });
  });
});
