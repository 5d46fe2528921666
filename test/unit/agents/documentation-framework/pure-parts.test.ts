import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  hasAnchor,
  lineOfFragment,
  suggestAnchor,
} from '../../../../src/agents/documentation-framework/check-anchor.ts';
import {
  docstringParameters,
  jsDocParameters,
} from '../../../../src/agents/documentation-framework/documented-parameters.ts';
import {
  isLibraryCode,
  isOfAnotherTime,
} from '../../../../src/agents/documentation-framework/path-classes.ts';
import { isMade } from '../../../../src/agents/documentation-framework/read-code.ts';
import { pathIn } from '../../../../src/agents/documentation-framework/stale-paths.ts';
import { linkTarget } from '../../../../src/library/lineage/link-target.ts';
import { SiteDocuments } from '../../../../src/library/review/site-documents.ts';
import { isDocument, isForeign } from '../../../../src/markdown/document-paths.ts';

describe('parts of the documentation framework', () => {
  it('knows where links lead', () => {
    const place = (path: string, fragment: string | null = null, more: object = {}) => ({
      kind: 'place',
      path,
      absolute: false,
      same: false,
      fragment,
      ...more,
    });
    const cases: readonly (readonly [string, object])[] = [
      ['b.md', place('docs/b.md')],
      ['./b.md#x', place('docs/b.md', 'x')],
      ['../a%20b.md?plain=1#L3', place('a b.md', 'L3')],
      ['..', place('')],
      ['b/', place('docs/b')],
      ['/b.md', place('b.md', null, { absolute: true })],
      ['#x', place('docs/a.md', 'x', { same: true })],
      ['#%C3%BC', place('docs/a.md', 'ü', { same: true })],
      ['%E0%A4%A', place('docs/%E0%A4%A')],
      ['..\\b.md', place('b.md')],
      ['../../b.md', { kind: 'outside' }],
      ['../../../../../etc/passwd', { kind: 'outside' }],
      ['a%00b', { kind: 'outside' }],
      ['?q=1', { kind: 'external' }],
      ['HTTPS://x', { kind: 'external' }],
      ['//x/y', { kind: 'external' }],
      ['C:\\x', { kind: 'external' }],
      ['{{ x }}/y', { kind: 'placeholder' }],
      ['@site/x', { kind: 'placeholder' }],
      ['url', { kind: 'placeholder' }],
      [' ', { kind: 'empty' }],
      ['www.x.y', { kind: 'address', meant: 'https://www.x.y' }],
      ['a.b@c.de', { kind: 'address', meant: 'mailto:a.b@c.de' }],
    ];
    for (const [url, expected] of cases) assert.deepEqual(linkTarget('docs/a.md', url), expected, url);
  });

  it('never leads out of the workspace', () => {
    const part = fc.constantFrom(
      '..',
      '.',
      'a',
      '/',
      '\\',
      '%2e%2e',
      '%2f',
      '%5c',
      '#',
      '?',
      '%00',
      '//',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const target = linkTarget('docs/a.md', parts.join(''));
        if (target.kind !== 'place') return;
        assert.ok(!target.path.startsWith('/') && !target.path.includes('\0'), target.path);
        assert.ok(!target.path.split('/').includes('..'), target.path);
      }),
      { numRuns: 2000 },
    );
  });

  it('finds anchors in any case, and by letters alone where another program makes them', () => {
    const anchors = new Set(['first-part', 'a--b', 'Third']);
    assert.ok(hasAnchor(anchors, 'First-Part', false));
    assert.ok(hasAnchor(anchors, 'user-content-first-part', false));
    assert.ok(!hasAnchor(anchors, 'a-b', false));
    assert.ok(hasAnchor(anchors, 'a-b', true));
    assert.ok(hasAnchor(anchors, '1-first-part', true));
    assert.equal(suggestAnchor(anchors, 'a-b'), 'a--b');
    assert.equal(suggestAnchor(anchors, 'frist-part'), 'first-part');
    assert.equal(suggestAnchor(anchors, 'something'), null);
    assert.equal(suggestAnchor(new Set(['part-a', 'part-b']), 'part-c'), null);
    assert.equal(lineOfFragment('L10-L20'), 20);
    assert.equal(lineOfFragment('L7C3'), 7);
    assert.equal(lineOfFragment('Lines'), null);
  });

  it('takes for a path only what is one', () => {
    for (const path of ['src/one/two.ts', './src/one.ts', 'src/one.ts:12', 'src/one.ts#L3-L9'])
      assert.notEqual(pathIn(path), null, path);
    for (const text of [
      'a.ts',
      'src/*.ts',
      'src/<x>.ts',
      'src/{a,b}.ts',
      'https://x/y.ts',
      'application/json',
      'and/or',
      'src/foo.ts',
      'path/to/file.ts',
      'dist/x.js',
      'node_modules/x/y.js',
      '@scope/x.js',
      '../x/y.ts',
      'src/NAME.ts',
      'src/$x.ts',
      'src/your-name.ts',
      'a b/c.ts',
      '/src/x.ts',
      'src//x.ts',
      '1/2.5',
    ])
      assert.equal(pathIn(text), null, text);
  });

  it('reads the parameters of JSDoc', () => {
    const names = (doc: string) => jsDocParameters(doc).map(({ name }) => name);
    assert.deepEqual(
      names(
        '@param a x\n@param {string} b - x\n@param {{ a: { b: 1 } }} [c=1] x\n@param {...*} d\n@param {x} e.f g\n@arg h',
      ),
      ['a', 'b', 'c', 'd', 'e', 'h'],
    );
    assert.deepEqual(names('@param {unclosed a'), []);
    for (const tag of ['@callback x', '@typedef {x} y', '@overload', '@name x'])
      assert.deepEqual(names(`${tag}\n@param a`), [], tag);
  });

  it('reads the parameters of docstrings in three styles', () => {
    const names = (doc: string) => docstringParameters(doc).map(({ name }) => name);
    assert.deepEqual(
      names(':param a: x\n:param int b: y\n:parameter dict[str, int] c: z\n:type d: x\n:returns: e: f'),
      ['a', 'b', 'c'],
    );
    assert.deepEqual(
      names(
        'X.\n\nArgs:\n    a: x\n        more: of it\n    b (int, optional): y\n    **c: z\n    text without\n\nReturns:\n    d: x',
      ),
      ['a', 'b'],
    );
    assert.deepEqual(
      names(
        'X.\n\nParameters\n----------\na : int\n    X.\nb, c\n    Y.\n\nReturns\n-------\nd : int\n    Z.',
      ),
      ['a', 'b', 'c'],
    );
    assert.deepEqual(names(':param a: x\n\n.. method:: f(b)\n\n   :param b: y'), ['a']);
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        jsDocParameters(text);
        docstringParameters(text);
      }),
    );
  });

  it('knows documents, foreign files and code by their paths', () => {
    for (const path of ['README', 'a/LICENSE.txt', 'x.md', 'x.rst', 'CHANGELOG', 'x.mdx'])
      assert.ok(isDocument(path), path);
    for (const path of ['requirements.txt', 'x.py', 'README.py', 'notes.txt'])
      assert.ok(!isDocument(path), path);
    for (const path of ['test/fixtures/a.md', 'vendor/x.md', '__snapshots__/a.md'])
      assert.ok(isForeign(path), path);
    for (const path of ['docs/a.md', 'src/vendors.md']) assert.ok(!isForeign(path), path);
    for (const path of ['CHANGELOG.md', 'docs/adr/1.md', 'blog/x.md', 'docs/migration-guide.md'])
      assert.ok(isOfAnotherTime(path), path);
    assert.ok(!isOfAnotherTime('docs/guide.md'));
    for (const path of ['src/a.ts', 'a.py', 'pkg/tested.py']) assert.ok(isLibraryCode(path), path);
    for (const path of [
      'src/a.test.ts',
      'tests/a.py',
      'test_a.py',
      'a_test.py',
      'dist/a.js',
      'a.d.ts',
      'a.min.js',
      'setup.py',
      'x.config.ts',
      'examples/a.py',
    ])
      assert.ok(!isLibraryCode(path), path);
  });

  it('knows what a program made', () => {
    assert.ok(isMade('Object.defineProperty(exports, "__esModule", { value: true });\n'));
    assert.ok(isMade('x;\n//# sourceMappingURL=x.js.map\n'));
    assert.ok(isMade('// @generated by x\n'));
    assert.ok(isMade(`${'a=1;'.repeat(2000)}\n`));
    assert.ok(!isMade('export const x = 1;\n'.repeat(500)));
  });

  it('knows the pages of sites', () => {
    const sites = new SiteDocuments([
      'website/docusaurus.config.js',
      'book/mkdocs.yml',
      'book/docs/a.md',
      'a/README.md',
    ]);
    const root = (path: string, ...keys: string[]) => sites.rootOf(path, new Set(keys));
    assert.equal(root('website/blog/x.md'), 'website/');
    assert.equal(root('docs/x.md'), 'docs/');
    assert.equal(root('book/docs/a.md'), 'book/');
    assert.equal(root('book/README.md'), null);
    assert.equal(root('a/README.md'), null);
    assert.equal(root('other/x.md', 'sidebar_position'), 'other/');
    assert.equal(root('x.mdx'), '');
  });
});
