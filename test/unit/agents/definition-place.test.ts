import assert from 'node:assert/strict';
import fc from 'fast-check';
import { definitionLine } from '../../../src/agents/definition-line.ts';
import { definitionPlace } from '../../../src/agents/definition-place.ts';
import { temporaryTree } from '../library/temporary-tree.ts';

describe('place in the definition', () => {
  it('finds the first value that is the whole text, however it is written', () => {
    const yaml = `a: node b.js x
node b.js: c
d:
  - 'node b.js'
e: node b.js
`;
    assert.equal(definitionLine(yaml, 'node b.js'), 4);
    assert.equal(definitionLine(yaml, 'c'), 2);
    assert.equal(definitionLine(yaml, 'absent'), undefined);
    assert.equal(definitionLine('a: [1, 2', '1'), undefined);
  });

  it('takes any text', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (yaml, said) => {
        const line = definitionLine(yaml, said);
        assert.ok(line === undefined || line >= 1);
      }),
    );
    assert.equal(definitionLine(`${'['.repeat(10_000)}`, 'x'), undefined);
  });

  it('goes by the file that the engine would read', async () => {
    const tree = await temporaryTree();
    try {
      assert.equal(await definitionPlace(tree.root, 'x'), null);
      await tree.write({ 'orchestrator_config.yaml': 'a: x' });
      assert.deepEqual(await definitionPlace(tree.root, 'x'), { path: 'orchestrator_config.yaml', line: 1 });
      await tree.write({ 'dodeca.yaml': 'a: y\nb: x' });
      assert.deepEqual(await definitionPlace(tree.root, 'x'), { path: 'dodeca.yaml', line: 2 });
      assert.deepEqual(await definitionPlace(tree.root, null), { path: 'dodeca.yaml', line: undefined });
    } finally {
      await tree.remove();
    }
  });
});
