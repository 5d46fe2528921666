import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fileLinks } from '../../../src/language/file-links.ts';
import { occurrenceAt } from '../../../src/language/find-occurrences.ts';
import { foldsOf } from '../../../src/language/folding.ts';
import { hoverAt } from '../../../src/language/hover.ts';
import { lensesOf } from '../../../src/language/lenses.ts';
import { type OutlineSymbol, outlineSymbols } from '../../../src/language/outline-symbols.ts';
import { quickFixes } from '../../../src/language/quick-fixes.ts';
import { prepareRename, renameAt } from '../../../src/language/rename.ts';
import { analyzed, samples } from './marked.ts';

const rich = samples.rich ?? '';

function tree(symbols: readonly OutlineSymbol[], indent = ''): string {
  return symbols
    .map(
      ({ name, kind, detail, children }) =>
        `${indent}${kind} ${name}${detail ? ` (${detail})` : ''}\n${tree(children, `${indent}  `)}`,
    )
    .join('');
}

describe('outlineSymbols', () => {
  it('names agents, clusters, phases, and pipelines with their stages', () => {
    assert.equal(
      tree(outlineSymbols(analyzed(rich))),
      `block agents
  agent lint (make lint)
  agent unit tests (tools/tests.py)
  agent check (builtin:smoke_tester)
block clusters
  cluster C4 (Checks)
block phases
  phase 1
block pipelines
  pipeline nightly (4 stages)
    stage quick (lint, check)
    stage slow (unit tests)
    stage last (check)
    stage end (lint)
`,
    );
  });
});

describe('lensesOf', () => {
  it('stands above pipelines, agents, and clusters that have agents', () => {
    const text =
      'agents:\n  a: { run: x }\nclusters:\n  C1: { agents: [a] }\n  C2: { system: kernel }\npipelines:\n  p: { stages: [{ name: s, agents: [a] }] }\n';
    const { yaml } = analyzed(text);
    assert.deepEqual(
      lensesOf(analyzed(text)).map(
        ({ span, action, kind, name }) => `${yaml.position(span.start).line} ${action} ${kind} ${name}`,
      ),
      [
        '2 run agent a',
        '2 debug agent a',
        '4 run cluster C1',
        '4 debug cluster C1',
        '7 run pipeline p',
        '7 debug pipeline p',
        '7 plan pipeline p',
      ],
    );
  });
});

describe('fileLinks', () => {
  it('lead to the scripts, from where the agents start', () => {
    const text = 'agents:\n  a: { file: "x/a.py", cwd: ./plant/ }\n  b: { file: b.py }\n  c: { run: make }\n';
    assert.deepEqual(
      fileLinks(analyzed(text)).map(({ span, path }) => `${text.slice(span.start, span.end)} → ${path}`),
      ['x/a.py → plant/x/a.py', 'b.py → b.py'],
    );
  });
});

describe('foldsOf', () => {
  const shown = (text: string) =>
    foldsOf(text).map(({ first, last, kind }) => `${first}-${last}${kind === 'comment' ? ' comment' : ''}`);

  it('folds what stands further in, without the blank lines below', () => {
    assert.deepEqual(shown('a:\n  b:\n    c: 1\n\n  d: 2\n\n\ne: 3\n'), ['1-5', '2-3']);
  });

  it('folds lists as far left as their keys, and each item', () => {
    assert.deepEqual(shown('a:\n- b: 1\n  c: 2\n- d\ne: 1\n'), ['1-4', '2-3']);
  });

  it('folds comments, and brackets with their ends', () => {
    assert.deepEqual(shown('# one\n# two\na: {\n  b: 1\n}\n# alone\n'), ['1-2 comment', '3-5']);
  });
});

describe('the language', () => {
  const history = { agent: () => undefined, plan: () => null };

  /** Everything that is asked of a text at an offset. */
  function askAll(text: string, offset: number): void {
    const analysis = analyzed(text);
    const check = ({ start, end }: { start: number; end: number }) =>
      assert.ok(0 <= start && start <= end && end <= text.length);
    for (const lens of lensesOf(analysis)) check(lens.span);
    for (const link of fileLinks(analysis)) check(link.span);
    const within = (symbols: readonly OutlineSymbol[], outer: { start: number; end: number }): void => {
      for (const { span, key, children } of symbols) {
        assert.ok(outer.start <= span.start && span.end <= outer.end, 'a symbol leaves its parent');
        assert.ok(span.start <= key.start && key.end <= span.end, 'a name leaves its symbol');
        within(children, span);
      }
    };
    within(outlineSymbols(analysis), { start: 0, end: text.length });
    const hover = hoverAt(analysis, offset, history);
    if (hover) check(hover.span);
    const occurrence = occurrenceAt(analysis, offset);
    if (occurrence) check(occurrence);
    prepareRename(analysis, offset);
    const edits = renameAt(analysis, offset, 'a new name');
    if (edits.ok) edits.value.forEach(check);
    for (const problem of analysis.problems) {
      assert.ok(problem.endColumn === undefined || problem.endColumn >= problem.column);
      for (const fix of quickFixes(analysis, problem)) fix.edits.forEach(check);
    }
    const lines = text.split('\n').length;
    for (const { first, last } of foldsOf(text)) assert.ok(1 <= first && first < last && last <= lines);
  }

  it('answers for every prefix of a definition', () => {
    for (const text of Object.values(samples)) {
      for (let offset = 0; offset <= text.length; offset += 17) askAll(text.slice(0, offset), offset);
    }
  });

  it('answers for every place of a definition', () => {
    for (const text of Object.values(samples)) {
      const analysis = analyzed(text);
      for (let offset = 0; offset <= text.length; offset++) {
        const hover = hoverAt(analysis, offset, history);
        if (hover)
          assert.ok(hover.span.start <= offset && offset <= hover.span.end && hover.parts.join('') !== '');
      }
    }
  });

  it('answers for texts that were changed at random', () => {
    const piece = fc.constantFrom(
      '',
      '\n',
      ' ',
      '  ',
      ':',
      ': ',
      '- ',
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      ',',
      '#',
      '\t',
      '&a ',
      '*a',
      '<<: *a',
      '|',
      '>-',
      '\r\n',
      '---',
      '!x ',
      '\u0000',
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(samples)),
        fc.nat(),
        fc.nat({ max: 12 }),
        piece,
        (text, place, length, added) => {
          const at = place % text.length;
          askAll(text.slice(0, at) + added + text.slice(at + length), at);
        },
      ),
      { numRuns: 150 },
    );
  });
});
