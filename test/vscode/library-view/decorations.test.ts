import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { until } from '../../harness/vscode/until.ts';
import { ShelfWindow } from './shelf-window.ts';

describe('the marks of files', () => {
  let shelf: ShelfWindow;

  before(async () => {
    shelf = await ShelfWindow.open();
  });

  const badge = (path: string) =>
    shelf.dodeca.decorations.provideFileDecoration(shelf.uri(path))?.badge ?? '';
  const untilBadge = (path: string, wanted: string) =>
    until(`${path} is marked ${wanted || 'with nothing'}`, async () => badge(path) === wanted);

  it('show what is canonical, and follow what somebody decides', async () => {
    const told: string[] = [];
    const hearing = shelf.dodeca.decorations.onDidChangeFileDecorations((uris) =>
      told.push(...uris.map((uri) => vscode.workspace.asRelativePath(uri, false))),
    );
    try {
      await untilBadge('docs/plant.md', '★');
      assert.equal(badge('notes.txt'), '');
      await shelf.decide('docs/old/plant-2019.md', 'canonical');
      await untilBadge('docs/old/plant-2019.md', '★');
      await untilBadge('docs/plant.md', '');
      await shelf.decide('docs/old/plant-2019.md', 'reject');
      await untilBadge('docs/old/plant-2019.md', '✕');
      assert.ok(told.includes('docs/old/plant-2019.md'));
      assert.ok(!told.includes('notes.txt'), 'what stays as it is is not drawn again');
    } finally {
      hearing.dispose();
      await shelf.decide('docs/old/plant-2019.md', 'clear');
    }
    await untilBadge('docs/plant.md', '★');
  });

  it('say in words what they mean', () => {
    const decoration = shelf.dodeca.decorations.provideFileDecoration(shelf.uri('docs/plant.md'));
    assert.match(decoration?.tooltip ?? '', /canonical.*the one to go by/);
    assert.ok(decoration?.color);
  });

  it('can be switched off', async () => {
    const settings = () => vscode.workspace.getConfiguration('dodeca', shelf.session.folder);
    await settings().update('library.decorations', false, vscode.ConfigurationTarget.Global);
    try {
      await untilBadge('docs/plant.md', '');
    } finally {
      await settings().update('library.decorations', undefined, vscode.ConfigurationTarget.Global);
    }
    await untilBadge('docs/plant.md', '★');
  });

  it('start no engine', async () => {
    await vscode.commands.executeCommand('dodeca.stopEngine', { folder: shelf.session.uri });
    await until('the engine is gone', async () => shelf.session.state === 'idle');
    assert.equal(badge('docs/plant.md'), '★', 'what was known stays');
    assert.equal(badge('docs/shift.md'), '');
    assert.equal(badge('config/plant.yaml'), '');
    assert.equal(shelf.session.state, 'idle');
    await shelf.session.engine();
  });
});
