import assert from 'node:assert/strict';
import fc from 'fast-check';
import { builtinAgents } from '../../../src/builtin/builtin-agents.ts';
import { occurrenceAt, occurrencesIn, occurrencesOf } from '../../../src/language/find-occurrences.ts';
import { prepareRename, renameAt } from '../../../src/language/rename.ts';
import { applyEdits } from '../../../src/language/text-edit.ts';
import { analyzed, samples, unmarked } from './marked.ts';

const text = `agents:
  lint: { run: make }
  "my tests": { run: make }
clusters:
  C20: { agents: [lint, 'my tests'] }
phases:
  "9": { clusters: [C20], pipeline: p }
pipelines:
  p:
    params:
      deep: { type: boolean, default: true }
    stages:
      - { name: first, agents: [lint] }
      - name: second
        agents: ["my tests"]
        needs: [first]
        when: "outputs.lint.n > 1 && outputs[\\"first/lint\\"].n > 2 && status.first == 'succeeded' && params.deep"
      - name: third
        agents: [lint]
        when: >-
          outputs["my tests"].n > 1 && metrics.?lint.?n.orValue(0) > 1
          && "first/lint" in outputs
`;

/** Where something is named: `line:column text`. */
function named(marked: string): string[] {
  const { text: own, offset } = unmarked(marked);
  const analysis = analyzed(own);
  const symbol = occurrenceAt(analysis, offset)?.symbol;
  assert.ok(symbol);
  return occurrencesOf(analysis, symbol).map(({ start, end, declares }) => {
    const { line, column } = analysis.yaml.position(start);
    return `${line}:${column} ${own.slice(start, end)}${declares ? ' declared' : ''}`;
  });
}

function renamed(own: string, offset: number, name: string): string {
  const edits = renameAt(analyzed(own), offset, name);
  assert.ok(edits.ok, edits.ok ? '' : edits.error);
  return applyEdits(own, edits.value);
}

function refused(marked: string, name: string): string {
  const { text: own, offset } = unmarked(marked);
  const edits = renameAt(analyzed(own), offset, name);
  assert.ok(!edits.ok);
  return edits.error;
}

describe('occurrences', () => {
  it('of an agent stand in clusters, stages and conditions', () => {
    assert.deepEqual(named(text.replace('lint:', 'li|nt:')), [
      '2:3 lint declared',
      '5:19 lint',
      '13:33 lint',
      '17:24 lint',
      '17:54 lint',
      '19:18 lint',
      '21:49 lint',
      '22:21 lint',
    ]);
    assert.deepEqual(named(text.replace("'my tests'", "'my| tests'")), [
      '3:3 "my tests" declared',
      "5:25 'my tests'",
      '15:18 "my tests"',
      '21:20 my tests',
    ]);
  });

  it('of a stage stand in needs and conditions', () => {
    assert.deepEqual(named(text.replace('needs: [first', 'needs: [fi|rst')), [
      '13:17 first declared',
      '16:17 first',
      '17:48 first',
      '17:78 first',
      '22:15 first',
    ]);
  });

  it('of clusters, pipelines and parameters', () => {
    assert.deepEqual(named(text.replace('[C20', '[C|20')), ['5:3 C20 declared', '7:21 C20']);
    assert.deepEqual(named(text.replace('pipeline: p', 'pipeline: |p')), ['7:37 p', '9:3 p declared']);
    assert.deepEqual(named(text.replace('params.deep', 'params.de|ep')), [
      '11:7 deep declared',
      '17:109 deep',
    ]);
  });

  it('belong to their own pipeline', () => {
    const two =
      'pipelines:\n  a: { stages: [{ name: s, agents: [smoke_tester] }] }\n  b: { stages: [{ name: s|, agents: [smoke_tester] }] }\n';
    assert.deepEqual(named(two), ['3:25 s declared']);
  });

  it('stand once where an alias repeats them', () => {
    const own =
      'agents: { a: { run: x } }\npipelines:\n  p:\n    stages:\n      - &s { name: one, agents: &l [|a] }\n      - { name: two, agents: *l }\n';
    assert.deepEqual(named(own), ['1:11 a declared', '5:37 a']);
  });

  it('are found in a file that cannot be read', () => {
    assert.deepEqual(named('agents:\n  li|nt: { run: x }\nclusters:\n  C1: { agents: [lint]\n'), [
      '2:3 lint declared',
      '4:18 lint',
    ]);
  });
});

