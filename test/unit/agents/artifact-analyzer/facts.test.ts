import assert from 'node:assert/strict';
import { textFacts } from '../../../../src/agents/artifact-analyzer/facts.ts';
import { javaScriptFacts } from '../../../../src/agents/artifact-analyzer/javascript-facts.ts';
import {
  pythonFacts,
  pythonFactsByLines,
  standardModules,
} from '../../../../src/agents/artifact-analyzer/python-facts.ts';
import { factsProgram } from '../../../../src/agents/artifact-analyzer/python-facts-program.ts';
import { PythonSession } from '../../../../src/agents/python-session.ts';
import { findWorkingPython } from '../../../../src/agents/working-python.ts';
import { temporaryTree } from '../../library/temporary-tree.ts';

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
  it('are measured by the interpreter', async function () {
    const tree = await temporaryTree({ 'a.py': python, 'broken.py': 'x = (', 'main.py': '' });
    try {
      const interpreter = await findWorkingPython(tree.root);
      if (interpreter === null) this.skip();
      const session = new PythonSession(interpreter, factsProgram, tree.root);
      const facts = await pythonFacts(session, 'a.py');
      assert.deepEqual(
        facts.imports.map(({ level, module, names, line, column, kind }) => [
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
      const { imports: _, ...rest } = facts;
      // The module, public, bare, Thing and its method.
      assert.deepEqual(rest, {
        parses: true,
        definitions: 5,
        documented: 3,
        longestFunction: 6,
        entryPoint: true,
      });
      assert.equal((await pythonFacts(session, 'broken.py')).parses, false);
      assert.equal((await pythonFacts(session, 'absent.py')).parses, null);
      assert.deepEqual((await pythonFacts(session, 'main.py')).definitions, 0);
      const standard = await standardModules(session);
      assert.ok(standard.size === 0 || standard.has('json'));
      session.close();
    } finally {
      await tree.remove();
    }
  });

  it('are the imports alone where there is none', () => {
    const facts = pythonFactsByLines(python);
    assert.deepEqual(
      facts.imports.map(({ level, module, names }) => [level, module, ...names].join(' ')),
      ['0 os', '0 sys', '0 a.b c d', '1  f', '0 g', '0 h', '0 i', '2 j *', '0 k'],
    );
    assert.deepEqual([facts.parses, facts.definitions, facts.entryPoint], [null, null, true]);
  });
});

describe('facts of JavaScript and TypeScript', () => {
  it('are every import with its kind', () => {
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
    const { imports, entryPoint } = javaScriptFacts('a.ts', text);
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

  it('are what it defines, what of it is documented, and its longest function', () => {
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
    const { definitions, documented, longestFunction } = javaScriptFacts('a.js', text);
    assert.deepEqual([definitions, documented, longestFunction], [3, 2, 5]);
    assert.equal(javaScriptFacts('a.js', 'x = (').parses, false);
    assert.equal(javaScriptFacts('a.js', '/** X */\nfunction c() {}').documented, 1);
  });
});
