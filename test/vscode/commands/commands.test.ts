import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { theExtension } from '../dodeca.ts';

/** Commands that VS Code makes for every view. */
const ofViews = /^dodeca\.\w+\.(focus|open|removeView|resetViewLocation|toggleVisibility)$/;

describe('the commands', () => {
  it('are registered where they are contributed, and the other way round', async () => {
    await theExtension();
    const manifest = vscode.extensions.getExtension('dodeca.dodeca')?.packageJSON as {
      contributes: { commands: { command: string }[] };
    };
    const contributed = manifest.contributes.commands.map(({ command }) => command);
    const all = await vscode.commands.getCommands(true);
    const registered = all.filter((name) => name.startsWith('dodeca.') && !ofViews.test(name));
    assert.ok(contributed.length > 20);
    assert.deepEqual(registered.sort(), contributed.sort());
  });

  it('say what is wrong, and answer with nothing', async () => {
    const given = { folder: 'file:///nowhere', pipeline: 'no such pipeline', params: {} };
    assert.equal(await vscode.commands.executeCommand('dodeca.runPipeline', given), undefined);
  });
});
