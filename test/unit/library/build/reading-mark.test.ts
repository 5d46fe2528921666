import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ReadingMark } from '../../../../src/library/build/reading-mark.ts';
import { type TemporaryTree, temporaryTree } from '../temporary-tree.ts';

describe('the mark of what is being read', () => {
  let tree: TemporaryTree;
  let path: string;

  beforeEach(async () => {
    tree = await temporaryTree();
    path = join(tree.root, 'mark');
  });
  afterEach(() => tree.remove());

  /** A process that reads some files and ends in the middle of the last one. */
  function dieAt(...paths: string[]): void {
    const mark = new ReadingMark(path);
    for (const read of paths.slice(0, -1)) {
      mark.begin(read);
      mark.end(read);
    }
    mark.begin(paths.at(-1) ?? '');
    mark.close();
  }

  function poison(of: string) {
    const mark = new ReadingMark(path);
    const found = mark.poison(of);
    mark.begin('another');
    mark.end('another');
    mark.rest();
    mark.close();
    return found;
  }

  it('knows a file after three processes in a row ended at it, and one more that read it as plain text', () => {
    const bad = 'a "quoted"\nname';
    dieAt('good', bad);
    dieAt('good', bad);
    dieAt('good', 'other', bad);
    const mark = new ReadingMark(path);
    assert.deepEqual(mark.poison(bad), { trouble: 'it ended the process', always: false });
    assert.equal(mark.poison('good'), null);
    mark.begin(bad);
    mark.close();
    assert.deepEqual(poison(bad), { trouble: 'it ended the process', always: true });
    assert.equal(poison(bad), null, 'somebody has read something since');
  });

  it('blames nobody for fewer ends, for others in between, or for what was read to its end', () => {
    dieAt('bad');
    dieAt('bad');
    assert.equal(poison('bad'), null);
    dieAt('bad');
    dieAt('bad');
    dieAt('other');
    dieAt('bad');
    assert.equal(poison('bad'), null);
    dieAt('bad');
    dieAt('bad');
    dieAt('bad', 'other');
    assert.equal(poison('bad'), null);
  });

  it('does not mind what it cannot understand', async () => {
    for (const rubbish of ['', '\n', '3 path\n', 'x "a"\n', '3 "a', '\u0000\u0001']) {
      await writeFile(path, rubbish);
      assert.equal(poison('a'), null);
    }
  });
});
