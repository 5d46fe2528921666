import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { loadDefinition } from '../../../src/pipeline/load-definition.ts';

/** Every file below a folder, as `path: text`. */
function filesOf(folder: string): Map<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Map(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]),
  );
}

describe('the sample', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'sample-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const open = async () => {
    const target = vscode.Uri.file(join(folder, 'plant')).toString();
    const given = { target, open: false };
    return vscode.Uri.parse(await vscode.commands.executeCommand<string>('dodeca.openSample', given)).fsPath;
  };

  it('is copied as it was packaged, and can be run', async () => {
    const copy = await open();
    assert.equal(copy, join(folder, 'plant'));
    const extension = vscode.extensions.getExtension('dodeca.dodeca');
    const packaged = filesOf(join(extension?.extensionPath ?? '', 'samples', 'cryo-linac'));
    assert.ok(packaged.size > 20);
    assert.deepEqual(filesOf(copy), packaged);
    const { definition, problems } = loadDefinition(copy);
    assert.deepEqual(problems, []);
    assert.ok(definition?.pipelines.some(({ name }) => name === 'run_pipeline'));
  });

  it('is never copied over what somebody has changed', async () => {
    const changed = join(folder, 'plant', 'README.md');
    writeFileSync(changed, 'mine');
    assert.equal(await open(), join(folder, 'plant-2'));
    assert.equal(await open(), join(folder, 'plant-3'));
    assert.equal(readFileSync(changed, 'utf8'), 'mine');
  });
});
