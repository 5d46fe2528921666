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

  it('asks what was meant', () => {
    assert.deepEqual(selectRun(definition, 'mian2'), {
      ok: false,
      error: 'there is no pipeline `mian2`: there are `main` and `define`',
    });
    assert.deepEqual(selectRun(definition, 'mains'), {
      ok: false,
      error: 'there is no pipeline `mains`: did you mean `main`?',
    });
  });
});
