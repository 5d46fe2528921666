import assert from 'node:assert/strict';
import fc from 'fast-check';
import { codeFacts, importsOf } from '../../../../src/agents/artifact-analyzer/code-facts.ts';
import { textFacts } from '../../../../src/agents/artifact-analyzer/facts.ts';
import { codeOutline } from '../../../../src/syntax-tree/code-outline.ts';
import type { Grammar } from '../../../../src/syntax-tree/grammar.ts';

async function factsOf(grammar: Grammar, text: string) {
  return codeFacts(grammar, await codeOutline(grammar, text));
}

const python = `"""Module."""
import os, sys as system
from a.b import (
    c,
    d as e,
)
from . import f
try:
    import g
except ImportError:
    g = None
if TYPE_CHECKING:
    import h


def public(x):
    """Documented."""
    import i
    def inner():
        pass
    return inner


async def bare():
    async with x:
        from ..j import *


class Thing:
    """Documented."""

    def method(self):
        return "import fake"

    def _private(self):
        pass


if __name__ == "__main__":
    import k
`;

describe('facts of a text', () => {
  it('are lines, marks of what is left to do, and headings', () => {
    assert.deepEqual(textFacts(''), { lines: 0, todos: 0, heading: false });
    assert.deepEqual(textFacts('# A\n\nTODO: x, FIXME, TODOS\nend'), { lines: 4, todos: 2, heading: true });
    assert.equal(textFacts('Title\n=====\n').heading, true);
  });
});

describe('facts of Python', () => {
  it('are its imports, what of it is documented and typed, and how complex it is', async () => {
    const { imports, ...rest } = await factsOf('python', python);
    assert.deepEqual(
      imports.map(({ level, module, names, line, column, kind }) => [
        level,
        module,
        names,
        line,
        column,
        kind,
      ]),
      [
        [0, 'os', [], 2, 1, 'eager'],
        [0, 'sys', [], 2, 1, 'eager'],
        [0, 'a.b', ['c', 'd'], 3, 1, 'eager'],
        [1, '', ['f'], 7, 1, 'eager'],
        [0, 'g', [], 9, 5, 'eager'],
        [0, 'h', [], 13, 5, 'type'],
        [0, 'i', [], 18, 5, 'deferred'],
        [2, 'j', ['*'], 26, 9, 'deferred'],
        [0, 'k', [], 40, 5, 'deferred'],
      ],
    );
    assert.deepEqual(rest, {
      parses: true,
      // The module, public, bare, Thing and its method.
      documented: { of: 5, count: 3 },
      // One parameter and the results of five functions.
      typed: { of: 6, count: 0 },
      complexity: { functions: 5, total: 5, max: 1, complex: [] },
      longestFunction: 6,
      entryPoint: true,
    });
  });

  it('are the imports alone where it does not parse', async () => {
    const facts = await factsOf('python', 'import a\nx = (\n');
    assert.deepEqual([facts.parses, facts.documented, facts.complexity], [false, null, null]);
    assert.deepEqual(
      facts.imports.map(({ module }) => module),
      ['a'],
    );
    assert.deepEqual((await factsOf('python', '')).documented, { of: 0, count: 0 });
  });

  it('are the types of parameters and results', async () => {
    const cases: [string, number, number][] = [
      ['def f(a, b: int = 1) -> None: pass', 3, 2],
      ['def f(*args, **kwargs: Any): pass', 3, 0],
      ['class C:\n  def __init__(self, a: int): pass', 1, 1],
      ['class C:\n  def m(self) -> "C": pass', 1, 1],
      ['lambda a: a', 0, 0],
    ];
    for (const [text, of, count] of cases) {
      assert.deepEqual((await factsOf('python', text)).typed, { of, count }, text);
    }
  });
});

