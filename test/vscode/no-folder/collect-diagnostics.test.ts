import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { diagnosticsDocument, sectionOf } from '../diagnostics-document.ts';
import { theExtension } from '../dodeca.ts';
import { openFolders } from '../open-folders.ts';

describe('the diagnostics of a window without a folder', () => {
  before(() => openFolders());

  it('tell versions and settings', async () => {
    assert.deepEqual((await theExtension()).folders.all, []);
    const text = await diagnosticsDocument();
    assert.ok(sectionOf(text, 'Versions').includes(vscode.version));
    assert.match(sectionOf(text, 'Window'), /folders +0\n[\s\S]*dodeca\.onWindowClose = "keepRunning"/);
    assert.doesNotMatch(text, /could not be read|## Folder/);
  });
});
