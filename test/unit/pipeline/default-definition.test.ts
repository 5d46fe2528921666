import assert from 'node:assert/strict';
import { analyzeDefinition, defaultDefinition } from '../../../src/pipeline/analyze-definition.ts';
import { analyze, problemsOf } from './analyze.ts';

describe('the default definition', () => {
  it('serves where there is none, without a problem', () => {
    const { definition, problems, file } = analyzeDefinition(null, {
      fileExists: () => false,
      machine: { cores: 1, memory: 2 ** 30 },
    });
    assert.equal(file, null);
    assert.deepEqual(problems, []);
    assert.deepEqual(definition, defaultDefinition());
    assert.deepEqual(
      definition?.clusters.map(({ id }) => id),
      Array.from({ length: 12 }, (_, i) => `C${i + 1}`),
    );
    assert.deepEqual(
      definition.phases.map(({ id, name }) => `${id} ${name}`),
      [
        '0 Setup',
        '1 Define',
        '2a Measure (identify)',
        '2b Measure (execute)',
        '3 Analyze',
        '4 Improve',
        '5 Control',
      ],
    );
    assert.deepEqual(
      definition.pipelines.map(({ name }) => name),
      ['run_pipeline', 'quick_test', 'full_optimization', 'define'],
    );
    assert.deepEqual(
      definition.agents.map(({ name, program }) => [name, program.kind]),
      [
        ['smoke_tester', 'builtin'],
        ['artifact_analyzer', 'builtin'],
      ],
    );
  });

  it('lends its agents, clusters, phases and the pipeline define to every other', () => {
    const { definition } = analyze(
      'agents: { mine: { run: x } }\npipelines: { p: { stages: [{ name: s, agents: [mine] }] } }',
    );
    assert.deepEqual(
      definition?.agents.map(({ name }) => name),
      ['mine', 'smoke_tester', 'artifact_analyzer'],
    );
    assert.deepEqual(
      definition.pipelines.map(({ name }) => name),
      ['p', 'define'],
    );
    assert.deepEqual(definition.clusters, defaultDefinition().clusters);
    assert.deepEqual(definition.phases, defaultDefinition().phases);
  });

  it('gives way to declarations of the same name, in their places', () => {
    const { definition, problems } = analyze(`
agents: { smoke_tester: { run: my-test } }
clusters:
  C13: { agents: [artifact_analyzer] }
  C4: { concurrency: 2, agents: [smoke_tester] }
phases: { "1": { clusters: [C13], pipeline: define } }
pipelines: { define: { stages: [{ name: s, agents: [smoke_tester] }] } }
`);
    assert.deepEqual(problems, []);
    assert.deepEqual(
      definition?.agents.map(({ name, program }) => [name, program.kind]),
      [
        ['smoke_tester', 'shell'],
        ['artifact_analyzer', 'builtin'],
      ],
    );
    const ids = definition.clusters.map(({ id }) => id);
    assert.deepEqual([ids.indexOf('C4'), ids.indexOf('C13')], [3, 12]);
    assert.deepEqual(definition.clusters[3], {
      id: 'C4',
      name: 'Smoke Test',
      system: null,
      agents: ['smoke_tester'],
      concurrency: 2,
    });
    // Its agent is in a cluster of the file now.
    assert.deepEqual(definition.clusters[2]?.agents, []);
    assert.deepEqual(definition.phases[1], {
      id: '1',
      name: 'Define',
      clusters: ['C13'],
      pipeline: 'define',
    });
    assert.deepEqual(
      definition.pipelines.map(({ name, stages }) => [name, stages[0]?.name]),
      [['define', 's']],
    );
  });

  it('does not lend pipelines that a workspace of its own would not expect', () => {
    assert.deepEqual(problemsOf('phases: { "1": { pipeline: run_pipeline } }'), [
      '1:28 error unknown-pipeline',
    ]);
  });
});
