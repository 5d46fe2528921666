import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type QuickFix, quickFixes } from '../../../src/language/quick-fixes.ts';
import { applyEdits } from '../../../src/language/text-edit.ts';
import type { Analysis } from '../../../src/pipeline/analyze-definition.ts';
import { analyzed, samples } from './marked.ts';

const all = (analysis: Analysis): readonly QuickFix[] =>
  analysis.problems.flatMap((problem) => quickFixes(analysis, problem));

/** The text after the fix of this title, and what is wrong with it then. */
function fixed(text: string, title: string): string {
  const fixes = all(analyzed(text));
  const fix = fixes.find((candidate) => candidate.title === title);
  assert.ok(fix, `no ${title} among ${fixes.map((other) => other.title)}`);
  return applyEdits(text, fix.edits);
}

describe('quickFixes', () => {
  const cases: readonly (readonly [text: string, title: string, expected: string])[] = [
    [
      'agents:\n  a: { run: x, tiemout: 5m }\n',
      "Change to 'timeout'",
      'agents:\n  a: { run: x, timeout: 5m }\n',
    ],
    [
      'agents:\n  a:\n    run: x\n    "tiemout": 5m\n',
      "Change to 'timeout'",
      'agents:\n  a:\n    run: x\n    "timeout": 5m\n',
    ],
    ['agentes: {}\n', "Change to 'agents'", 'agents: {}\n'],
    [
      'clusters:\n  C1: { agents: [smoke_testre] }\n',
      "Change to 'smoke_tester'",
      'clusters:\n  C1: { agents: [smoke_tester] }\n',
    ],
    [
      'agents:\n  a: { uses: "builtin:smoke_testre" }\n',
      "Change to 'smoke_tester'",
      'agents:\n  a: { uses: "builtin:smoke_tester" }\n',
    ],
    [
      'agents: { "unit tests": { run: x } }\npipelines:\n  p:\n    stages:\n      - { name: s, agents: ["unit tests"] }\n      - { name: t, agents: [smoke_tester], when: "outputs.unit_tests.n > 1" }\n',
      "Change to 'unit tests'",
      `agents: { "unit tests": { run: x } }\npipelines:\n  p:\n    stages:\n      - { name: s, agents: ["unit tests"] }\n      - { name: t, agents: [smoke_tester], when: "outputs['unit tests'].n > 1" }\n`,
    ],
    [
      'pipelines:\n  p:\n    stages:\n      - { name: t, agents: [smoke_tester], when: "outptus.a.n > 1" }\n',
      "Change to 'outputs'",
      'pipelines:\n  p:\n    stages:\n      - { name: t, agents: [smoke_tester], when: "outputs.a.n > 1" }\n',
    ],
    [
      'agents:\n  a:\n    run: x\n    colour: red # why\n    grace: 1s\n',
      "Remove 'colour'",
      'agents:\n  a:\n    run: x\n    grace: 1s\n',
    ],
    [
      'agents:\n  a: { run: x, colour: red, grace: 1s }\n',
      "Remove 'colour'",
      'agents:\n  a: { run: x, grace: 1s }\n',
    ],
    ['agents:\n  a: { run: x, colour: red }\n', "Remove 'colour'", 'agents:\n  a: { run: x }\n'],
    [
      'agents:\n  a:\n    run: x\n    colour:\n      deep: 1\n',
      "Remove 'colour'",
      'agents:\n  a:\n    run: x\n',
    ],
    [
      'agents:\n  a:\n    run: x\n    colour: |\n      red\n      blue\n    grace: 1s\n',
      "Remove 'colour'",
      'agents:\n  a:\n    run: x\n    grace: 1s\n',
    ],
    ['agents:\n  a:\n    run: x\n    colour:\n', "Remove 'colour'", 'agents:\n  a:\n    run: x\n'],
    ['agents:\n  a:\n    run: x\n    args: [1]\n', "Remove 'args'", 'agents:\n  a:\n    run: x\n'],
    [
      'pipelines:\n  p:\n    stages:\n      - colour: red\n        name: s\n        agents: [smoke_tester]\n',
      "Remove 'colour'",
      'pipelines:\n  p:\n    stages:\n      - name: s\n        agents: [smoke_tester]\n',
    ],
    [
      'pipelines:\n  p:\n    stages:\n      - name: s\n        agents:\n          - smoke_tester\n          - smoke_tester # again\n',
      "Remove 'smoke_tester'",
      'pipelines:\n  p:\n    stages:\n      - name: s\n        agents:\n          - smoke_tester\n',
    ],
    [
      'clusters: { C1: { agents: [smoke_tester, smoke_tester] } }',
      "Remove 'smoke_tester'",
      'clusters: { C1: { agents: [smoke_tester] } }',
    ],
    [
      '# Mine\nagents:\n  a:\n    run: |\n      x\n\nclusters:\n  C1: { agents: [report] }\n',
      "Add missing agent 'report'",
      '# Mine\nagents:\n  a:\n    run: |\n      x\n  report:\n    file: agents/report.py\n\nclusters:\n  C1: { agents: [report] }\n',
    ],
    ['agents:\n    a: { run: x }', "Add missing agent 'b c'", ''],
    [
      'clusters:\n  C1: { agents: [report] }\n',
      "Add missing agent 'report'",
      'agents:\n  report:\n    file: agents/report.py\n\nclusters:\n  C1: { agents: [report] }\n',
    ],
    [
      'agents: {}\nclusters:\n  C1: { agents: [report] }\n',
      "Add missing agent 'report'",
      'agents: { report: { file: agents/report.py } }\nclusters:\n  C1: { agents: [report] }\n',
    ],
    [
      'agents: # none\nclusters:\n  C1: { agents: ["a: b"] }\n',
      "Add missing agent 'a: b'",
      'agents: # none\n  "a: b":\n    file: agents/a_b.py\nclusters:\n  C1: { agents: ["a: b"] }\n',
    ],
    [
      '{ "clusters": { "C1": { "agents": ["report"] } } }',
      "Add missing agent 'report'",
      '{ agents: { report: { file: agents/report.py } }, "clusters": { "C1": { "agents": ["report"] } } }',
    ],
  ];
  for (const [text, title, expected] of cases.filter(([, , wanted]) => wanted !== '')) {
    it(`${title} in ${JSON.stringify(text).slice(0, 70)}`, () => assert.equal(fixed(text, title), expected));
  }

  it('create a script that is missing, and only within the workspace', () => {
    const fixes = (file: string) => all(analyzed(`agents:\n  a: { file: "${file}", cwd: plant }\n`));
    const [fix] = fixes('tools/a.py');
    assert.deepEqual(
      [fix?.title, fix?.create?.path, fix?.edits],
      ["Create script 'plant/tools/a.py'", 'plant/tools/a.py', []],
    );
    assert.match(fix?.create?.text ?? '', /print\(/);
    assert.deepEqual(fixes('/tmp/a.py').concat(fixes('../../a.py')), []);
  });

  it('begin with what most people would do', () => {
    const text = 'agents:\n  report: { run: x, colour: red }\nclusters:\n  C1: { agents: [reprot] }\n';
    const shown = all(analyzed(text)).map(({ title, preferred }) => `${preferred ? '* ' : ''}${title}`);
    assert.deepEqual(shown, ["* Remove 'colour'", "* Change to 'report'", "Add missing agent 'reprot'"]);
  });

  it('leave an agent that runs nothing to whoever wrote it', () => {
    assert.deepEqual(all(analyzed('agents:\n  a: { cwd: x }\n')), []);
  });

  /** How often each problem is there, wherever it stands. */
  function counted({ problems }: Analysis): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { code, message } of problems) {
      const key = `${code}: ${message.replace(/line \d+/g, 'line')}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return counts;
  }

  function mends(text: string): void {
    const analysis = analyzed(text);
    const before = counted(analysis);
    for (const { problem, edits, create, title } of all(analysis)) {
      const after = counted(analyzed(applyEdits(text, edits), create ? [create.path] : []));
      const key = `${problem.code}: ${problem.message.replace(/line \d+/g, 'line')}`;
      assert.ok((after.get(key) ?? 0) < (before.get(key) ?? 0), `${title} leaves ${key} in\n${text}`);
      assert.ok(![...after.keys()].some((code) => code.startsWith('yaml-')), `${title} breaks\n${text}`);
    }
  }

  it('mend what they are offered for', () => {
    for (const text of [...Object.values(samples), ...cases.map(([own]) => own)]) mends(text);
  });

  it('mend it in definitions that were changed at random', () => {
    const word = fc.constantFrom(
      'lint',
      'smoke_tester',
      'outputs',
      'name',
      'agents',
      'quick',
      'xx',
      'timeout',
      'C4',
      'nightly',
      'unit tests',
    );
    // Where everything is wrong already, nothing new is to be seen.
    const texts = [samples.sample ?? '', samples.builtin ?? '', samples.rich ?? ''];
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.nat(), word, (text, place, added) => {
        const words = [...text.matchAll(/[A-Za-z_]\w+/g)];
        const match = words[place % words.length];
        assert.ok(match);
        mends(text.slice(0, match.index) + added + text.slice(match.index + match[0].length));
      }),
      { numRuns: 60 },
    );
  });
});
