import assert from 'node:assert/strict';
import fc from 'fast-check';
import { classify } from '../../../../src/agents/artifact-analyzer/classify.ts';
import { type CodeFacts, nothingMeasured } from '../../../../src/agents/artifact-analyzer/facts.ts';
import { importanceOf, importanceScore } from '../../../../src/agents/artifact-analyzer/importance.ts';
import { type QualityInput, quality } from '../../../../src/agents/artifact-analyzer/quality.ts';
import { testsBeside } from '../../../../src/agents/artifact-analyzer/tests-beside.ts';

const best: QualityInput = {
  classification: classify('src/load.py'),
  parses: true,
  code: { ...nothingMeasured, definitions: 4, documented: 4, longestFunction: 50 },
  text: { lines: 300, todos: 0, heading: false },
  duplicate: false,
  tested: true,
};

describe('quality', () => {
  it('is the weighted mean of what was measured', () => {
    assert.equal(quality(best).score, 100);
    assert.equal(quality({ ...best, parses: false }).score, 70);
    const code: CodeFacts = { ...best.code, documented: 1, longestFunction: 150 };
    // 100 less 20 · 0.75 for documentation and 10 · 0.5 for the long function.
    assert.equal(quality({ ...best, code }).score, 80);
    assert.equal(quality({ ...best, text: { lines: 900, todos: 9, heading: false } }).score, 93);
  });

  it('leaves out what was not measured, and is null without anything to go by', () => {
    assert.equal(quality({ ...best, parses: null, tested: null, code: nothingMeasured }).score, 100);
    const bare: QualityInput = {
      ...best,
      classification: classify('a.csv'),
      parses: null,
      code: nothingMeasured,
      text: null,
      tested: null,
    };
    assert.deepEqual(quality(bare), { score: null, parts: { unique: 100 } });
    assert.deepEqual(quality({ ...bare, parses: false, duplicate: true }).score, 0);
  });

  it('asks no test for docstrings, and documents for headings', () => {
    const test = quality({
      ...best,
      classification: classify('tests/test_a.py'),
      tested: null,
      code: { ...best.code, documented: 0 },
    });
    assert.equal(test.parts.documented, undefined);
    const doc = {
      ...best,
      classification: classify('a.md'),
      parses: null,
      code: nothingMeasured,
      tested: null,
    };
    assert.equal(quality({ ...doc, text: { lines: 9, todos: 0, heading: false } }).score, 50);
  });

  it('stays between 0 and 100', () => {
    const count = fc.nat(5000);
    fc.assert(
      fc.property(
        count,
        count,
        count,
        fc.nat(100),
        fc.option(fc.boolean()),
        (lines, todos, longest, documented, parses) => {
          const code = { ...best.code, definitions: 100, documented, longestFunction: longest };
          const { score } = quality({ ...best, parses, code, text: { lines, todos, heading: true } });
          assert.ok(score !== null && score >= 0 && score <= 100);
        },
      ),
    );
  });
});

describe('importance', () => {
  it('rises with what hangs on a file', () => {
    const library = classify('src/load.py');
    const plain = importanceScore(library, 2048, 0, 0, false);
    assert.ok(importanceScore(library, 2048, 5, 0, false) > plain);
    assert.ok(importanceScore(library, 200_000, 0, 0, false) > plain);
    assert.ok(importanceScore(library, 2048, 0, 0, true) > plain);
    assert.equal(importanceScore(library, 1e9, 1e6, 1e6, true), 100);
    assert.equal(importanceScore(classify('a.png'), 1e9, 0, 0, false), 3.5);
  });

  it('has four names', () => {
    assert.deepEqual([100, 60, 59.9, 40, 25, 24.9, 0].map(importanceOf), [
      'critical',
      'critical',
      'high',
      'high',
      'medium',
      'low',
      'low',
    ]);
  });
});

describe('testsBeside', () => {
  it('finds the test that is named after a file, in any spelling', () => {
    const paths = [
      'src/load_data.py',
      'tests/test_load_data.py',
      'src/plan.ts',
      'test/plan.test.ts',
      'src/lonely.ts',
      'src/load-data.py',
      'README.md',
    ];
    const artifacts = paths.map((path) => ({ path, classification: classify(path) }));
    const tested = testsBeside(artifacts);
    assert.deepEqual(
      artifacts.map(({ path, classification }) => tested(path, classification)),
      [true, null, true, null, false, true, null],
    );
  });
});
