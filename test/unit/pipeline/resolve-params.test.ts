import assert from 'node:assert/strict';
import type { Json } from '../../../src/common/json.ts';
import type { ParameterDefinition, PipelineDefinition } from '../../../src/model/definition.ts';
import { resolveParams } from '../../../src/pipeline/resolve-params.ts';

function pipelineWith(...params: readonly ParameterDefinition[]): PipelineDefinition {
  return { name: 'p', description: null, params, stages: [] };
}

describe('resolveParams', () => {
  const accepted: readonly (readonly [ParameterDefinition['type'], Json, Json])[] = [
    ['string', 'a b', 'a b'],
    ['string', '', ''],
    ['string', '5', '5'],
    ['number', '2.5', 2.5],
    ['number', '-1e3', -1000],
    ['number', 2.5, 2.5],
    ['integer', '42', 42],
    ['integer', -42, -42],
    ['integer', '1e3', 1000],
    ['boolean', 'true', true],
    ['boolean', false, false],
    ['json', '{"a":[1,null]}', { a: [1, null] }],
    ['json', '"text"', 'text'],
    ['json', [1], [1]],
    ['json', null, null],
  ];
  for (const [type, given, value] of accepted) {
    it(`reads ${JSON.stringify(given)} as ${type}`, () => {
      const pipeline = pipelineWith({ name: 'x', type, description: null });
      assert.deepEqual(resolveParams(pipeline, { x: given }), { ok: true, value: { x: value } });
    });
  }

  const refused: readonly (readonly [ParameterDefinition['type'], Json, string])[] = [
    ['string', 5, 'must be a text, not 5'],
    ['number', 'abc', 'must be a number, not abc'],
    ['number', '', 'must be a number, not nothing'],
    ['number', '0x10', 'must be a number, not 0x10'],
    ['number', 'Infinity', 'must be a number, not Infinity'],
    ['integer', '2.5', 'must be a whole number, not 2.5'],
    ['integer', 2.5, 'must be a whole number, not 2.5'],
    ['integer', '1e400', 'must be a whole number, not 1e400'],
    ['boolean', 'yes', 'must be true or false, not yes'],
    ['boolean', 1, 'must be true or false, not 1'],
    ['json', 'abc', 'must be JSON, with texts in double quotes, not abc'],
  ];
  for (const [type, given, error] of refused) {
    it(`refuses ${JSON.stringify(given)} as ${type}`, () => {
      const pipeline = pipelineWith({ name: 'x', type, description: null });
      assert.deepEqual(resolveParams(pipeline, { x: given }), {
        ok: false,
        error: `the parameter \`x\` ${error}`,
      });
    });
  }

  it('fills in defaults', () => {
    const pipeline = pipelineWith(
      { name: 'x', type: 'integer', default: 3, description: null },
      { name: 'y', type: 'json', default: null, description: null },
    );
    assert.deepEqual(resolveParams(pipeline, {}), { ok: true, value: { x: 3, y: null } });
    assert.deepEqual(resolveParams(pipeline, { x: '4' }), { ok: true, value: { x: 4, y: null } });
  });

  it('asks for what has no default', () => {
    const pipeline = pipelineWith({ name: 'x', type: 'integer', description: null });
    assert.deepEqual(resolveParams(pipeline, {}), {
      ok: false,
      error: 'the parameter `x` has no default: give it a value of type integer',
    });
  });

  it('refuses what is not declared', () => {
    const pipeline = pipelineWith({ name: 'sectors', type: 'integer', default: 3, description: null });
    assert.deepEqual(resolveParams(pipeline, { sector: '1' }), {
      ok: false,
      error: 'there is no parameter `sector`: did you mean `sectors`?',
    });
    assert.deepEqual(resolveParams(pipeline, { constructor: '1' }), {
      ok: false,
      error: 'there is no parameter `constructor`: there are `sectors`',
    });
    assert.deepEqual(resolveParams(pipelineWith(), { x: '1' }), {
      ok: false,
      error: 'there is no parameter `x`: the pipeline `p` takes none',
    });
  });
});
