import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { reportText, writeReport } from '../../../src/agents/report-file.ts';
import { errorCode } from '../../../src/common/errors.ts';
import { type TemporaryTree, temporaryTree } from '../library/temporary-tree.ts';

describe('writeReport', () => {
  let tree: TemporaryTree;

  beforeEach(async () => {
    tree = await temporaryTree();
  });
  afterEach(() => tree.remove());

  it('writes a report whole, into a folder that git does not see', async () => {
    assert.equal(writeReport(tree.root, 'x.json', 'first'), '.dodeca/reports/x.json');
    writeReport(tree.root, 'x.json', 'second');
    assert.equal(await readFile(join(tree.root, '.dodeca/reports/x.json'), 'utf8'), 'second');
    assert.equal(await readFile(join(tree.root, '.dodeca/.gitignore'), 'utf8'), '*\n');
    assert.deepEqual(await readdir(join(tree.root, '.dodeca/reports')), ['x.json']);
  });

  it('follows no link out of the workspace', async () => {
    const outside = await temporaryTree({ 'x.json': 'mine' });
    try {
      await mkdir(join(tree.root, '.dodeca'));
      await symlink(outside.root, join(tree.root, '.dodeca/reports'));
      assert.throws(
        () => writeReport(tree.root, 'x.json', 'stolen'),
        (error) => errorCode(error) === 'report.unwritable',
      );
      assert.equal(await readFile(join(outside.root, 'x.json'), 'utf8'), 'mine');
    } finally {
      await outside.remove();
    }
  });

  it('has a row a line, and is JSON', () => {
    const text = reportText({ about: {}, summary: { n: 1 } }, { rows: [{ a: 1 }, { a: 2 }], none: [] });
    assert.deepEqual(JSON.parse(text), {
      version: 1,
      about: {},
      summary: { n: 1 },
      rows: [{ a: 1 }, { a: 2 }],
      none: [],
    });
    assert.match(text, /\n {4}\{"a":1\},\n {4}\{"a":2\}\n/);
  });
});
