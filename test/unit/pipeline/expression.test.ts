import assert from 'node:assert/strict';
import type { Json } from '../../../src/common/json.ts';
import { evaluateCondition, maxExpressionLength, parseExpression } from '../../../src/pipeline/expression.ts';

const scope = {
  params: { x: 3, half: 2.5, list: [1, 2, 3], word: 'hi', nothing: null },
  inputs: { lint: { threshold: 0.9 } },
  outputs: { a: { n: 4, deep: { list: ['x', 'y'] } }, 'stage/agent': { x: 1 }, 'with space': { ok: true } },
  metrics: { a: { score: 83.3 } },
  status: { build: 'succeeded', 'my stage': 'failed' },
  attempt: 2,
};

describe('expressions', () => {
  const values: readonly (readonly [text: string, value: Json])[] = [
    ['outputs.a.n + 1 > 3', true],
    ['1 + outputs.a.n', 5],
    ['outputs.a.n - 1', 3],
    ['10 - outputs.a.n', 6],
    ['outputs.a.n * 2', 8],
    ['outputs.a.n / 3', 4 / 3],
    ['9 / outputs.a.n', 2.25],
    ['outputs.a.n % 3', 1],
    ['9 % outputs.a.n', 1],
    ['outputs.a.n + params.half', 6.5],
    ['params.half * 2 + attempt', 7],
    ['7 / 2', 3],
    ['4.0 == 4', true],
    ['outputs.a.n == 4', true],
    ['outputs.a.n != 5', true],
    ['4 == outputs.a.n', true],
    ['outputs.a.n >= 4 && params.half < 3', true],
    ['1.5 < 2', true],
    ['params.x in [1, 2, 3]', true],
    ['2 in params.list', true],
    ['4 in params.list', false],
    ['params.list[0]', 1],
    ['params.list[attempt]', 3],
    ['params.list[outputs["stage/agent"].x]', 2],
    ['outputs["stage/agent"].x', 1],
    ['outputs["with space"].ok', true],
    ['outputs.a.deep.list[1]', 'y'],
    ['status.build == "succeeded"', true],
    ['status["my stage"] == "failed"', true],
    ['metrics.a.score > 83', true],
    ['inputs.lint.threshold', 0.9],
    ['attempt == 2', true],
    ['attempt % 2 == 0', true],
    ['has(outputs.a.n)', true],
    ['has(outputs.b)', false],
    ['has(outputs.b) && outputs.b.n > 1', false],
    ['params.nothing == null', true],
    ['params.list.all(i, i > 0)', true],
    ['params.list.exists(i, i + 1 == 3)', true],
    ['params.list.map(i, i * 2)', [2, 4, 6]],
    ['params.list.filter(i, i > 1)', [2, 3]],
    ['size(params.list) == 3', true],
    ['params.word + "!"', 'hi!'],
    ['params.word.startsWith("h") ? 1 : 2', 1],
    ['int(params.half) + 1', 3],
    ['outputs.?b.?n.orValue(7)', 7],
    ['"x" in outputs["stage/agent"]', true],
    ['params.missing > 1 || true', true],
    ['{"a": params.x, "b": [1, "two", 3.5]}', { a: 3, b: [1, 'two', 3.5] }],
    ['timestamp("2026-01-01T00:00:00Z")', '2026-01-01T00:00:00.000Z'],
    ['duration("90s")', 90_000],
  ];
  for (const [text, expected] of values) {
    it(`${text} is ${JSON.stringify(expected)}`, () => {
      const expression = parseExpression(text);
      assert.ok(expression.ok, JSON.stringify(expression));
      assert.deepEqual(expression.value.evaluate(scope), { ok: true, value: expected });
    });
  }

  const failures: readonly (readonly [text: string, error: RegExp])[] = [
    ['outputs.b.n', /no such key: b/],
    ['params.word + 1', /no such overload/],
    ['params.list[9]', /out of bounds/],
    ['params.x / 0', /Infinity/],
    ['1 / 0', /division by zero/],
    ['params.constructor', /no such key/],
    ['outputs.a.toString', /no such key/],
    ['type(1)', /JSON cannot hold/],
  ];
  for (const [text, error] of failures) {
    it(`${text} has no value, and says why`, () => {
      const expression = parseExpression(text);
      assert.ok(expression.ok, JSON.stringify(expression));
      const value = expression.value.evaluate(scope);
      assert.ok(!value.ok);
      assert.match(value.error, error);
    });
  }

  const unreadable: readonly (readonly [text: string, error: RegExp, offset: number])[] = [
    ['', /empty/, 0],
    ['1 +', /unexpected token/, 3],
    ['a b', /unexpected character/, 2],
    ['"open', /unterminated/, 0],
    ['output.a.n > 1', /`output` is not known here: did you mean `outputs`\?/, 0],
    [
      '1 > 0 && foo',
      /`foo` is not known here: there are params, inputs, outputs, metrics, status, attempt/,
      9,
    ],
    ['process.exit()', /not known here|no such overload|found no/, 0],
    ['1 == "a"', /no such overload/, 0],
    ['nope(1)', /nope/, 0],
    ['has(outputs["stage/agent"].x)', /`has` takes names joined by dots; for others ask with `in`/, 4],
    ['-'.repeat(maxExpressionLength - 1), /./, 0],
    [`1${'+1'.repeat(maxExpressionLength)}`, /longer than/, 0],
  ];
  for (const [text, error, offset] of unreadable) {
    it(`${text.slice(0, 30)} cannot be read`, () => {
      const expression = parseExpression(text);
      assert.ok(!expression.ok);
      assert.match(expression.error.message, error);
      if (text.length < 100) assert.equal(expression.error.offset, offset);
    });
  }

  it('tells what it reads', () => {
    const expression = parseExpression(
      'outputs.a.n > 1 && "x" in metrics["s/t"] && params.list[0] == status.b',
    );
    assert.ok(expression.ok);
    assert.deepEqual(
      expression.value.references.map(({ root, name, offset }) => `${root}.${name}@${offset}`),
      ['outputs.a@8', 'metrics.s/t@34', 'params.list@51', 'status.b@69'],
    );
  });

  it('takes what the scope does not hold for empty', () => {
    assert.deepEqual(evaluateCondition('has(outputs.a) || attempt > 1', {}), { ok: true, value: false });
  });
});

describe('evaluateCondition', () => {
  it('gives what holds', () => {
    assert.deepEqual(evaluateCondition('outputs.a.n > 3', scope), { ok: true, value: true });
    assert.deepEqual(evaluateCondition('outputs.a.n > 4', scope), { ok: true, value: false });
  });

  it('refuses what is neither true nor false', () => {
    assert.deepEqual(evaluateCondition('outputs.a.n', scope), {
      ok: false,
      error: 'it must give true or false, not 4',
    });
  });

  it('tells why there is no answer', () => {
    assert.deepEqual(evaluateCondition('outputs.b.n > 1', scope), { ok: false, error: 'no such key: b' });
    const unread = evaluateCondition('1 +', scope);
    assert.ok(!unread.ok);
  });
});
