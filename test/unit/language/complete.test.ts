import assert from 'node:assert/strict';
import fc from 'fast-check';
import { complete } from '../../../src/language/complete.ts';
import type { Completion, CompletionWorld } from '../../../src/language/completion.ts';
import { analyzed, samples, unmarked } from './marked.ts';

const folders: Readonly<Record<string, readonly string[]>> = {
  '': ['agents/', 'dodeca.yaml', '.git/', 'my file.py'],
  agents: ['report.py', 'deep/'],
  'agents/deep': ['x.py'],
  plant: ['plant.py'],
};
const world: CompletionWorld = {
  listFolder: async (path) =>
    (folders[path] ?? []).map((name) => ({ name: name.replace(/\/$/, ''), isFolder: name.endsWith('/') })),
};

async function at(
  marked: string,
  analysis = analyzed(unmarked(marked).text),
): Promise<readonly Completion[]> {
  const { text, offset } = unmarked(marked);
  return await complete(text, offset, analysis, world);
}

const labels = async (marked: string) => (await at(marked)).map(({ label }) => label);

/** The text once a completion was taken, its places to fill in as they are. */
async function taken(marked: string, label: string): Promise<string> {
  const { text } = unmarked(marked);
  const found = (await at(marked)).find((completion) => completion.label === label);
  assert.ok(found, `no ${label}: ${await labels(marked)}`);
  return text.slice(0, found.span.start) + found.insert + text.slice(found.whole.end);
}

const head = `agents:
  lint: { run: make, description: Looks }
  "unit tests": { run: make, locks: [database, { name: licence, slots: 2 }] }
clusters:
  C20: { name: Own, agents: [lint] }
pipelines:
  p:
    params: { deep: { type: boolean } }
    stages:
      - { name: first, agents: [lint] }
      - { name: side, agents: ["unit tests"], needs: [] }
      - { name: second, agents: ["unit tests", lint], needs: [first] }
`;

