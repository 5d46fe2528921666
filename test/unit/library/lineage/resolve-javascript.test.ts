import assert from 'node:assert/strict';
import { fileSet } from '../../../../src/library/lineage/file-set.ts';
import { JavaScriptResolver } from '../../../../src/library/lineage/resolve-javascript.ts';
import { scriptProjects } from '../../../../src/library/lineage/script-projects.ts';

function resolver(files: Record<string, string>): JavaScriptResolver {
  const known = fileSet(Object.keys(files));
  return new JavaScriptResolver(
    known,
    scriptProjects(known, (path) => files[path] ?? null),
  );
}

describe('JavaScriptResolver', () => {
  it('finds relative files with extension, source and index resolution', () => {
    const found = resolver({
      'a/x.ts': '',
      'a/y.tsx': '',
      'a/z/index.js': '',
      'a/m.mts': '',
      'a/d.json': '',
      'a/both.js': '',
      'a/both.ts': '',
      'index.ts': '',
      'a/t.d.ts': '',
    });
    const cases: [string, string | null][] = [
      ['./x', 'a/x.ts'],
      ['./x.js', 'a/x.ts'],
      ['./x.ts', 'a/x.ts'],
      ['./y.js', 'a/y.tsx'],
      ['./y.jsx', 'a/y.tsx'],
      ['./m.mjs', 'a/m.mts'],
      ['./z', 'a/z/index.js'],
      ['./z/', 'a/z/index.js'],
      ['./d.json', 'a/d.json'],
      ['./both.js', 'a/both.js'],
      ['./t', 'a/t.d.ts'],
      ['..', 'index.ts'],
      ['../', 'index.ts'],
      ['../a/x', 'a/x.ts'],
      ['./absent', null],
      ['../../outside', null],
      ['node:fs', null],
      ['react', null],
      ['https://x.y/z.js', null],
    ];
    for (const [name, target] of cases) assert.equal(found.resolve('a/main.ts', name), target, name);
  });

  it('takes a slash, a dot and two dots at the end for a folder, whatever lies beside it', () => {
    const found = resolver({
      'a.ts': '',
      'a/b.ts': '',
      'a/b/c.ts': '',
      'a/b/index.ts': '',
      'a/index.ts': '',
    });
    assert.equal(found.resolve('a/c.ts', './b'), 'a/b.ts');
    assert.equal(found.resolve('a/c.ts', './b/'), 'a/b/index.ts');
    for (const name of ['.', './']) assert.equal(found.resolve('a/b/c.ts', name), 'a/b/index.ts', name);
    for (const name of ['..', '../']) assert.equal(found.resolve('a/b/c.ts', name), 'a/index.ts', name);
  });

  it('maps names by the nearest tsconfig.json, what it extends included', () => {
    const found = resolver({
      'tsconfig.base.json':
        '{ "compilerOptions": { "baseUrl": ".", "paths": { "@lib/*": ["lib/*"], "@lib/deep/*": ["deep/*"], "exact": ["lib/one.ts"], } } /* x */ }',
      'web/tsconfig.json': '{ "extends": "../tsconfig.base.json" }',
      'tool/tsconfig.json': '{ "compilerOptions": { "paths": { "~/*": ["./absent/*", "./src/*"] } } }',
      'lib/one.ts': '',
      'lib/deep/two.ts': '',
      'deep/two.ts': '',
      'tool/src/three.ts': '',
    });
    assert.equal(found.resolve('web/src/a.ts', '@lib/one'), 'lib/one.ts');
    assert.equal(found.resolve('web/src/a.ts', '@lib/deep/two'), 'deep/two.ts');
    assert.equal(found.resolve('web/src/a.ts', 'exact'), 'lib/one.ts');
    assert.equal(found.resolve('web/src/a.ts', 'lib/one'), 'lib/one.ts');
    assert.equal(found.resolve('tool/a.ts', '~/three'), 'tool/src/three.ts');
    assert.equal(found.resolve('tool/a.ts', '@lib/one'), null);
  });

  it('finds packages of the workspace by their names', () => {
    const found = resolver({
      'packages/a/package.json':
        '{ "name": "@x/a", "exports": { ".": { "types": "./dist/a.d.ts", "import": "./src/main.ts" } } }',
      'packages/a/src/main.ts': '',
      'packages/a/src/part.ts': '',
      'packages/b/package.json': '{ "name": "b" }',
      'packages/b/index.js': '',
      'broken/package.json': '{ "name": ',
    });
    assert.equal(found.resolve('z.ts', '@x/a'), 'packages/a/src/main.ts');
    assert.equal(found.resolve('z.ts', '@x/a/part'), 'packages/a/src/part.ts');
    assert.equal(found.resolve('z.ts', 'b'), 'packages/b/index.js');
    assert.equal(found.resolve('z.ts', '@x'), null);
    assert.deepEqual(found.entryPoints(), ['packages/a/src/main.ts']);
  });

  it('survives configuration that extends itself, and values of the wrong type', () => {
    const found = resolver({
      'tsconfig.json': '{ "extends": "./tsconfig.json", "compilerOptions": { "paths": { "a/*": "b" } } }',
      'x/tsconfig.json': '[1]',
      'package.json': '{ "name": 1, "exports": [null, { "x": 3 }], "main": {} }',
    });
    assert.equal(found.resolve('x.ts', 'a/b'), null);
  });
});
