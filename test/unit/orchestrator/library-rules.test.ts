import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { WorkspaceLibraryRules } from '../../../src/orchestrator/library-rules.ts';
import { type TemporaryTree, temporaryTree } from '../library/temporary-tree.ts';

describe('the rules of the library of a workspace', () => {
  let tree: TemporaryTree;
  let rules: WorkspaceLibraryRules;

  beforeEach(async () => {
    tree = await temporaryTree();
    rules = new WorkspaceLibraryRules(tree.root);
  });
  afterEach(() => tree.remove());

  it('are those of the definition and of the editor, of which the definition has the last word', async () => {
    assert.deepEqual(rules.read(), { off: null, exclude: [], maxFileBytes: 8 * 2 ** 20 });
    await tree.write({
      'dodeca.yaml': 'library: { exclude: ["*.min.js", "!kept.tmp"], max_file_size: 1Mi }\n',
      '.vscode/settings.json': '{ "files.exclude": { "**/*.tmp": true } } // JSON with comments',
    });
    assert.deepEqual(rules.read(), {
      off: null,
      exclude: ['**/*.tmp', '*.min.js', '!kept.tmp'],
      maxFileBytes: 2 ** 20,
    });
    await rm(join(tree.root, '.vscode'), { recursive: true });
    assert.deepEqual(rules.read().exclude, ['*.min.js', '!kept.tmp']);
    await rm(join(tree.root, 'dodeca.yaml'));
    assert.deepEqual(rules.read().exclude, []);
  });

  it('say where it stands that nothing is indexed', async () => {
    await tree.write({ 'orchestrator_config.yaml': 'library: { index: false }\n' });
    assert.equal(
      rules.read().off,
      'Nothing is indexed: orchestrator_config.yaml says `index: false` under `library`.',
    );
    await tree.write({ 'dodeca.yaml': 'library: { index: true }\n' });
    assert.equal(rules.read().off, null);
  });

  it('stay as they were while a file is wrong', async () => {
    await tree.write({
      'dodeca.yaml': 'library: { exclude: [a] }\n',
      '.vscode/settings.json': '{ "search.exclude": { "b": true } }',
    });
    assert.deepEqual(rules.read().exclude, ['/b', 'a']);
    for (const wrong of ['library: { exclude: [c], max_file_size: much }\n', '', 'library: [']) {
      await tree.write({ 'dodeca.yaml': wrong });
      assert.deepEqual(rules.read().exclude, ['/b', 'a'], wrong);
    }
    await tree.write({ '.vscode/settings.json': Buffer.from([0xff, 0xfe, 0x7b, 0]) });
    assert.deepEqual(rules.read().exclude, ['/b', 'a']);
    await tree.write({ '.vscode/settings.json': '{}', 'dodeca.yaml': 'library: { exclude: [c] }\n' });
    assert.deepEqual(rules.read().exclude, ['c']);
  });

  it('do not wait for settings that are no file', async function () {
    // Windows has no pipes in folders.
    if (process.platform === 'win32') this.skip();
    await tree.write({ '.vscode/x': '' });
    execFileSync('mkfifo', [join(tree.root, '.vscode/settings.json')]);
    assert.deepEqual(rules.read().exclude, []);
  });
});
