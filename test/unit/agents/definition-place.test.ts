import assert from 'node:assert/strict';
import fc from 'fast-check';
import { definitionPlace, lineOf } from '../../../src/agents/definition-place.ts';
import { temporaryTree } from '../library/temporary-tree.ts';

describe('place in the definition', () => {
  it('finds the first value that is the whole text, however it is written', () => {
    const yaml = `a: node b.js x
node b.js: c
d:
  - 'node b.js'
e: node b.js
`;
    assert.equal(lineOf(yaml, 'node b.js'), 4);
    assert.equal(lineOf(yaml, 'c'), 2);
    assert.equal(lineOf(yaml, 'absent'), undefined);
    assert.equal(lineOf('a: [1, 2', '1'), undefined);
  });

  it('takes any text', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (yaml, said) => {
        const line = lineOf(yaml, said);
        assert.ok(line === undefined || line >= 1);
      }),
    );
    assert.equal(lineOf(`${'['.repeat(10_000)}`, 'x'), undefined);
  });

  it('goes by the file that the engine would read', async () => {
    const tree = await temporaryTree();
    try {
      assert.equal(definitionPlace(tree.root, 'x'), null);
      await tree.write({ 'orchestrator_config.yaml': 'a: x' });
      assert.deepEqual(definitionPlace(tree.root, 'x'), { path: 'orchestrator_config.yaml', line: 1 });
      await tree.write({ 'dodeca.yaml': 'a: y\nb: x' });
      assert.deepEqual(definitionPlace(tree.root, 'x'), { path: 'dodeca.yaml', line: 2 });
      assert.deepEqual(definitionPlace(tree.root, null), { path: 'dodeca.yaml', line: undefined });
    } finally {
      await tree.remove();
    }
  });
});
