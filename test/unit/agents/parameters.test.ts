import assert from 'node:assert/strict';
import { numberParameter, patternsParameter, sizeParameter } from '../../../src/agents/parameters.ts';

describe('parameters of an agent', () => {
  it('are read in the spellings of the definition', () => {
    assert.equal(sizeParameter({ s: '5Mi' }, 's', 1), 5 * 1024 ** 2);
    assert.equal(sizeParameter({ s: '1.5 GB' }, 's', 1), 1.5e9);
    assert.equal(sizeParameter({ s: '2k' }, 's', 1), 2000);
    assert.equal(sizeParameter({ s: '17' }, 's', 1), 17);
    assert.equal(sizeParameter({ s: 17 }, 's', 1), 17);
    assert.equal(sizeParameter({}, 's', 1), 1);
    assert.equal(numberParameter({ n: 0 }, 'n', 1, { min: 0, max: 1 }), 0);
    assert.deepEqual(patternsParameter({ p: 'a' }, 'p'), ['a']);
    assert.deepEqual(patternsParameter({}, 'p'), []);
  });

  it('are refused by name', () => {
    const wrong = { code: 'parameter.invalid', message: /with\.n must be/ };
    assert.throws(() => numberParameter({ n: 1.1 }, 'n', 1, { min: 0, max: 1 }), wrong);
    assert.throws(() => numberParameter({ n: 1.5 }, 'n', 1, { min: 0, max: 9, whole: true }), wrong);
    assert.throws(() => sizeParameter({ n: -1 }, 'n', 1), wrong);
    assert.throws(() => sizeParameter({ n: 'many' }, 'n', 1), wrong);
    assert.throws(() => patternsParameter({ n: [null] }, 'n'), wrong);
  });
});