describe('rename', () => {
  const at = (word: string) => text.indexOf(word);

  it('changes an agent everywhere', () => {
    assert.equal(renamed(text, at('lint'), 'check'), text.replaceAll('lint', 'check'));
  });

  it('changes a stage everywhere', () => {
    assert.equal(renamed(text, at('first'), 'begin'), text.replaceAll('first', 'begin'));
  });

  it('puts in quotes and brackets what needs them', () => {
    const changed = renamed(text, at('lint'), 'the: "lint"');
    assert.match(changed, /^ {2}"the: \\"lint\\"": \{ run: make \}$/m);
    assert.match(changed, /^ {2}C20: \{ agents: \["the: \\"lint\\"", 'my tests'\] \}$/m);
    assert.match(
      changed,
      /"outputs\['the: \\"lint\\"'\]\.n > 1 && outputs\[\\"first\/the: \\\\\\"lint\\\\\\"\\"\]\.n > 2/,
    );
    assert.match(changed, /metrics\[\?"the: \\"lint\\""\]\.\?n\.orValue/);
    assert.match(changed, /&& "first\/the: \\"lint\\"" in outputs$/m);
    assert.deepEqual(analyzed(changed).problems, []);
  });

  it('keeps quotes that are there', () => {
    const changed = renamed(text, at('my tests'), 'tests');
    assert.match(changed, /^ {2}"tests": /m);
    assert.match(changed, /\[lint, 'tests'\]/);
    assert.match(changed, /outputs\["tests"\]\.n/);
  });

  it('puts a condition in quotes that would be none without', () => {
    const own =
      'agents: { a: { run: x } }\npipelines:\n  p:\n    stages:\n      - { name: s, agents: [a] }\n      - { name: t, agents: [smoke_tester], when: outputs.a.n > 1 }\n';
    const changed = renamed(own, own.indexOf('a:'), 'b: c');
    assert.match(changed, /when: 'outputs\["b: c"\]\.n > 1' \}/);
    assert.deepEqual(analyzed(changed).problems, []);
  });

  it('says what is renamed, without its quotes', () => {
    const prepared = prepareRename(analyzed(text), at("'my tests'") + 3);
    assert.ok(prepared.ok);
    assert.equal(text.slice(prepared.value.span.start, prepared.value.span.end), 'my tests');
    assert.equal(prepared.value.name, 'my tests');
  });

  const refusals: readonly (readonly [title: string, marked: string, name: string, reason: RegExp])[] = [
    ['an empty name', 'agents: { |a: { run: x } }', ' ', /the name is empty/],
    ['a name with a line break', 'agents: { |a: { run: x } }', 'a\nb', /line break/],
    [
      'a name that is taken',
      'agents: { |a: { run: x }, b: { run: x } }',
      'b',
      /there is an agent `b` already/,
    ],
    [
      'the name of a built-in agent',
      'agents: { |a: { run: x } }',
      'smoke_tester',
      /built-in agent `smoke_tester`/,
    ],
    ['a built-in agent', 'clusters: { C1: { agents: [smoke|_tester] } }', 'b', /`smoke_tester` is built in/],
    ['a default cluster', 'phases: { 1: { clusters: [C|3] } }', 'b', /`C3` is built in/],
    ['an agent that is nowhere', 'clusters: { C1: { agents: [no|body] } }', 'b', /declare it first/],
    ['what is no name', 'version: |1', 'b', /there is no name/],
    ['a file that cannot be read', 'agents:\n  |a: { run: x\n', 'b', /mend line \d first/],
    [
      'a stage that is taken',
      'pipelines: { p: { stages: [{ name: |a, agents: [smoke_tester] }, { name: b, agents: [smoke_tester] }] } }',
      'b',
      /there is a stage `b` already/,
    ],
    [
      'what `has` cannot ask for',
      'agents: { |a: { run: x } }\npipelines: { p: { stages: [{ name: s, agents: [a] }, { name: t, agents: [a], when: has(outputs.a) }] } }',
      'b c',
      /the condition on line 2 cannot name "b c"/,
    ],
  ];
  for (const [title, marked, name, reason] of refusals) {
    it(`refuses ${title}`, () => assert.match(refused(marked, name), reason));
  }

  const word = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}x$/);
  const anyName = fc.string({
    minLength: 1,
    maxLength: 8,
    unit: fc.constantFrom(...'ab1 .:,#[]{}"\'\\/-_&*!|>%@`~é'),
  });
  const texts = [text, samples.sample ?? '', samples.rich ?? ''];

  it('there and back gives the same text', () => {
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.nat(), word, (own, place, name) => {
        const analysis = analyzed(own);
        // A name that needs quotes may lose its form, and a built-in one is not given again.
        const all = occurrencesIn(analysis).filter(
          ({ declares, symbol }) =>
            declares && /^[a-z]\w+$/.test(symbol.name) && !builtinAgents.has(symbol.name),
        );
        const occurrence = all[place % all.length];
        assert.ok(occurrence);
        const there = renameAt(analysis, occurrence.start, name);
        if (!there.ok) return assert.match(there.error, /already|built-in/);
        const changed = applyEdits(own, there.value);
        const moved = occurrencesIn(analyzed(changed)).find(
          ({ declares, symbol }) =>
            declares && symbol.name === name && symbol.kind === occurrence.symbol.kind,
        );
        assert.ok(moved);
        assert.equal(renamed(changed, moved.start, occurrence.symbol.name), own);
      }),
      { numRuns: 60 },
    );
  });

  it('gives a definition that is as good as before, whatever the name', () => {
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.nat(), anyName, (own, place, name) => {
        const analysis = analyzed(own);
        const all = occurrencesIn(analysis);
        const occurrence = all[place % all.length];
        assert.ok(occurrence);
        const edits = renameAt(analysis, occurrence.start, name);
        if (!edits.ok) return;
        const after = analyzed(applyEdits(own, edits.value));
        const codes = (of: typeof after) => of.problems.map(({ code, line }) => `${line} ${code}`);
        assert.deepEqual(codes(after), codes(analysis), JSON.stringify(name));
        assert.equal(
          occurrencesIn(after).filter(({ symbol }) => symbol.name === name).length,
          occurrencesOf(analysis, occurrence.symbol).length,
        );
      }),
      { numRuns: 100 },
    );
  });
});