describe('facts of JavaScript and TypeScript', () => {
  it('are every import with its kind', async () => {
    const text = `#!/usr/bin/env node
import a from 'a';
import type { b } from 'b';
import { type c, type d } from 'c';
import { type e, f } from 'e';
export { g } from 'g';
export * from 'h';
export type { i } from 'i';
import j = require('j');
const k = require('k');
function late() { return require('l'); }
const m = () => import('m');
type N = import('n').N;
require(dynamic); require('o', 1); import(\`p\`);
import 'q';
export {};
`;
    const { imports, entryPoint } = await factsOf('typescript', text);
    assert.deepEqual(
      imports.map(({ module, line, kind }) => `${line} ${module} ${kind}`),
      [
        '2 a eager',
        '3 b type',
        '4 c type',
        '5 e eager',
        '6 g eager',
        '7 h eager',
        '8 i type',
        '9 j eager',
        '10 k eager',
        '11 l deferred',
        '12 m deferred',
        '13 n type',
        '15 q eager',
      ],
    );
    assert.equal(entryPoint, true);
  });

  it('are what it defines, what of it is documented, and its longest function', async () => {
    const text = `/** Documented. */
export function a() {
  return 1;
}

export const b = () => {
  // not a doc comment
};
/** Documented. */
export default class {
  method() {
    return [

    ];
  }
}
/** Not exported. */
function c() {}
export const d = 1;
`;
    const { documented, longestFunction, typed } = await factsOf('javascript', text);
    assert.deepEqual([documented, longestFunction, typed], [{ of: 3, count: 2 }, 5, null]);
    assert.equal((await factsOf('javascript', 'x = (')).parses, false);
    const plain = await factsOf('javascript', '/** X */\nfunction c() {}');
    assert.deepEqual(plain.documented, { of: 1, count: 1 });
    const old = await factsOf(
      'javascript',
      'module.exports = app;\nvar app = {};\n/** U */\napp.use = function () {};',
    );
    assert.deepEqual(old.documented, { of: 1, count: 1 });
  });

  it('are the types that TypeScript does not know by itself', async () => {
    const cases: [string, number, number][] = [
      ['function f(a: string, b) {}', 2, 1],
      ['function f(a: any): any {}', 2, 0],
      ['function f(a = 1): void {}', 2, 2],
      ['const f: Handler = (a, b) => a', 2, 2],
      ['list.map((a) => a)', 0, 0],
      ['use({ handler(a) {} })', 0, 0],
      ['class A { m(a: string) {} }', 1, 1],
      ['declare function f(a): void', 0, 0],
    ];
    for (const [text, of, count] of cases) {
      assert.deepEqual((await factsOf('typescript', text)).typed, { of, count }, text);
    }
  });

  it('are the functions that are complex', async () => {
    const body = 'if (a) {}\n'.repeat(11);
    const { complexity } = await factsOf('javascript', `function f() {}\nclass A {\n  m() {\n${body}}\n}`);
    assert.deepEqual(complexity, {
      functions: 2,
      total: 13,
      max: 12,
      complex: [{ name: 'A.m', line: 3, column: 3, lines: 13, complexity: 12, cases: 0, nesting: 1 }],
    });
  });
});

describe('importsOf', () => {
  it('takes what a file of declarations imports for types', () => {
    const plain = [{ module: './a', level: 0, names: [], line: 1, column: 1, kind: 'eager' as const }];
    assert.equal(importsOf('a/b.d.mts', plain)[0]?.kind, 'type');
    assert.equal(importsOf('a/b.pyi', plain)[0]?.kind, 'type');
    assert.equal(importsOf('a/d.ts', plain)[0]?.kind, 'eager');
  });
});

describe('shares', () => {
  it('never have more than there is', async () => {
    const part = fc.constantFrom(
      'def f(a: int, b) -> int:\n  """D."""\n',
      'class A:\n',
      '  def m(self, x): pass\n',
      'x = 1\n',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 12 }), async (parts) => {
        const { documented, typed } = await factsOf('python', parts.join(''));
        for (const share of [documented, typed]) assert.ok(share === null || share.count <= share.of);
      }),
    );
  });
});