describe('complete', () => {
  const offers: readonly (readonly [
    title: string,
    marked: string,
    wanted: readonly string[],
    unwanted: readonly string[],
  ])[] = [
    ['keys of the file', '|', ['agents', 'pipelines', 'limits'], ['file']],
    ['keys of the file that are not there', 'agents: {}\n|', ['pipelines'], ['agents']],
    [
      'keys of an agent',
      'agents:\n  a:\n    run: x\n    |\n    grace: 1s\n',
      ['timeout', 'retry'],
      ['run', 'grace', 'agents'],
    ],
    ['keys of an agent at its first line', 'agents:\n  a:\n    |', ['file', 'run', 'uses'], []],
    ['keys within braces', 'agents:\n  a: { run: x, | }\n', ['timeout'], ['run']],
    ['keys of a stage', `${head}      - |`, ['name', 'agents', 'when'], ['file']],
    ['more keys of a stage', `${head}      - name: x\n        |`, ['agents', 'when'], ['name']],
    ['keys of limits', 'limits:\n  |', ['concurrency', 'cpu', 'memory'], []],
    ['words', 'agents:\n  a:\n    priority: |', ['low', 'critical'], []],
    ['words of a choice', 'cache: { eviction: | }', ['lru', 'lfu', 'ttl'], []],
    ['true and false', `${head}      - name: x\n        critical: |`, ['true', 'false'], []],
    [
      'words in a list that are not there',
      'agents:\n  a: { retry: { on: [failed, |] } }',
      ['timed_out'],
      ['failed'],
    ],
    [
      'agents of a stage',
      `${head}      - name: x\n        agents: [lint, |]`,
      ['unit tests', 'smoke_tester'],
      ['lint', 'C20'],
    ],
    [
      'agents in lines',
      `${head}      - name: x\n        agents:\n          - lint\n          - |`,
      ['unit tests'],
      ['lint'],
    ],
    ['agents where no list has begun', `${head}      - name: x\n        agents: |`, ['lint'], []],
    [
      'agents of a cluster',
      'agents: { a: { run: x } }\nclusters:\n  C1: { agents: [|] }',
      ['a', 'smoke_tester'],
      [],
    ],
    [
      'stages',
      `${head}      - name: x\n        needs: [first, |]`,
      ['second', 'side'],
      ['first', 'x', 'lint'],
    ],
    ['clusters of a phase', `phases:\n  "1":\n    clusters: [C3, |]\n${head}`, ['C1', 'C20'], ['C3']],
    ['the pipeline of a phase', `phases:\n  "1":\n    pipeline: |\n${head}`, ['p', 'define'], []],
    [
      'built-in agents',
      'agents:\n  a:\n    uses: |',
      ['builtin:smoke_tester', 'builtin:artifact_analyzer'],
      [],
    ],
    [
      'parameters of the built-in agent',
      'agents:\n  a:\n    uses: builtin:smoke_tester\n    with:\n      |',
      ['threshold', 'include'],
      ['top'],
    ],
    [
      'parameters of the built-in agent that is named below',
      'agents:\n  a:\n    with:\n      |\n    uses: builtin:artifact_analyzer\n',
      ['top'],
      ['threshold'],
    ],
    [
      'parameters within braces',
      'agents:\n  a: { uses: builtin:smoke_tester, with: { | } }',
      ['threshold'],
      [],
    ],
    [
      'locks',
      `${head.replace('lint: { run: make', 'lint: { run: make, locks: [|]')}`,
      ['database', 'licence'],
      [],
    ],
    ['files', 'agents:\n  a:\n    file: |', ['agents/', 'dodeca.yaml'], ['.git/']],
    ['files of a folder', 'agents:\n  a:\n    file: agents/|', ['report.py', 'deep/'], ['agents/']],
    ['files of a folder in quotes', 'agents:\n  a:\n    file: "agents/deep/|"', ['x.py'], []],
    ['files where the agent starts', 'agents:\n  a:\n    cwd: plant\n    file: |', ['plant.py'], []],
    ['folders', 'agents:\n  a:\n    cwd: |', ['agents/'], ['dodeca.yaml']],
    ['files of patterns', 'agents:\n  a:\n    inputs: ["!agents/|"]', ['report.py'], []],
    ['default clusters', 'clusters:\n  C4: {}\n  |', ['C1', 'C12'], ['C4']],
    [
      'types of parameters',
      'pipelines:\n  p:\n    params:\n      n: { type: | }',
      ['integer', 'boolean'],
      [],
    ],
    [
      'variables of a condition',
      `${head}      - name: x\n        when: |`,
      ['outputs', 'status', 'size', 'has'],
      ['startsWith'],
    ],
    ['variables behind an operator', `${head}      - name: x\n        when: "1 > 2 && ou|"`, ['outputs'], []],
    [
      'agents behind outputs',
      `${head}      - name: x\n        needs: [second]\n        when: outputs.|`,
      ['lint', 'unit tests'],
      ['smoke_tester', 'first'],
    ],
    [
      'stages of agents that stand in several',
      `${head}      - name: x\n        needs: [second]\n        when: outputs["|"]`,
      ['first/lint', 'second/lint'],
      ['side/unit tests'],
    ],
    [
      'stages behind status',
      `${head}      - name: x\n        needs: [second]\n        when: status.|`,
      ['first', 'second'],
      ['side', 'x'],
    ],
    [
      'the stage above where nothing is needed',
      `${head}      - name: x\n        when: status.|`,
      ['first', 'second'],
      ['side', 'x'],
    ],
    [
      'results behind a comparison',
      `${head}      - name: x\n        when: "status.first == '|'"`,
      ['succeeded', 'skipped'],
      [],
    ],
    ['parameters in a condition', `${head}      - name: x\n        when: params.|`, ['deep'], []],
    [
      'functions of values',
      `${head}      - name: x\n        when: outputs.lint.name.|`,
      ['startsWith', 'size'],
      ['outputs'],
    ],
    [
      'names in a condition over several lines',
      `${head}      - name: x\n        when: >-\n          1 > 2 &&\n          params.|`,
      ['deep'],
      [],
    ],
  ];
  for (const [title, marked, wanted, unwanted] of offers) {
    it(`offers ${title}`, async () => {
      const found = await labels(marked);
      for (const label of wanted) assert.ok(found.includes(label), `no ${label} among ${found}`);
      for (const label of unwanted) assert.ok(!found.includes(label), `${label} among ${found}`);
    });
  }

  const nothing: readonly (readonly [title: string, marked: string])[] = [
    ['in a comment', 'agents: # |'],
    ['in a free text', 'agents:\n  a:\n    description: |'],
    ['under an unknown key', 'nonsense:\n  |'],
    ['within a text of a condition', `${head}      - name: x\n        when: params.deep == "ou|`],
    ['under keys that are free', 'agents:\n  a:\n    env:\n      |'],
  ];
  for (const [title, marked] of nothing) {
    it(`offers nothing ${title}`, async () => assert.deepEqual(await labels(marked), []));
  }

  const insertions: readonly (readonly [title: string, marked: string, label: string, text: string])[] = [
    [
      'a duration with its example',
      'agents:\n  a:\n    ti|\n',
      'timeout',
      `agents:\n  a:\n    timeout: \${1:5m}\n`,
    ],
    [
      'over the rest of the word',
      'agents:\n  a:\n    ti|meo\n',
      'timeout',
      `agents:\n  a:\n    timeout: \${1:5m}\n`,
    ],
    ['a choice', 'agents:\n  a:\n    cac|\n', 'cache', `agents:\n  a:\n    cache: \${1|true,false|}\n`],
    ['a mapping', 'agents:\n  a:\n    re|\n', 'retry', 'agents:\n  a:\n    retry:\n  $0\n'],
    ['a mapping within braces', 'agents: { a: { | } }\n', 'retry', 'agents: { a: { retry: { $0 } } }\n'],
    [
      'a mapping behind a dash',
      'pipelines:\n  p:\n    stages:\n      - |',
      'agents',
      'pipelines:\n  p:\n    stages:\n      - agents: [$0]',
    ],
    ['a list of mappings', 'pipelines:\n  p:\n    |', 'stages', 'pipelines:\n  p:\n    stages:\n  - $0'],
    ['a list of names', 'agents:\n  a:\n    in|', 'inputs', 'agents:\n  a:\n    inputs: [$0]'],
    [
      'a name that needs quotes',
      'agents: { "a: b": { run: x } }\nclusters: { C1: { agents: [|] } }',
      'a: b',
      'agents: { "a: b": { run: x } }\nclusters: { C1: { agents: ["a: b"] } }',
    ],
    [
      'a name within quotes',
      `agents: { "it's": { run: x } }\nclusters: { C1: { agents: ['|'] } }`,
      "it's",
      `agents: { "it's": { run: x } }\nclusters: { C1: { agents: ['it''s'] } }`,
    ],
    [
      'a name where no list has begun',
      'clusters:\n  C1:\n    agents: sm|',
      'smoke_tester',
      'clusters:\n  C1:\n    agents: [smoke_tester]',
    ],
    [
      'a name in a line of its own',
      'clusters:\n  C1:\n    agents:\n      |',
      'smoke_tester',
      'clusters:\n  C1:\n    agents:\n      - smoke_tester',
    ],
    [
      'brackets in a condition',
      `${head}      - name: x\n        when: outputs.u|`,
      'unit tests',
      `${head}      - name: x\n        when: outputs["unit tests"]`,
    ],
    [
      'brackets in a condition in quotes',
      `${head}      - name: x\n        when: "outputs.|"`,
      'unit tests',
      `${head}      - name: x\n        when: "outputs['unit tests']"`,
    ],
    [
      'the rest of a path',
      'agents:\n  a:\n    file: agents/re|',
      'report.py',
      'agents:\n  a:\n    file: agents/report.py',
    ],
  ];
  for (const [title, marked, label, text] of insertions) {
    it(`inserts ${title}`, async () => assert.equal(await taken(marked, label), text));
  }

  it('explains keys', async () => {
    const timeout = (await at('agents:\n  a:\n    ti|')).find(({ label }) => label === 'timeout');
    assert.match(timeout?.documentation ?? '', /The time an attempt may take.*A duration.*Example: `5m`/s);
  });

  it('offers the agents behind a bracket that is open', async () => {
    for (const broken of ['  lint: { run: [\n', '  lint: {\n', '  lint: { locks: [a, \n']) {
      const text = `agents:\n${broken}  other: { run: x }\nclusters:\n  C21: { agents: [|] }\n`;
      assert.ok((await labels(text)).includes('other'), broken);
    }
  });

  it('offers the names of an earlier state where the text cannot be read at all', async () => {
    const before = analyzed('agents:\n  lint: { run: x }\n  other: { run: x }\n');
    const found = await at(
      'agents:\n  lint: { run: "x }\n  other: { run: x }\nclusters:\n  C21: { agents: [|] }\n',
      before,
    );
    assert.ok(found.some(({ label }) => label === 'other'));
  });

  it('offers nothing in place of what began on an earlier line, but to a condition', async () => {
    assert.deepEqual(await labels("agents:\n  a:\n   're\n|"), []);
    assert.deepEqual(await labels('agents: { a: { "re\n|'), []);
    const text = `${head}      - { name: x, when: "true\n          && outputs.|" }\n`;
    assert.ok((await labels(text)).includes('unit tests'));
    // The other one would want brackets in place of the dot.
    assert.deepEqual(await labels(`${head}      - { name: x, when: "outputs.\n          |" }\n`), ['lint']);
  });

  it('throws for no prefix of a definition', async () => {
    for (const text of Object.values(samples)) {
      const analysis = analyzed(text);
      for (let offset = 0; offset <= text.length; offset += 3) {
        for (const own of [text, text.slice(0, offset)]) {
          for (const { span, whole } of await complete(own, offset, analysis, world)) {
            assert.ok(span.start <= offset && span.end === offset && whole.end >= offset);
          }
        }
      }
    }
  });

  it('throws for no text that was changed at random', async () => {
    const piece = fc.constantFrom(
      '\n',
      ' ',
      '  ',
      ':',
      '- ',
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      ',',
      '#',
      'agents',
      'when: ',
      '.',
      '|',
      '*a',
      '&a ',
    );
    const texts = fc.constantFrom(...Object.values(samples));
    await fc.assert(
      fc.asyncProperty(texts, fc.nat(), fc.nat({ max: 20 }), piece, async (text, place, length, added) => {
        const at = place % text.length;
        const changed = text.slice(0, at) + added + text.slice(at + length);
        const offset = at + added.length;
        await complete(changed, offset, analyzed(changed), world);
      }),
      { numRuns: 150 },
    );
  });
});
