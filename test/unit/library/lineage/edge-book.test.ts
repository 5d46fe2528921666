import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { DocumentLink } from '../../../../src/library/document.ts';
import { type LinkedFile, LinkedLibrary } from './linked-library.ts';

type Link = Omit<DocumentLink, 'line'>;

const paths = [
  'x.py',
  'a/__init__.py',
  'a/x.py',
  'a/y.py',
  'a/b/__init__.py',
  'a/b/y.py',
  'src/x.py',
  'src/a/y.py',
  'p/pyproject.toml',
  'p/x.py',
  'book.ipynb',
  'web/index.ts',
  'web/x.ts',
  'web/x/index.js',
  'web/lib/main.ts',
  'web/package.json',
  'web/tsconfig.json',
  'web/base.json',
  'tool/x.mjs',
  'docs/x.md',
  'docs/x y.md',
  'docs/pic.png',
  'pic.png',
  'data/x.csv',
  'a/data/x.csv',
  'run.sh',
  'lib.sh',
];

const pythonImports = [
  'x',
  'a',
  'a.x',
  'a:x,y',
  'a.b:y,Z',
  'a.b.y',
  'y',
  '.:x,y',
  '..:x,VERSION',
  '.y:*',
  '...a:x',
  'numpy:array',
];
const scriptImports = [
  './x',
  './x.js',
  '.',
  './',
  '..',
  '../web/x',
  'web',
  'web/x',
  '@/x',
  '@main',
  'lib/main',
  'react',
];
const named = [
  'data/x.csv',
  '../data/x.csv',
  'x.csv',
  '../../outside.csv',
  'docs/pic.png',
  'pic.png',
  '/data/x.csv',
];
const linked = [
  'x.md',
  './x',
  'x%20y.md#top',
  '../docs/x.md',
  '/docs/x',
  'pic.png',
  '../a/y.py',
  '../../../x.py',
  '%',
];

/** Links as a file of this name may have them. */
function linksOf(path: string): fc.Arbitrary<Link> {
  const of = (kind: Link['kind'], targets: readonly string[]) =>
    fc.constantFrom(...targets).map((target): Link => ({ kind, target }));
  if (path.endsWith('.md')) return fc.oneof(of('link', linked), of('file', ['pic.png', './pic.png']));
  const imported = /\.(py|ipynb)$/.test(path)
    ? pythonImports
    : path.endsWith('.sh')
      ? ['./lib.sh']
      : scriptImports;
  return fc.oneof({ weight: 4, arbitrary: of('import', imported) }, of('file', named));
}

const text = fc.constantFrom(
  '',
  '{ "name": "web", "main": "./lib/main" }',
  '{ "name": "react", "exports": { ".": "./x.ts" } }',
  '{ "extends": "./base.json" }',
  '{ "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["./*"], "@main": ["lib/main.ts"] } } }',
  '{ "compilerOptions": { "paths": { "@/*": ["./lib/main", "./x/*"] } } }',
);
/** A path with what stands there. */
const entry: fc.Arbitrary<readonly [string, LinkedFile]> = fc
  .constantFrom(...paths)
  .chain((path) =>
    fc.tuple(
      fc.constant(path),
      fc.record({ text, links: fc.array(linksOf(path), { minLength: 2, maxLength: 6 }) }),
    ),
  );
const tree = fc.array(entry, { minLength: 15, maxLength: 40 }).map((entries) => new Map(entries));
const path = fc.constantFrom(...paths);

type Step =
  | { readonly do: 'write'; readonly entry: readonly [string, LinkedFile] }
  | { readonly do: 'remove'; readonly path: string }
  | { readonly do: 'move'; readonly path: string; readonly to: string }
  | { readonly do: 'renew'; readonly steps: number }
  | { readonly do: 'forget' };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('write' as const), entry }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('remove' as const), path }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('move' as const), path, to: path }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('renew' as const), steps: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('forget' as const) }) },
);

