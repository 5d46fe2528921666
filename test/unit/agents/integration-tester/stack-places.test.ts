import assert from 'node:assert/strict';
import { mkdir, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { placesIn } from '../../../../src/agents/integration-tester/stack-places.ts';
import { PlaceFinder } from '../../../../src/agents/integration-tester/workspace-place.ts';
import { type TemporaryTree, temporaryTree } from '../../library/temporary-tree.ts';

describe('places in the stack traces of tests', () => {
  for (const [text, place] of [
    ['    at Context.<anonymous> (test/a.js:10:36)', 'test/a.js:10:36'],
    ['    at async file:///w/my%20app/a.mjs:7:30', 'file:///w/my%20app/a.mjs:7:30'],
    ['    at f (/w/my app/a.ts:1:2)', '/w/my app/a.ts:1:2'],
    ['    at f (C:\\w\\a.ts:1:2)', 'C:\\w\\a.ts:1:2'],
    [' ❯ test/x.test.tsx:5:13', 'test/x.test.tsx:5:13'],
    ['  File "/w/my app/a.py", line 3, in f', '/w/my app/a.py:3'],
    ['tests/test_a.py:9: AssertionError', 'tests/test_a.py:9'],
    ['    a_test.go:14: got 3, want 4', 'a_test.go:14'],
    ['\t/w/a.go:12 +0x1d', '/w/a.go:12'],
    ["thread 'x' panicked at src/lib.rs:13:9:", 'src/lib.rs:13:9'],
    ['  --> src/lib.rs:3:5', 'src/lib.rs:3:5'],
    ['at process.processImmediate (node:internal/timers:574:21)', ''],
    ['see https://example.com/a:80 at 10:30', ''],
    ['a.js:0:1', ''],
    ['', ''],
  ] as const) {
    it(`finds ${place === '' ? 'none' : place} in ${text.trim()}`, () => {
      const [first] = placesIn(text);
      const written = first && [first.file, first.line, ...(first.column ? [first.column] : [])].join(':');
      assert.equal(written ?? '', place);
    });
  }

  it('puts the innermost call first, which Python writes last', () => {
    const node = placesIn('Error: x\n    at inner (/w/a.js:1:1)\n    at outer (/w/b.js:2:2)');
    assert.deepEqual(
      node.map(({ file }) => file),
      ['/w/a.js', '/w/b.js'],
    );
    const python = placesIn(
      '  File "/w/b.py", line 2, in outer\n    f()\n  File "/w/a.py", line 1, in inner\n',
    );
    assert.deepEqual(
      python.map(({ file }) => file),
      ['/w/a.py', '/w/b.py'],
    );
  });

  it('does not dwell on what is hostile', () => {
    for (const piece of ['(', 'File "', 'a.js:', '/a', ' ', '(async ', 'x.py', ':1'])
      assert.ok(placesIn(piece.repeat(300_000 / piece.length)).length <= 200);
  });
});

describe('places in the workspace', () => {
  let tree: TemporaryTree;
  let places: PlaceFinder;

  beforeEach(async () => {
    tree = await temporaryTree({
      'src/a.py': 'one\ntwo\nthree\n',
      'pkg/test/test_b.py': 'one\ntwo\n',
      'pkg/node_modules/x/a.js': 'one\n',
      'pkg/a b.js': 'one\n',
    });
    places = new PlaceFinder(tree.root);
  });
  afterEach(() => tree.remove());

  it('takes paths relative to the suite or to the workspace, absolute ones and URLs', () => {
    assert.equal(places.path('test/test_b.py', 'pkg'), 'pkg/test/test_b.py');
    assert.equal(places.path('pkg/test/test_b.py', 'pkg'), 'pkg/test/test_b.py');
    assert.equal(places.path(join(tree.root, 'src/a.py'), 'pkg'), 'src/a.py');
    assert.equal(places.path(pathToFileURL(join(tree.root, 'pkg/a b.js')).href, ''), 'pkg/a b.js');
  });

  it('knows no files that are installed, are folders, do not exist or lie outside', async function () {
    for (const path of [
      'node_modules/x/a.js',
      'test',
      'nope.py',
      '/etc/passwd',
      '../../etc/passwd',
      'a\0.py',
      'file://%',
      '',
    ])
      assert.equal(places.path(path, 'pkg'), null, path);
    if (process.platform === 'win32') this.skip();
    const outside = await temporaryTree({ 'secret.py': 'one\n' });
    await symlink(outside.root, join(tree.root, 'out'));
    assert.equal(places.path('out/secret.py', ''), null);
    await outside.remove();
  });

  it('works in a workspace that is reached by a link', async function () {
    if (process.platform === 'win32') this.skip();
    const link = join(dirname(tree.root), `link-${process.pid}`);
    await mkdir(join(tree.root, 'deep'), { recursive: true });
    await symlink(tree.root, link);
    const linked = new PlaceFinder(link);
    assert.equal(linked.path(join(link, 'src/a.py'), ''), 'src/a.py');
    assert.equal(linked.path(join(tree.root, 'src/a.py'), ''), 'src/a.py');
    const { rm } = await import('node:fs/promises');
    await rm(link);
  });

  it('prefers the file of the test, then any test, then the innermost file', () => {
    const test = { name: 't', status: 'failed', line: null, durationMs: null, message: null } as const;
    const detail = 'test/test_b.py:2: in f\nsrc/a.py:3: ValueError\n';
    const at = (file: string | null, text: string) => places.ofTest({ ...test, file, detail: text }, 'pkg');
    assert.deepEqual(at('test/test_b.py', detail), { path: 'pkg/test/test_b.py', line: 2 });
    assert.deepEqual(at(null, detail), { path: 'pkg/test/test_b.py', line: 2 });
    assert.deepEqual(at(null, 'src/a.py:3: ValueError\n'), { path: 'src/a.py', line: 3 });
    assert.deepEqual(at('test/test_b.py', 'src/a.py:3: ValueError'), { path: 'pkg/test/test_b.py' });
    assert.equal(at(null, 'nothing'), null);
    // In Python, the line of the test and not that of what it calls, where both are in its file.
    const nested = 'test/test_b.py:3: \n\ntest/test_b.py:1: AssertionError\n';
    const known = { ...test, file: 'test/test_b.py', line: 2, detail: nested };
    assert.deepEqual(places.ofTest(known, 'pkg'), { path: 'pkg/test/test_b.py', line: 3 });
    // A line that the file does not have is that of another file.
    assert.deepEqual(at(null, 'src/a.py:33: ValueError\n'), { path: 'src/a.py' });
  });
});
