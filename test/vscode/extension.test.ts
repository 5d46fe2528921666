import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { DodecaExtension } from '../../src/extension.ts';
import { note } from '../harness/vscode/note.ts';

describe('the extension', () => {
  it('activates in a workspace with a definition', async () => {
    const extension = vscode.extensions.getExtension<DodecaExtension>('dodeca.dodeca');
    assert.ok(extension);
    const { activationMs } = await extension.activate();
    note(`activate() took ${activationMs.toFixed(1)} ms`);
    assert.ok(extension.isActive);
  });
});
