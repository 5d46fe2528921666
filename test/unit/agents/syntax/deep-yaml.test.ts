import assert from 'node:assert/strict';
import { checkYaml } from '../../../../src/agents/syntax/yaml.ts';

describe('checkYaml of what nests deeply', () => {
  it('skips brackets that its parser gives up on, and does not take its own limit for a fault', () => {
    for (const depth of [5_000, 20_000]) {
      const result = checkYaml(`a: ${'['.repeat(depth)}${']'.repeat(depth)}`);
      assert.deepEqual(result, { kind: 'skipped', reason: 'nested too deeply to be checked' });
    }
  });

  it('still finds the fault of brackets that are not deep', () => {
    assert.equal(checkYaml(`a: ${'['.repeat(20)}${']'.repeat(20)}`).kind, 'sound');
    assert.equal(checkYaml(`a: ${'['.repeat(20)}${']'.repeat(19)}\n`).kind, 'fault');
  });
});
