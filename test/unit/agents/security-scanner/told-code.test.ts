import assert from 'node:assert/strict';
import { CallFinder } from '../../../../src/agents/security-scanner/calls/find-calls.ts';
import { temporaryTree } from '../../library/temporary-tree.ts';
import { messagesOf, runAgentProcess } from '../agent-process.ts';

const finder = new CallFinder();

describe('code that is run as a text', () => {
  it('is not told to be read by literal_eval where it was compiled', async () => {
    const text =
      'def f(path, ctx):\n    eval(compile(open(path).read(), path, "exec"), ctx)\n    eval(open(path).read())\n';
    const messages = (await finder.find('x', 'python', text)).map(({ message }) => message);
    assert.equal(messages.length, 2);
    assert.doesNotMatch(messages[0] ?? '', /literal_eval/);
    assert.match(messages[1] ?? '', /literal_eval/);
  });

  it('is told in the number of what is in it', async () => {
    const text = 'function f(a, b) { new Function(a); new Function(a, b); }\n';
    assert.deepEqual(
      (await finder.find('x', 'javascript', text)).map(({ message }) => message.replace(/^.* and `/, '`')),
      ['`a` is in it', '`a` and 1 more are in it'],
    );
  });

  it('is told once where it was compiled for two systems of modules, and not in a suite of tests', async () => {
    const tree = await temporaryTree();
    try {
      const text = 'export function f(a) { return new Function(a); }\n';
      await tree.write({
        'src/f.ts': text.replace('a)', 'a: string)'),
        'lib/f.js': text,
        'lib/f.cjs': text.replace('export', 'exports.f ='),
        'lib/alone.js': text,
        'pack/testsuite/helpers.js': text,
      });
      const run = await runAgentProcess('security-scanner', tree.root);
      assert.deepEqual(
        messagesOf(run, 'finding').map(({ path, rule }) => `${path} ${rule}`),
        ['lib/alone.js dynamic-code', 'src/f.ts dynamic-code'],
      );
    } finally {
      await tree.remove();
    }
  });
});
