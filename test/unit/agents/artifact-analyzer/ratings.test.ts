import assert from 'node:assert/strict';
import fc from 'fast-check';
import { classify } from '../../../../src/agents/artifact-analyzer/classify.ts';
import { type CodeFacts, nothingMeasured } from '../../../../src/agents/artifact-analyzer/facts.ts';
import {
  type ImportanceInput,
  importanceOf,
  importanceScore,
} from '../../../../src/agents/artifact-analyzer/importance.ts';
import { type QualityInput, quality } from '../../../../src/agents/artifact-analyzer/quality.ts';
import { testNeighbours, testsBeside } from '../../../../src/agents/artifact-analyzer/tests-beside.ts';

const best: QualityInput = {
  classification: classify('src/load.py'),
  parses: true,
  code: { ...nothingMeasured, documented: { of: 4, count: 4 }, longestFunction: 50 },
  text: { lines: 300, todos: 0, heading: false },
  duplicate: false,
  tested: true,
};

describe('quality', () => {
  it('is the weighted mean of what was measured', () => {
    assert.equal(quality(best).score, 100);
    assert.equal(quality({ ...best, parses: false }).score, 70);
    const code: CodeFacts = { ...best.code, documented: { of: 4, count: 1 }, longestFunction: 150 };
    // 100 less 20 · 0.75 for documentation and 10 · 0.5 for the long function.
    assert.equal(quality({ ...best, code }).score, 80);
    assert.equal(quality({ ...best, text: { lines: 900, todos: 9, heading: false } }).score, 93);
  });

  it('takes complexity and types into account where they were measured', () => {
    const complexity = { functions: 2, total: 40, max: 30, complex: [] };
    // 100 less 10 · 0.5 of 110.
    assert.equal(quality({ ...best, code: { ...best.code, complexity } }).score, 95);
    assert.equal(quality({ ...best, code: { ...best.code, typed: { of: 4, count: 0 } } }).score, 95);
    const calm = { ...best.code, complexity: { ...complexity, max: 10 }, typed: { of: 4, count: 4 } };
    assert.equal(quality({ ...best, code: calm }).score, 100);
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
      code: { ...best.code, documented: { of: 4, count: 0 }, typed: { of: 4, count: 0 } },
    });
    assert.equal(test.parts.documented, undefined);
    assert.equal(test.parts.typed, undefined);
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
          const code = {
            ...best.code,
            documented: { of: 100, count: documented },
            typed: { of: 100, count: 100 - documented },
            complexity: { functions: 1, total: todos, max: todos, complex: [] },
            longestFunction: longest,
          };
          const { score } = quality({ ...best, parses, code, text: { lines, todos, heading: true } });
          assert.ok(score !== null && score >= 0 && score <= 100);
        },
      ),
    );
  });
});

describe('importance', () => {
  const plain: ImportanceInput = {
    classification: classify('src/load.py'),
    bytes: 2048,
    importedBy: 0,
    imports: 0,
    entryPoint: false,
    heat: null,
  };
  const score = (changes: Partial<ImportanceInput>) => importanceScore({ ...plain, ...changes }).score;

  it('rises with what hangs on a file', () => {
    assert.ok(score({ importedBy: 5 }) > score({}));
    assert.ok(score({ bytes: 200_000 }) > score({}));
    assert.ok(score({ entryPoint: true }) > score({}));
    assert.ok(score({ heat: 100 }) > score({ heat: 0 }));
    const all = { bytes: 1e9, importedBy: 1e6, imports: 1e6, entryPoint: true };
    assert.equal(score(all), 100);
    assert.equal(score({ ...all, heat: 1e6 }), 100);
    assert.equal(score({ classification: classify('a.png'), bytes: 1e9 }), 3.5);
  });

  it('is the sum of its parts', () => {
    fc.assert(
      fc.property(
        fc.nat(1e7),
        fc.nat(100),
        fc.nat(100),
        fc.boolean(),
        fc.option(fc.nat(1e5)),
        (bytes, importedBy, imports, entryPoint, heat) => {
          const { score, parts } = importanceScore({
            ...plain,
            bytes,
            importedBy,
            imports,
            entryPoint,
            heat,
          });
          const sum = Object.values(parts).reduce((total, part) => total + part, 0);
          assert.ok(Math.abs(sum - score) < 0.5 && score >= 0 && score <= 100);
          assert.equal('heat' in parts, heat !== null);
        },
      ),
    );
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
      artifacts.map((artifact) => tested(artifact)),
      [true, null, true, null, false, true, null],
    );
  });
});

describe('testNeighbours', () => {
  it('finds what tests import, and what that imports, but not by types', () => {
    const edge = (from: string, to: string, kind: 'eager' | 'deferred' | 'type' = 'eager') => ({
      from,
      to,
      kind,
      line: 1,
      column: 1,
    });
    const { importing, reached } = testNeighbours(
      [
        edge('a.test.ts', 'index.ts'),
        edge('b.test.ts', 'index.ts', 'deferred'),
        edge('index.ts', 'a.ts'),
        edge('a.ts', 'b.ts', 'deferred'),
        edge('b.ts', 'index.ts'),
        edge('b.ts', 'types.ts', 'type'),
        edge('lonely.ts', 'a.ts'),
      ],
      (path) => path.endsWith('.test.ts'),
    );
    assert.deepEqual(importing, new Map([['index.ts', 2]]));
    assert.deepEqual([...reached], ['index.ts', 'a.ts', 'b.ts']);
  });
});
