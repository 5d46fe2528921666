import assert from 'node:assert/strict';
import type { RecordedExecution } from '../../../src/journal/run-records.ts';
import type { ExecutionStatus } from '../../../src/model/status.ts';
import { planResume } from '../../../src/orchestrator/plan-resume.ts';
import { agentOf, planOf, stageOf } from '../../harness/definitions.ts';

const agents = ['a', 'b', 'c', 'd'].map((name) => agentOf(name));
const plan = planOf(agents, [
  stageOf('one', ['a', 'b']),
  stageOf('two', ['c'], { needs: ['one'] }),
  stageOf('aside', ['d', 'a'], { parallel: true }),
]);

function recorded(stage: string, agent: string, status: ExecutionStatus, undone = false): RecordedExecution {
  return {
    executionId: `${stage}/${agent}`,
    stage,
    agent,
    status,
    attempts: 1,
    attempt: 1,
    exitCode: 0,
    startedAt: null,
    finishedAt: null,
    durationMs: 5,
    reason: null,
    findings: { error: 0, warning: 0, info: 0 },
    percent: null,
    message: null,
    pid: null,
    processStart: null,
    signal: null,
    undone,
  };
}

/** What runs again, as `stage/agent`. */
function again(executions: readonly RecordedExecution[], from: string | null = null): string[] | string {
  const successes = executions.filter(({ status, undone }) => status === 'succeeded' && !undone);
  const result = planResume(plan, executions, successes, from);
  if (!result.ok) return result.error;
  return plan.executions
    .filter(({ index }) => result.value.earlier[index]?.again ?? true)
    .map(({ stage, agent }) => `${plan.stages[stage]?.definition.name}/${agent.name}`);
}

const done = [
  recorded('one', 'a', 'succeeded'),
  recorded('one', 'b', 'cached'),
  recorded('two', 'c', 'succeeded'),
  recorded('aside', 'd', 'succeeded'),
  recorded('aside', 'a', 'succeeded'),
];

describe('planResume', () => {
  it('runs again exactly what had not succeeded', () => {
    const statuses: ExecutionStatus[] = ['succeeded', 'cached', 'failed', 'skipped', 'interrupted'];
    const executions = done.map((execution, index) => ({
      ...execution,
      status: statuses[index] ?? 'failed',
    }));
    assert.deepEqual(again(executions), ['two/c', 'aside/d', 'aside/a']);
  });

  it('runs again what was undone, and what was never recorded', () => {
    assert.deepEqual(again([recorded('one', 'a', 'succeeded', true), ...done.slice(1, 4)]), [
      'one/a',
      'aside/a',
    ]);
  });

  it('repeats an agent wherever it stands, and all that follows it', () => {
    assert.deepEqual(again(done, 'a'), ['one/a', 'one/b', 'two/c', 'aside/a']);
    assert.deepEqual(again(done, 'one/b'), ['one/b', 'two/c']);
    assert.deepEqual(again(done, 'aside/d'), ['aside/d']);
  });

  it('says what it does not know, and what was probably meant', () => {
    assert.equal(again(done, 'two/d'), "the run has no agent 'two/d'; did you mean 'two/c'?");
  });
});
