import assert from 'node:assert/strict';
import { selectRun } from '../../../src/pipeline/select-run.ts';
import { analyze } from './analyze.ts';

const { definition } = analyze(`
env: { A: x }
agents: { one: { run: x }, two: { run: y }, three: { run: z } }
clusters:
  C20: { agents: [one, three], concurrency: 2 }
  C21: { agents: [two] }
  C22: { agents: [], concurrency: 1 }
pipelines:
  main: { stages: [{ name: s, agents: [two, one] }, { name: t, agents: [one, smoke_tester] }] }
`);
assert.ok(definition);

describe('selectRun', () => {
  it('takes what the pipeline names, and the clusters that limit it', () => {
    const run = selectRun(definition, 'main');
    assert.ok(run.ok);
    assert.equal(run.value.pipeline.name, 'main');
    assert.deepEqual(
      run.value.agents.map(({ name }) => name),
      ['two', 'one', 'smoke_tester'],
    );
    assert.deepEqual(run.value.clusters, [
      { id: 'C20', name: 'C20', system: null, agents: ['one'], concurrency: 2 },
    ]);
    assert.deepEqual(run.value.env, { A: 'x' });
  });

  it('makes a pipeline of one agent, and of a cluster', () => {
    const one = selectRun(definition, 'agent:one');
    assert.ok(one.ok);
    assert.deepEqual(one.value.pipeline, {
      name: 'agent:one',
      description: null,
      params: [],
      stages: [
        {
          name: 'one',
          agents: ['one'],
          parallel: true,
          critical: false,
          allowFailure: false,
          needs: null,
          when: null,
        },
      ],
    });
    assert.deepEqual(
      one.value.clusters.map(({ id, agents }) => [id, agents]),
      [['C20', ['one']]],
    );
    const cluster = selectRun(definition, 'cluster:C20');
    assert.ok(cluster.ok);
    assert.deepEqual(
      cluster.value.pipeline.stages.map(({ name, agents, parallel }) => [name, agents, parallel]),
      [['C20', ['one', 'three'], true]],
    );
    assert.deepEqual(
      cluster.value.agents.map(({ name }) => name),
      ['one', 'three'],
    );
    assert.ok(selectRun(definition, 'agent:smoke_tester').ok);
  });

  it('takes a declared pipeline of that very name instead', () => {
    const { definition: own } = analyze(`
agents: { one: { run: x }, two: { run: y } }
pipelines: { "agent:one": { stages: [{ name: s, agents: [two] }] } }
`);
    assert.ok(own);
    const run = selectRun(own, 'agent:one');
    assert.ok(run.ok);
    assert.equal(run.value.pipeline.stages[0]?.name, 's');
  });

  const mistakes: Record<string, string> = {
    'agent:tow': 'there is no agent `tow`: did you mean `agent:two`?',
    'agent:smoke_tset': 'there is no agent `smoke_tset`: did you mean `agent:smoke_tester`?',
    'cluster:C202': 'there is no cluster `C202`: did you mean `cluster:C20`?',
    'cluster:C22': 'cluster `C22` has no agents, so there is nothing to run',
    three: 'there is no pipeline `three`: did you mean `agent:three`?',
    C20: 'there is no pipeline `C20`: did you mean `cluster:C20`?',
  };
  for (const [target, error] of Object.entries(mistakes)) {
    it(`says of ${target}: ${error}`, () => {
      assert.deepEqual(selectRun(definition, target), { ok: false, error });
    });
  }

  it('asks what was meant', () => {
    assert.deepEqual(selectRun(definition, 'mian2'), {
      ok: false,
      error:
        'there is no pipeline `mian2`: there are `main`, `setup`, `define`, `measure_identify`, `measure_execute`, `analyze`, `improve` and `control`',
    });
    assert.deepEqual(selectRun(definition, 'mains'), {
      ok: false,
      error: 'there is no pipeline `mains`: did you mean `main`?',
    });
  });
});
