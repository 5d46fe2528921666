import assert from 'node:assert/strict';
import { conditionsIn, evaluatableAt } from '../../../src/language/evaluatable.ts';
import { pipelineAround } from '../../../src/language/pipeline-around.ts';
import { parseExpression } from '../../../src/pipeline/expression.ts';
import { analyzed, samples } from './marked.ts';

const rich = samples.rich ?? '';

/** What a debugger shows at the mark, as `the place: the expression`. */
function shown(at: string): string | null {
  const [before = '', behind = ''] = at.split('|');
  const place = rich.indexOf(before + behind);
  assert.notEqual(place, -1, `${before}${behind} is not in the text`);
  const found = evaluatableAt(analyzed(rich), place + before.length);
  if (!found) return null;
  assert.ok(parseExpression(found.expression).ok, `${found.expression} can be read`);
  return `${rich.slice(found.span.start, found.span.end)}: ${found.expression}`;
}

/** A condition of its own, with a mark. */
function inCondition(marked: string): string | null {
  const offset = marked.indexOf('|');
  const condition = marked.replace('|', '');
  const begin = 'pipelines:\n  p:\n    stages:\n      - name: s\n        agents: [a]\n        when: ';
  const found = evaluatableAt(analyzed(`${begin}${condition}\n`), begin.length + offset);
  return found?.expression ?? null;
}

describe('evaluatableAt', () => {
  it('shows all that an agent has, wherever it is named', () => {
    const all = (key: string) =>
      `{"inputs": inputs[?${key}].orValue({}), "outputs": outputs[?${key}].orValue({}), "metrics": metrics[?${key}].orValue({})}`;
    assert.equal(shown('  li|nt:\n'), `lint: ${all('"lint"')}`);
    assert.equal(shown('agents: [li|nt, check]'), `lint: ${all('"lint"')}`);
    assert.equal(shown('          - "unit te|sts"\n'), `"unit tests": ${all('"unit tests"')}`);
  });

  it('shows what became of a stage, and the value of a parameter', () => {
    assert.equal(shown('name: qui|ck'), 'quick: status["quick"]');
    assert.equal(shown('needs: [quick, sl|ow]'), 'slow: status["slow"]');
    assert.equal(shown('      de|ep: {'), 'deep: params["deep"]');
  });

  it('shows what a condition reads, as far as the word that is pointed at', () => {
    assert.equal(shown('when: out|puts.lint.n'), 'outputs: outputs');
    assert.equal(shown('when: outputs.li|nt.n'), 'outputs.lint: outputs.lint');
    assert.equal(shown('when: outputs.lint.|n'), 'outputs.lint.n: outputs.lint.n');
    assert.equal(shown("outputs['quick/ch|eck'].n > 0"), "outputs['quick/check']: outputs['quick/check']");
    assert.equal(
      shown("outputs['quick/check'].|n > 0"),
      "outputs['quick/check'].n: outputs['quick/check'].n",
    );
    assert.equal(inCondition('has(outputs.?a.?|n)'), 'outputs.?a.?n');
    assert.equal(inCondition('outputs[params["x"]].|n > 1'), 'outputs[params["x"]].n');
  });

  it('shows the whole condition at its key and at its operators', () => {
    assert.equal(shown('        wh|en: outputs.lint.n > 1'), 'when: outputs.lint.n > 1 && params.deep');
    assert.equal(inCondition('attempt =|= 1'), 'attempt == 1');
  });

  it('shows nothing at functions, texts, keys and names of groups', () => {
    assert.equal(inCondition('si|ze(outputs.a) > 1'), null);
    assert.equal(inCondition('outputs.a.si|ze() > 1'), null);
    assert.equal(inCondition('status.s == "succ|eeded"'), null);
    assert.equal(shown('  C|4: {'), null);
    assert.equal(shown('  night|ly:'), null);
    assert.equal(shown('    re|try:'), null);
  });
});

describe('conditionsIn', () => {
  it('finds every condition where it stands', () => {
    assert.deepEqual(
      conditionsIn(analyzed(rich)).map(({ span, expression }) => [
        rich.slice(span.start, span.start + 12).trim(),
        expression.slice(0, 20),
      ]),
      [
        ['outputs.lint', 'outputs.lint.n > 1 &'],
        ['"outputs[\\"u', 'outputs["unit tests"'],
        ['>-', 'metrics.check.pass_r'],
      ],
    );
  });
});

describe('pipelineAround', () => {
  it('is the pipeline that an offset lies in, and none outside of it', () => {
    const text =
      'agents:\n  a: { run: x }\npipelines:\n  one:\n    stages:\n      - { name: s, agents: [a] }\n  two:\n    stages: []\n';
    const { outline } = analyzed(text);
    const at = (word: string) => pipelineAround(outline, text.indexOf(word));
    assert.deepEqual(['a: {', 'pipelines', 'one', 'name: s', 'two', 'stages: []'].map(at), [
      null,
      null,
      'one',
      'one',
      'two',
      'two',
    ]);
  });
});