describe('the edges of a library', () => {
  let library: LinkedLibrary;
  let other: LinkedLibrary;
  before(() => {
    library = new LinkedLibrary();
    other = new LinkedLibrary();
  });
  beforeEach(() => library.clear());
  after(() => {
    library.close();
    other.close();
  });

  /** The edges of files that were all written at once. */
  function edgesOf(files: Iterable<readonly [string, LinkedFile]>): string[] {
    other.clear();
    other.write(Object.fromEntries(files));
    other.renew();
    return other.edges();
  }

  it('are the same whatever came, changed, moved and went before, in whatever order', () => {
    let edges = 0;
    fc.assert(
      fc.property(tree, fc.array(step, { maxLength: 20 }), (first, steps) => {
        library.clear();
        const files = new Map(first);
        library.write(Object.fromEntries(first));
        library.renew();
        for (const one of steps) take(one, files);
        library.renew();
        const told = library.edges();
        edges += told.length;
        assert.deepEqual(told, edgesOf(files));
        assert.deepEqual(told, edgesOf([...files].reverse()));
      }),
      { numRuns: 200 },
    );
    assert.ok(edges > 3000, `${edges} edges`);
  });

  function take(one: Step, files: Map<string, LinkedFile>): void {
    switch (one.do) {
      case 'write':
        files.set(...one.entry);
        library.write(Object.fromEntries([one.entry]));
        break;
      case 'remove':
        files.delete(one.path);
        library.remove(one.path);
        break;
      case 'move': {
        const moved = files.get(one.path);
        const isPicture = one.path.endsWith('.png') || one.to.endsWith('.png');
        if (moved === undefined || files.has(one.to) || isPicture) break;
        files.delete(one.path);
        files.set(one.to, moved);
        library.move(one.path, one.to, moved);
        break;
      }
      case 'renew':
        library.renew(one.steps);
        break;
      case 'forget':
        library.forget();
    }
  }

  it('are what they were when a file came and went', () => {
    fc.assert(
      fc.property(tree, entry, fc.boolean(), (files, [added, content], remembers) => {
        files.delete(added);
        library.clear();
        library.write(Object.fromEntries(files));
        library.renew();
        const before = library.edges();
        library.write({ [added]: content });
        library.renew();
        if (!remembers) library.forget();
        library.remove(added);
        library.renew();
        assert.deepEqual(library.edges(), before);
      }),
      { numRuns: 200 },
    );
  });

  it('lead from and to files of the workspace alone', () => {
    fc.assert(
      fc.property(tree, (files) => {
        for (const edge of edgesOf(files)) {
          const [, from = '', to = ''] = /^(.*) -> (.*) \(/.exec(edge) ?? [];
          assert.ok(files.has(from) && files.has(to) && from !== to, edge);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('follow where a file is found by its folder alone', () => {
    const imports = (...targets: string[]): LinkedFile => ({
      links: targets.map((target) => ({ kind: 'import', target })),
    });
    library.write({ 'web/a.ts': imports('.', '..'), 'web/b.ts': imports('./'), 'c.ts': imports('./web') });
    library.renew();
    assert.deepEqual(library.edges(), []);
    library.write({ 'web/index.ts': {} });
    library.renew();
    const inside = [
      'c.ts -> web/index.ts (import, 1)',
      'web/a.ts -> web/index.ts (import, 1)',
      'web/b.ts -> web/index.ts (import, 1)',
    ];
    assert.deepEqual(library.edges(), inside);
    library.write({ 'index.js': {} });
    library.renew();
    assert.deepEqual(library.edges(), [...inside, 'web/a.ts -> index.js (import, 2)'].sort());
  });

  const chain = (length: number, last: number): Record<string, LinkedFile> =>
    Object.fromEntries(
      Array.from({ length }, (_, at) => [
        `m${at}.py`,
        { links: [{ kind: 'import', target: `m${(at + 1) % last}` } as const] },
      ]),
    );

  it('follow when so much changed that nobody looks for each name', () => {
    library.write({ 'first.py': { links: [{ kind: 'import', target: 'm0' }] } });
    library.renew();
    assert.deepEqual(library.edges(), []);
    library.write(chain(60, 61));
    library.renew();
    assert.equal(library.edges().length, 60);
    for (const name of Object.keys(chain(60, 61))) library.remove(name);
    library.renew();
    assert.deepEqual(library.edges(), []);
  });

  it('are resolved in the end when a process dies in between', () => {
    library.write(chain(1200, 1200));
    library.renew(2);
    const some = library.edges().length;
    assert.ok(some > 0 && some < 1200, `${some}`);
    library.forget();
    library.renew();
    assert.equal(library.edges().length, 1200);
  });
});
