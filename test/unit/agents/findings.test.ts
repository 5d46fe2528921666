import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Findings } from '../../../src/agents/findings.ts';
import type { Rule } from '../../../src/builtin/builtin-agent.ts';
import { type TemporaryTree, temporaryTree } from '../library/temporary-tree.ts';

const rules: Readonly<Record<string, Rule>> = {
  loud: { severity: 'error', meaning: 'loud' },
  quiet: { severity: 'info', meaning: 'quiet' },
};

describe('Findings', () => {
  let tree: TemporaryTree;
  const found = (ignored: readonly string[] = []) => new Findings(tree.root, rules, ignored);

  beforeEach(async () => {
    tree = await temporaryTree();
  });
  afterEach(() => tree.remove());

  it('come the most severe first, then by place, with the severity of their rule unless they say otherwise', () => {
    const findings = found();
    findings.add({ rule: 'quiet', path: 'a', line: 1, message: '1' });
    findings.add({ rule: 'loud', path: 'b', line: 2, message: '2' });
    findings.add({ rule: 'loud', path: 'b', line: 1, message: '3' });
    findings.add({ rule: 'loud', path: 'a', message: '4', severity: 'warning' });
    assert.deepEqual(
      findings.all.map(({ message, severity }) => `${message} ${severity}`),
      ['3 error', '2 error', '4 warning', '1 info'],
    );
    assert.deepEqual([findings.count(), findings.count('error'), findings.suppressed], [4, 2, 0]);
    assert.deepEqual(
      [...findings.byRule()],
      [
        ['loud', 3],
        ['quiet', 1],
      ],
    );
  });

  it('leave out what the user does not want to hear of: rules, and rules in some files', () => {
    const findings = found(['quiet', 'loud docs/** *.md']);
    const at = (rule: string, path: string) => findings.add({ rule, path, message: '' });
    assert.deepEqual(
      [
        at('quiet', 'a'),
        at('loud', 'a'),
        at('loud', 'docs/b'),
        at('loud', 'c.md'),
        at('loud', 'src/docs.ts'),
      ],
      [false, true, false, false, true],
    );
    assert.equal(findings.suppressed, 3);
  });

  it('leave out what a comment says is meant to be so, on the line or alone on the line before', async () => {
    await tree.write({
      'a.py': [
        'x = 1  # dodeca-ignore',
        'x = 2  # dodeca-ignore[quiet]',
        'x = 3  # dodeca-ignore[loud, quiet]: on purpose',
        '# dodeca-ignore[loud]',
        'x = 5',
        'y = 6  # dodeca-ignore[loud]',
        'x = 7',
      ].join('\n'),
    });
    const findings = found();
    const kept = [1, 2, 3, 4, 5, 6, 7].filter((line) =>
      findings.add({ rule: 'loud', path: 'a.py', line, message: '' }),
    );
    assert.deepEqual(kept, [2, 7]);
  });

  it('note what a fix replaces, so that it is not made of another text', async () => {
    await tree.write({ 'a.py': 'one\ntwo = 2\n' });
    const findings = found();
    const edit = { line: 2, column: 1, end_line: 2, end_column: 4, text: 'three' };
    findings.add({ rule: 'loud', path: 'a.py', line: 2, message: '', fix: { title: 't', edits: [edit] } });
    assert.deepEqual(findings.all[0]?.fix?.edits, [{ ...edit, old: 'two' }]);
  });

  it('take any place in any file', async () => {
    await tree.write({ a: 'x\n', b: new Uint8Array([0, 255, 10]) });
    fc.assert(
      fc.property(fc.constantFrom('a', 'b', 'missing', ''), fc.option(fc.nat(5)), (path, line) => {
        const findings = found();
        assert.ok(findings.add({ rule: 'loud', path, ...(line !== null && { line }), message: '' }));
      }),
    );
  });
});
