import assert from 'node:assert/strict';
import { builtinAgents } from '../../../src/builtin/builtin-agents.ts';
import { analyzeDefinition, defaultDefinition } from '../../../src/pipeline/analyze-definition.ts';
import { commonPipelines } from '../../../src/pipeline/merge-defaults.ts';
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
      ['run_pipeline', 'quick_test', 'full_optimization', ...commonPipelines],
    );
    assert.deepEqual(
      definition.agents.map(({ name, program }) => [name, program.kind]),
      Array.from(builtinAgents.keys(), (name) => [name, 'builtin']),
    );
  });

  it('gives every agent a cluster, every phase a pipeline, and runs them all in run_pipeline', () => {
    const { agents, clusters, phases, pipelines } = defaultDefinition();
    const names = agents.map(({ name }) => name).sort();
    assert.deepEqual(clusters.flatMap((cluster) => cluster.agents).sort(), names);
    assert.deepEqual(
      phases.map(({ pipeline }) => pipeline),
      [...commonPipelines],
    );
    const stages = pipelines.find(({ name }) => name === 'run_pipeline')?.stages ?? [];
    assert.deepEqual(stages.flatMap((stage) => stage.agents).sort(), names);
    // It sums up what the others have measured.
    assert.deepEqual(stages.at(-1)?.agents, ['recursive_framework']);
  });

  it('lets in a phase only agents of clusters that take part', () => {
    const { clusters, phases, pipelines } = defaultDefinition();
    for (const phase of phases) {
      const allowed = clusters.filter(({ id }) => phase.clusters.includes(id)).flatMap((one) => one.agents);
      const stages = pipelines.find(({ name }) => name === phase.pipeline)?.stages ?? [];
      const strangers = stages.flatMap((stage) => stage.agents).filter((agent) => !allowed.includes(agent));
      assert.deepEqual(strangers, [], phase.id);
    }
  });

  it('lends its agents, clusters, phases and their pipelines to every other', () => {
    const { definition } = analyze(
      'agents: { mine: { run: x } }\npipelines: { p: { stages: [{ name: s, agents: [mine] }] } }',
    );
    assert.deepEqual(
      definition?.agents.map(({ name }) => name),
      ['mine', ...builtinAgents.keys()],
    );
    assert.deepEqual(
      definition.pipelines.map(({ name }) => name),
      ['p', ...commonPipelines],
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
      Array.from(builtinAgents.keys(), (name) => [name, name === 'smoke_tester' ? 'shell' : 'builtin']),
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
      definition.pipelines
        .filter(({ name }) => name === 'define')
        .map(({ stages }) => stages.map(({ name }) => name)),
      [['s']],
    );
  });

  it('does not lend pipelines that a workspace of its own would not expect', () => {
    assert.deepEqual(problemsOf('phases: { "1": { pipeline: run_pipeline } }'), [
      '1:28 error unknown-pipeline',
    ]);
  });
});
