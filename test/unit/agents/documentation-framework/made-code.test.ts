import assert from 'node:assert/strict';
import { basesOf } from '../../../../src/agents/documentation-framework/inherited-docs.ts';
import { temporaryTree } from '../../library/temporary-tree.ts';
import { messagesOf, runAgentProcess, valuesOf } from '../agent-process.ts';

const undocumented = 'export function f(a) {\n  const b = a;\n  const c = b;\n  return c;\n}\n';

describe('code that nobody looks up', () => {
  it('is what was compiled for two systems of modules, and suites of tests; what it was compiled from is told', async () => {
    const tree = await temporaryTree();
    try {
      await tree.write({
        'src/f.ts': undocumented,
        'lib/f.js': undocumented,
        'lib/f.cjs': undocumented.replace('export function', 'exports.f = function'),
        'lib/alone.js': undocumented,
        'pack/testsuite/helpers.js': undocumented,
      });
      const run = await runAgentProcess('documentation-framework', tree.root);
      assert.deepEqual(
        messagesOf(run, 'finding').map(({ path, rule }) => `${path} ${rule}`),
        ['lib/alone.js undocumented', 'src/f.ts undocumented'],
      );
      assert.equal(valuesOf(run, 'metric').definitions_public, 2);
    } finally {
      await tree.remove();
    }
  });

  it('has its function named without the ones around it that have no name', async () => {
    const tree = await temporaryTree();
    try {
      const text =
        'module.exports = (function () {\n  /**\n   * @param {string} word what is read\n   */\n' +
        '  const read = function (text) {\n    return text;\n  };\n  return read;\n})();\n';
      await tree.write({ 'a.js': text });
      const run = await runAgentProcess('documentation-framework', tree.root);
      assert.deepEqual(
        messagesOf(run, 'finding').map(({ message }) => message),
        ['read has no parameter word; did you mean text?'],
      );
    } finally {
      await tree.remove();
    }
  });
});

describe('methods that override others', () => {
  const body = '    a = 1\n        b = a\n        c = b\n        return c\n';

  it('have the documentation of what they override, across files and classes between them, and no other', async () => {
    const tree = await temporaryTree();
    try {
      await tree.write({
        'base.py': `class Base:\n    """A base."""\n\n    def open(self):\n        """Opens it."""\n    \n    def shut(self):\n    ${body}`,
        'middle.py': 'from base import Base\n\nclass Middle(Base):\n    """Between."""\n',
        'own.py': `class Own(middle.Middle[int], metaclass=Meta):\n    """Its own."""\n\n    def open(self):\n    ${body}\n    def shut(self):\n    ${body}`,
        'alone.py': `class Alone:\n    """Alone."""\n\n    def open(self):\n    ${body}`,
      });
      const run = await runAgentProcess('documentation-framework', tree.root);
      const told = messagesOf(run, 'finding').map(({ path, message }) => `${path} ${message}`);
      assert.deepEqual(
        told.filter((one) => one.includes('method')).map((one) => one.replace(/ \(.*/, '')),
        [
          'alone.py the public method Alone.open',
          'base.py the public method Base.shut',
          'own.py the public method Own.shut',
        ],
      );
      const { definitions_public, definitions_documented } = valuesOf(run, 'metric');
      assert.deepEqual([definitions_public, definitions_documented], [9, 6]);
    } finally {
      await tree.remove();
    }
  });

  it('are known by the bases that the head of their class names', () => {
    assert.deepEqual(basesOf('class A(B, c.D[int], metaclass=M):\n'), ['B', 'D']);
    assert.deepEqual(basesOf('@dec(1)\nclass A[T](B):\n'), ['B']);
    assert.deepEqual(basesOf('export default class A<T> extends lib.B<T> {'), ['B']);
    assert.deepEqual(basesOf('class A {\n  x = "class B extends C";'), []);
    assert.deepEqual(basesOf('class A:\n    pass\n'), []);
  });
});
