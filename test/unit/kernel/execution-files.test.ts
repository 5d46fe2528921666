import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { mkdirSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ExecutionFiles, type ExecutionFilesOptions } from '../../../src/kernel/execution-files.ts';
import { type TemporaryTree, temporaryTree } from '../library/temporary-tree.ts';

const sha = (text: string) => hash('sha256', text);
const unknown = { inputs: null, outputs: null };

describe('files of executions', () => {
  let tree: TemporaryTree;

  beforeEach(async () => {
    tree = await temporaryTree({ 'in/a.csv': 'a', 'in/b.csv': 'b' });
    // Files that are written in the moment in which an execution starts may be of either side.
    for (const path of ['in/a.csv', 'in/b.csv']) utimesSync(join(tree.root, path), 1000, 1000);
  });
  afterEach(() => tree.remove());

  const open = (options: Partial<ExecutionFilesOptions> = {}) =>
    new ExecutionFiles({ workspace: tree.root, hashAll: null, ...options });
  const declared = (inputs: string[], outputs: string[] = []) => ({ inputs, outputs });

  it('are none of an execution that declares and tells nothing', async () => {
    const files = open();
    files.begin('x', declared([]), null);
    assert.equal(files.concerns('x'), false);
    await files.end('x', unknown);
    assert.equal(files.take('x'), null);
  });

  it('are those that patterns match and that it told of, each once, sorted', async () => {
    const files = open();
    files.begin('x', declared(['in/*.csv'], ['out/*']), null);
    await tree.write({ 'out/b.txt': 'B', 'out/a.txt': 'A', 'c.md': 'C' });
    for (const path of ['c.md', 'out/a.txt', 'gone.md', '.']) files.artifact('x', path);
    await files.end('x', unknown);
    assert.deepEqual(files.take('x'), {
      inputs: [
        { path: 'in/a.csv', hash: sha('a') },
        { path: 'in/b.csv', hash: sha('b') },
      ],
      outputs: [
        { path: 'c.md', hash: sha('C') },
        { path: 'gone.md', hash: null },
        { path: 'out/a.txt', hash: sha('A') },
        { path: 'out/b.txt', hash: sha('B') },
      ],
      cut: false,
    });
    assert.equal(files.take('x'), null);
  });

  it('are not read again where they are known', async () => {
    const read: string[] = [];
    const files = open({
      hashAll: async (paths) => {
        read.push(...paths);
        return paths.map(() => 'h');
      },
    });
    files.begin('x', declared(['in/*.csv'], ['out/*']), [{ path: 'in/a.csv', hash: 'known' }]);
    files.artifact('x', 'out/a.txt');
    files.artifact('x', 'c.md');
    await files.end('x', { inputs: null, outputs: [{ path: 'out/a.txt', hash: 'kept' }] });
    const told = files.take('x');
    assert.deepEqual(told?.inputs, [{ path: 'in/a.csv', hash: 'known' }]);
    assert.deepEqual(told.outputs, [
      { path: 'c.md', hash: 'h' },
      { path: 'out/a.txt', hash: 'kept' },
    ]);
    assert.deepEqual(read, [join(tree.root, 'c.md')]);
  });

  it('are looked at once for all that start together', async () => {
    let asked = 0;
    const files = open({
      hashAll: async (paths) => {
        asked += 1;
        return paths.map(() => 'h');
      },
    });
    for (let n = 0; n < 50; n++) files.begin(`x${n}`, declared(['in/*.csv']), null);
    for (let n = 0; n < 50; n++) await files.end(`x${n}`, unknown);
    // Each looks for its own outputs, of which there are none.
    assert.equal(asked, 51);
    assert.equal(files.take('x7')?.inputs.length, 2);
  });

  it('have no hash where nobody knows what they were', async () => {
    const files = open();
    mkdirSync(join(tree.root, 'out/folder'), { recursive: true });
    writeFileSync(join(tree.root, 'out/large.bin'), '');
    truncateSync(join(tree.root, 'out/large.bin'), 65 * 1024 * 1024);
    const later = Date.now() / 1000 + 3600;
    utimesSync(join(tree.root, 'in/b.csv'), later, later);
    files.begin('x', declared(['in/*.csv'], ['out/**']), null);
    files.artifact('x', 'out/folder');
    await files.end('x', unknown);
    assert.deepEqual(files.take('x'), {
      inputs: [
        { path: 'in/a.csv', hash: sha('a') },
        { path: 'in/b.csv', hash: null },
      ],
      outputs: [
        { path: 'out/folder', hash: null },
        { path: 'out/large.bin', hash: null },
      ],
      cut: false,
    });
  });

  it('are a thousand of a side at most', async () => {
    const files = open();
    const names = Array.from({ length: 1100 }, (_, n) => `many/${String(n).padStart(4, '0')}.txt`);
    await tree.write(Object.fromEntries(names.map((name) => [name, name])));
    files.begin('x', declared(['many/*']), null);
    for (const name of names) files.artifact('x', name);
    await files.end('x', unknown);
    const told = files.take('x');
    assert.deepEqual([told?.inputs.length, told?.outputs.length, told?.cut], [1000, 1000, true]);
  });

  it('are cut where they cannot be found out soon, or lie outside', async () => {
    const slow = open({ hashAll: () => new Promise(() => undefined), patienceMs: 20 });
    slow.begin('x', declared(['in/*.csv']), null);
    await slow.end('x', unknown);
    assert.deepEqual(slow.take('x'), { inputs: [], outputs: [], cut: true });
    const files = open();
    symlinkSync('/', join(tree.root, 'in/root'));
    files.begin('y', declared(['in/**/*.csv']), null);
    await files.end('y', unknown);
    assert.equal(files.take('y')?.cut, true);
  });

  it('are those of the last attempt', async () => {
    const files = open();
    files.begin('x', declared([], ['out/*']), null);
    files.artifact('x', 'first.md');
    files.begin('x', declared([], ['out/*']), null);
    files.artifact('x', 'second.md');
    await files.end('x', unknown);
    assert.deepEqual(files.take('x')?.outputs, [{ path: 'second.md', hash: null }]);
  });
});
