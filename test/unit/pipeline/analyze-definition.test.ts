import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatProblem } from '../../../src/model/problem.ts';
import { analyzeDefinition } from '../../../src/pipeline/analyze-definition.ts';
import { commonPipelines } from '../../../src/pipeline/merge-defaults.ts';
import { analyze, messagesOf, pipelineOf, problemsOf } from './analyze.ts';

const fixtures = join(import.meta.dirname, '../../fixtures/pipeline');
const fixture = (name: string) => readFileSync(join(fixtures, name), 'utf8');

describe('analyzeDefinition', () => {
  it('takes the handed-over configuration as it stands, its missing scripts being warnings', () => {
    const { definition, problems } = analyze(fixture('orchestrator_config.yaml'));
    assert.deepEqual(
      [...new Set(problems.map(({ severity, code }) => `${severity} ${code}`))],
      ['warning missing-script'],
    );
    assert.equal(problems.length, 6);
    assert.deepEqual(definition?.debug, { enabled: true, waitForClient: false });
    assert.deepEqual(
      definition?.pipelines
        .filter(({ name }) => !commonPipelines.has(name))
        .map(({ name, stages }) => [name, stages.map((stage) => stage.name)]),
      [
        ['run_pipeline', ['validation', 'analysis', 'processing', 'documentation']],
        ['quick_test', ['smoke_test']],
        ['full_optimization', ['validation', 'optimization', 'documentation']],
      ],
    );
    const tester = definition?.agents.find(({ name }) => name === 'smoke_tester');
    assert.equal(tester?.program.kind, 'file');
    assert.equal(tester?.timeoutMs, 180_000);
    assert.equal(tester?.priority, 6);
  });

  it('finds everything that is wrong with a file, in the order of the file', () => {
    const { definition, problems } = analyzeDefinition(
      { file: 'bad.yaml', text: fixture('bad.yaml') },
      { fileExists: () => false, machine: { cores: 8, memory: 16 * 2 ** 30 } },
    );
    assert.equal(definition, null);
    assert.equal(
      problems.map((problem) => `${formatProblem(problem)}\n`).join(''),
      fixture('bad.problems.txt'),
    );
  });

  it('resolves everything that an agent may say', () => {
    const { definition, problems } = analyze(
      `limits: { concurrency: 4, cpu: 64, memory: 4Gi }
env: { PYTHONUTF8: "1", VERSION: 1.10, ON: true }
redact: ["(?i)api[_-]?key=\\\\S+"]
cache: { max_size: 1Gi, ttl: 1d, eviction: lfu }
library: { index: false, exclude: ["data/raw/**", "*.min.js", "!keep.min.js", /build], max_file_size: 2Mi }
agents:
  cryo:
    description: Cold
    file: agents/cryo.py
    interpreter: python3.12
    args: ["--fast", 1.10]
    cwd: ./plant/
    timeout: 5m
    grace: 500ms
    priority: critical
    retry: { attempts: 4, backoff: 2s, factor: 3, max: 1m, jitter: false, on: [timed_out] }
    breaker: { failures: 2, cooldown: 90 }
    resources: { cpu: 1.5, memory: 512Mi }
    locks: [database, { name: licence, slots: 2 }]
    env: { MODE: full, LEVEL: 3 }
    inputs: ["data/**/*.csv"]
    outputs: ["out/*.json"]
    cache: true
    compensate: "git checkout -- out"
    debug: { wait: true, port: 5678 }
    with: { deep: [1, { x: null }] }
`,
      ['plant/agents/cryo.py'],
    );
    assert.deepEqual(problems, []);
    assert.deepEqual(definition?.limits, { concurrency: 4, cpu: 64, memory: 4 * 2 ** 30 });
    assert.deepEqual(definition.env, { PYTHONUTF8: '1', VERSION: '1.10', ON: 'true' });
    assert.deepEqual(definition.cache, { maxBytes: 2 ** 30, ttlMs: 86_400_000, eviction: 'lfu' });
    assert.deepEqual(definition.library, {
      index: false,
      exclude: ['data/raw/**', '*.min.js', '!keep.min.js', '/build'],
      maxFileBytes: 2 ** 21,
    });
    assert.deepEqual(definition.agents[0], {
      name: 'cryo',
      description: 'Cold',
      program: {
        kind: 'file',
        path: 'agents/cryo.py',
        interpreter: ['python3.12'],
        args: ['--fast', '1.10'],
      },
      with: { deep: [1, { x: null }] },
      cwd: 'plant',
      timeoutMs: 300_000,
      graceMs: 500,
      priority: 9,
      retry: { attempts: 4, backoffMs: 2000, factor: 3, maxMs: 60_000, jitter: false, on: ['timed_out'] },
      breaker: { failures: 2, cooldownMs: 90_000 },
      resources: { cpu: 1.5, memory: 512 * 2 ** 20 },
      locks: [
        { name: 'database', slots: 1 },
        { name: 'licence', slots: 2 },
      ],
      env: { MODE: 'full', LEVEL: '3' },
      inputs: ['data/**/*.csv'],
      outputs: ['out/*.json'],
      cache: true,
      compensate: 'git checkout -- out',
      debug: { wait: true, port: 5678 },
    });
  });

  it('fills in what an agent does not say', () => {
    const { definition } = analyze('agents: { a: { run: make } }');
    assert.deepEqual(definition?.agents[0], {
      name: 'a',
      description: null,
      program: { kind: 'shell', command: 'make' },
      with: {},
      cwd: null,
      timeoutMs: null,
      graceMs: 5000,
      priority: 3,
      retry: {
        attempts: 1,
        backoffMs: 1000,
        factor: 2,
        maxMs: 30_000,
        jitter: true,
        on: ['failed', 'timed_out'],
      },
      breaker: null,
      resources: { cpu: 0, memory: 0 },
      locks: [],
      env: {},
      inputs: [],
      outputs: [],
      cache: false,
      compensate: null,
      debug: { wait: false, port: null },
    });
    assert.deepEqual(definition.limits, {});
    assert.deepEqual(definition.cache, { maxBytes: 2 ** 31, ttlMs: 30 * 86_400_000, eviction: 'lru' });
    assert.deepEqual(definition.library, { index: true, exclude: [], maxFileBytes: 2 ** 23 });
  });

  it('hands a built-in agent all its parameters, sizes in bytes', () => {
    const { definition } = analyze(
      'agents: { t: { uses: builtin:smoke_tester, with: { max_file_size: 1Mi } } }',
    );
    const expected = { threshold: 1, include: ['**/*'], exclude: [], commands: [] };
    const [first] = definition?.agents ?? [];
    assert.deepEqual(first?.with, { ...expected, max_file_size: 2 ** 20 });
    const undeclared = definition?.agents.find(({ name }) => name === 'smoke_tester');
    assert.deepEqual(undeclared?.with, { ...expected, max_file_size: 5 * 2 ** 20 });
  });

  it('takes priorities as words and as numbers', () => {
    const { definition } = analyze(
      'agents: { a: { run: x, priority: low }, b: { run: x, priority: high }, c: { run: x, priority: 7 } }',
    );
    assert.deepEqual(
      definition?.agents.slice(0, 3).map(({ priority }) => priority),
      [0, 6, 7],
    );
  });

  it('takes blocks without content for not written', () => {
    assert.deepEqual(problemsOf('agents:\nclusters:\nlimits:\nenv:\nredact:\npipelines:\n'), []);
  });

  it('tells names that differ in letters only by the nearest', () => {
    assert.deepEqual(messagesOf(pipelineOf('{ name: one, agents: [smoke_testr] }')), [
      'there is no agent `smoke_testr`: did you mean `smoke_tester`?',
    ]);
    assert.deepEqual(
      messagesOf(
        pipelineOf('{ name: first_, agents: [a] }', '{ name: second, agents: [a], needs: [firs_] }'),
      ),
      ['there is no stage `firs_`: did you mean `first_`?'],
    );
  });

  it('goes on behind a wrong key of an agent', () => {
    assert.deepEqual(problemsOf('agents: { a: { run: x, tiemout: 5, cwd: .. } }'), [
      '1:24 error unknown-key',
      '1:41 error outside-workspace',
    ]);
  });

  it('keeps what the library leaves out within the workspace, as an ignore file at its top does', () => {
    const library = (text: string) => problemsOf(`library: { exclude: [${text}] }`);
    assert.deepEqual(library('"/top", "!/top/x", "**/a{b,c}", "#x"'), []);
    assert.deepEqual(library('"../x", "!a/../../b"'), [
      '1:22 error outside-workspace',
      '1:30 error outside-workspace',
    ]);
    assert.deepEqual(messagesOf('library: { exclud: [] }'), [
      '`exclud` is not known here: did you mean `exclude`?',
    ]);
  });

  it('tells what an alias repeats once', () => {
    assert.deepEqual(problemsOf('agents:\n  a: &a { run: x, timeout: soon }\n  b: *a\n  c: { <<: *a }\n'), [
      '2:28 error wrong-type',
    ]);
  });

  it('points into the text of a condition', () => {
    const text = (when: string) => pipelineOf(`{ name: one, agents: [a], when: ${when} }`);
    assert.deepEqual(problemsOf(text('"1 == 1 && foo"')), ['5:52 error bad-expression']);
    assert.deepEqual(problemsOf(text('1 == 1 && foo')), ['5:51 error bad-expression']);
    assert.deepEqual(problemsOf(text('"\\"1\\" == \\"1\\" && foo"')), ['5:60 error bad-expression']);
    assert.deepEqual(problemsOf(text("'1 == ''1'' && foo'")), ['5:42 error bad-expression']);
  });

  it('stays linear where thousands of names are unknown', () => {
    const n = 5000;
    const agents = Array.from({ length: n }, (_, i) => `  agent_number_${i}: { run: x }\n`).join('');
    const stages = Array.from(
      { length: n },
      (_, i) => `      - { name: s${i}, agents: [agnet_number_${i}] }\n`,
    ).join('');
    const { problems } = analyze(`agents:\n${agents}pipelines:\n  p:\n    stages:\n${stages}`);
    assert.equal(problems.length, n);
    assert.match(problems[0]?.message ?? '', /did you mean/);
  });

  it('knows where everything stands, also in a file that is wrong', () => {
    const { positions } = analyze(
      'agents:\n  "my agent":\n    run: x\nclusters:\n  C1: { agents: ["my agent"] }\nphases: { "1": { clusters: [C1], pipeline: p } }\npipelines:\n  p:\n    stages:\n      - name: one\n        agents: ["my agent", nobody]\n      - { name: two, agents: [], needs: [one] }\n',
    );
    const at = ({
      start,
      end,
    }: {
      start: { line: number; column: number };
      end: { line: number; column: number };
    }) => `${start.line}:${start.column}-${end.line}:${end.column}`;
    assert.deepEqual(
      positions.agents.map(({ name, key, range }) => [name, at(key), at(range)]),
      [['my agent', '2:3-2:13', '2:3-3:11']],
    );
    const [first, second] = positions.pipelines[0]?.stages ?? [];
    assert.deepEqual(
      [first?.name, first && at(first.key), first && at(first.range)],
      ['one', '10:15-10:18', '10:9-11:37'],
    );
    assert.deepEqual(
      first?.agents.map(({ name, range }) => [name, at(range)]),
      [
        ['my agent', '11:18-11:28'],
        ['nobody', '11:30-11:36'],
      ],
    );
    assert.deepEqual(
      second?.needs.map(({ name, range }) => [name, at(range)]),
      [['one', '12:42-12:45']],
    );
    assert.deepEqual(
      positions.clusters[0]?.agents.map(({ range }) => at(range)),
      ['5:18-5:28'],
    );
    assert.equal(positions.phases[0]?.pipeline?.name, 'p');
    assert.deepEqual(
      positions.phases[0]?.clusters.map(({ name, range }) => [name, at(range)]),
      [['C1', '6:29-6:31']],
    );
  });

  describe('files that are no definition', () => {
    const table: readonly (readonly [name: string, text: string, problem: string])[] = [
      ['empty', '', '1:1 error empty-definition'],
      ['of comments', '# nothing\n', '1:1 error empty-definition'],
      ['a list', '- a\n- b\n', '1:1 error wrong-type'],
      ['a text', 'hello\n', '1:1 error wrong-type'],
      ['with wrong blocks', 'agents: [a]\n', '1:9 error wrong-type'],
      ['with tabs', 'agents:\n\ta: { run: x }\n', '2:1 error yaml-tab'],
      ['binary', '\u0000\u0001', '1:1 error not-text'],
      ['nested too deep', `agents: ${'['.repeat(100_000)}`, '1:208 error too-deep'],
    ];
    for (const [name, text, problem] of table) {
      it(`are told in one problem: ${name}`, () => {
        assert.deepEqual(problemsOf(text), [problem]);
        assert.equal(analyze(text).definition, null);
      });
    }
  });
});
