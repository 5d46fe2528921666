import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import type { CodeStructure } from '../../../../src/library/extract/code/code-structure.ts';
import { pythonStructure } from '../../../../src/library/extract/code/python-structure.ts';
import { scriptStructure } from '../../../../src/library/extract/code/script-structure.ts';
import { treeStructure } from '../../../../src/library/extract/code/tree-structure.ts';
import { SourceLines } from '../../../../src/library/extract/source-lines.ts';
import { type OutlineReader, outlineReader } from '../../../../src/syntax-tree/code-outline.ts';

const root = join(import.meta.dirname, '../../../..');

/** What is compared: names with their places, and imports. */
function told({ definitions, imports }: CodeStructure): string[] {
  return [
    ...definitions.map(({ kind, within, name, line }) => `${kind} ${within} ${name} ${line}`),
    ...imports.map(({ target, line }) => `import ${target} ${line}`).sort(),
  ];
}

/** Statements of Python at a depth, so that the whole can be read. */
function pythonBlock(depth: number): fc.Arbitrary<string[]> {
  const indent = '    '.repeat(depth);
  const plain = fc.constantFrom(
    ...[
      'x = 1',
      'X = 1',
      'Y: int = 2',
      'pass',
      'call(a,\n  b)',
      "t = '''\ndef no():\n'''",
      'u = "# def no(): \\""',
      '# note',
    ],
    ...[
      'import a.b, c as d',
      'from .e import f as g, h',
      'from .. import (i,\n    j)',
      'v = {"a": [1, (2)]}',
      'w = a if b else c',
    ],
    ...[
      'class One: pass',
      'def one(a=")"): return a',
      'lambda q: q',
      'y = \\\n  3',
      'async def go(): await x',
      '"text"',
    ],
  );
  const statement = plain.map((text) => [indent + text]);
  if (depth >= 3)
    return fc.array(statement, { minLength: 1, maxLength: 3 }).map((all) => [...all.flat(), `${indent}pass`]);
  const heads = [
    'def f(self, a: int = 3) -> dict:',
    'class C(B, k="("):',
    'if a:',
    'async def g(\n  a,\n  b):',
    '@d(1)\ndef h():',
    'try:',
    'for k in l:',
  ];
  const compound = fc.tuple(fc.constantFrom(...heads), pythonBlock(depth + 1)).map(([head, body]) => [
    head
      .split('\n')
      .map((line) => indent + line)
      .join('\n'),
    ...body,
    ...(head === 'try:' ? [`${indent}finally:`, `${indent}    pass`] : []),
  ]);
  return fc
    .array(fc.oneof(statement, compound), { minLength: 1, maxLength: 4 })
    .map((all) => [...all.flat(), `${indent}pass`]);
}

describe('structure of code without a tree', () => {
  let python: OutlineReader;
  let typescript: OutlineReader;
  let tsx: OutlineReader;
  before(async () => {
    [python, typescript, tsx] = await Promise.all([
      outlineReader('python'),
      outlineReader('typescript'),
      outlineReader('tsx'),
    ]);
  });

  it('is that of the tree for any Python', () => {
    fc.assert(
      fc.property(pythonBlock(0), fc.constantFrom('\n', '\r\n'), (statements, end) => {
        const text = statements.join('\n').replaceAll('\n', end);
        const outline = python(text);
        fc.pre(outline.parses);
        const quick = pythonStructure(text);
        assert.ok(quick !== null);
        assert.deepEqual(told(quick), told(treeStructure(outline, new SourceLines(text), 'python')));
      }),
      { numRuns: 500 },
    );
  });

  it('is that of the tree for the files here, where it is not in doubt', () => {
    const files = globSync('{src/**/*.ts,test/fixtures/library/documents/*.{ts,jsx,js}}', { cwd: root });
    assert.ok(files.length > 500);
    const doubtful: string[] = [];
    const different: string[] = [];
    for (const file of files) {
      const text = readFileSync(join(root, file), 'utf8');
      const lines = new SourceLines(text);
      const isTypes = file.endsWith('.ts');
      const quick = scriptStructure(lines, !isTypes);
      if (quick === null) doubtful.push(file);
      else {
        const tree = treeStructure((isTypes ? typescript : tsx)(text), lines, 'script');
        const ends = ({ definitions }: CodeStructure) => definitions.map(({ endLine }) => endLine);
        if (!isDeepStrictEqual([told(quick), ends(quick)], [told(tree), ends(tree)])) different.push(file);
      }
    }
    // A tree also sees functions under keys in quotes, and in objects that are handed over.
    assert.ok(different.length <= files.length / 100, different.join('\n'));
    assert.ok(doubtful.length <= files.length / 100, doubtful.join('\n'));
  });

  it('is in doubt where brackets, quotes or the way of writing leave one', () => {
    for (const text of ['def f(:\n', 'x = "\n', 'a)', "'''"]) assert.equal(pythonStructure(text), null, text);
    for (const text of [
      ...[
        'f(',
        'a]',
        '"x',
        '`x',
        '/x',
        '<a>',
        'exports.a = function () {}',
        '(function () {})()',
        '!function () {}()',
      ],
      ...['A.prototype.b = () => 1', 'module.exports = { a() {} }', 'export default { a() {} }'],
    ])
      assert.equal(scriptStructure(new SourceLines(text), true), null, text);
  });

  it('tells patterns, elements, texts and types apart', () => {
    const names = (text: string, jsx: boolean) =>
      scriptStructure(new SourceLines(text), jsx)?.definitions.map(({ name }) => name);
    const end = '\nfunction end() {}\n';
    for (const [text, jsx] of [
      ['const a = b / 2 / c', false],
      ['const a = /[/"]"/.test(b)', false],
      [`const a = \`x\${\`y\${"}"}\`}\``, false],
      ['const a = <T,>(b: T) => b', true],
      ['const a = <p title=\'"\'>it\'s {b ? <i/> : "<"} a &lt; b</p>', true],
      ['const a = b < c, d = e > f', true],
      ['const a: Map<string, () => void> = new Map()', false],
      ['const a = b as { c: string }', false],
    ] as const)
      assert.deepEqual(names(text + end, jsx)?.slice(-1), ['end'], text);
    assert.deepEqual(
      names(
        'class A<T extends { b: 1 }> extends B<{ c: 2 }> {\n  d(): { e: 1 } { return f }\n  @g() h() {}\n  static *i() {}\n}\n',
        false,
      ),
      ['A', 'd', 'h', 'i'],
    );
    assert.deepEqual(names('type A<T> = B<T>\nconst c = 1\nexport function d() {}\n', false), [
      'A',
      'c',
      'd',
    ]);
  });
});
