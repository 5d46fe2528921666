import assert from 'node:assert/strict';
import { fileSet } from '../../../../src/library/lineage/file-set.ts';
import { PythonResolver } from '../../../../src/library/lineage/resolve-python.ts';

function resolver(paths: string[], standard: string[] = ['logging', 'json']) {
  const found = new PythonResolver(fileSet(paths), new Set(standard));
  return (from: string, level: number, module: string, ...names: string[]) =>
    found.resolve(from, { module, level, names });
}

describe('PythonResolver', () => {
  it('goes up by dots and no further than the workspace', () => {
    const resolve = resolver(['a/__init__.py', 'a/x.py', 'a/b/__init__.py', 'a/b/y.py', 'a/b/z.py']);
    assert.deepEqual(resolve('a/b/y.py', 1, '', 'z'), ['a/b/z.py']);
    assert.deepEqual(resolve('a/b/y.py', 1, 'z', 'name'), ['a/b/z.py']);
    assert.deepEqual(resolve('a/b/y.py', 2, 'x', '*'), ['a/x.py']);
    assert.deepEqual(resolve('a/b/y.py', 2, '', 'x', 'VERSION'), ['a/x.py', 'a/__init__.py']);
    assert.deepEqual(resolve('a/b/__init__.py', 1, 'y', 'name'), ['a/b/y.py']);
    assert.deepEqual(resolve('a/b/y.py', 9, 'x', 'name'), []);
  });

  it('finds absolute names in the root, in src, in projects, and above the topmost package', () => {
    const resolve = resolver([
      'one.py',
      'src/two/__init__.py',
      'src/two/sub.py',
      'p/pyproject.toml',
      'p/src/three.py',
      'q/four/__init__.py',
      'q/four/a.py',
      'q/five.py',
      'space/inner/six.py',
    ]);
    assert.deepEqual(resolve('x/y.py', 0, 'one'), ['one.py']);
    assert.deepEqual(resolve('x/y.py', 0, 'two', 'sub', 'name'), ['src/two/sub.py', 'src/two/__init__.py']);
    assert.deepEqual(resolve('x/y.py', 0, 'two.sub'), ['src/two/sub.py']);
    assert.deepEqual(resolve('x/y.py', 0, 'three'), ['p/src/three.py']);
    assert.deepEqual(resolve('q/four/a.py', 0, 'five'), ['q/five.py']);
    assert.deepEqual(resolve('q/four/a.py', 0, 'four', 'a'), ['q/four/a.py']);
    assert.deepEqual(resolve('x/y.py', 0, 'space.inner', 'six'), ['space/inner/six.py']);
    assert.deepEqual(resolve('x/y.py', 0, 'space'), []);
    assert.deepEqual(resolve('x/y.py', 0, 'numpy'), []);
  });

  it('lets scripts in a package see their neighbours, but not in place of the standard library', () => {
    const paths = ['pkg/__init__.py', 'pkg/logging.py', 'pkg/tools.py', 'pkg/main.py'];
    assert.deepEqual(resolver(paths)('pkg/main.py', 0, 'tools'), ['pkg/tools.py']);
    assert.deepEqual(resolver(paths)('pkg/main.py', 0, 'logging'), []);
    assert.deepEqual(resolver(paths, [])('pkg/main.py', 0, 'tools'), []);
  });
});
