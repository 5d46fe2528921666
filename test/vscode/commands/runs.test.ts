import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { diagnosticsDocument, sectionOf } from '../diagnostics-document.ts';
import { DeedWorkspace } from './deed-workspace.ts';

describe('commands that act on runs', () => {
  let workspace: DeedWorkspace;

  before(async () => {
    workspace = await DeedWorkspace.open();
  });
  afterEach(() => workspace.tidy());

  const execute = (command: string, target: object) =>
    vscode.commands.executeCommand(`dodeca.${command}`, { folder: workspace.folder, ...target });

  it('run a pipeline, and answer with the id of the run', async () => {
    const run = await workspace.run('good');
    assert.equal(run.status, 'succeeded');
    assert.deepEqual(
      run.executions.map(({ stage, agent, status }) => `${stage}/${agent} ${status}`),
      ['first/quick succeeded', 'second/quick succeeded'],
    );
  });

  it('run an agent by itself, and a cluster side by side', async () => {
    const agent = await workspace.ended(String(await execute('runAgent', { agent: 'quick' })));
    assert.deepEqual(
      [agent.pipeline, agent.status, agent.executions.length],
      ['agent:quick', 'succeeded', 1],
    );
    const cluster = await workspace.ended(String(await execute('runCluster', { cluster: 'C1' })));
    assert.equal(cluster.pipeline, 'cluster:C1');
    assert.deepEqual(cluster.executions.map((execution) => execution.agent).sort(), ['quick', 'teller']);
  });

  it('cancel a run that goes on, with a reason', async () => {
    const runId = await workspace.start('long');
    await workspace.runThat(
      'starts its agent',
      runId,
      ({ executions: [slow] }) => slow?.status === 'running',
    );
    await execute('cancelRun', { runId });
    const { status, reason, executions } = await workspace.ended(runId);
    assert.deepEqual([status, executions[0]?.status], ['cancelled', 'cancelled']);
    assert.match(reason ?? '', /cancelled in the editor/);
  });

  it('resume a run that failed, without what succeeded', async () => {
    const failed = await workspace.run('mended');
    assert.equal(failed.status, 'failed');
    workspace.touch('whole');
    await execute('resumeRun', { runId: failed.runId });
    const resumed = await workspace.runThat('succeeds', failed.runId, ({ status }) => status === 'succeeded');
    const first = (run: typeof failed) => run.executions.find(({ stage }) => stage === 'before');
    assert.equal(first(resumed)?.finishedAt, first(failed)?.finishedAt);
  });

  it('run again from one agent on', async () => {
    workspace.touch('whole');
    const first = await workspace.run('mended');
    assert.equal(first.status, 'succeeded');
    await execute('rerunFromHere', { runId: first.runId, stage: 'then', agent: 'fragile' });
    const again = await workspace.runThat(
      'repeats the agent',
      first.runId,
      ({ finishedAt }) => finishedAt !== null && finishedAt !== first.finishedAt,
    );
    const startOf = (run: typeof first, stage: string) =>
      run.executions.find((execution) => execution.stage === stage)?.startedAt;
    assert.equal(startOf(again, 'before'), startOf(first, 'before'));
    assert.notEqual(startOf(again, 'then'), startOf(first, 'then'));
  });

  it('pin, unpin, archive and unarchive a run', async () => {
    const { runId } = await workspace.run('good');
    const marks = async () => {
      const { pinned, archived } = await workspace.session.call('run/show', { run: runId });
      return { pinned, archived };
    };
    assert.deepEqual(await marks(), { pinned: false, archived: false });
    await execute('pinRun', { runId });
    assert.deepEqual(await marks(), { pinned: true, archived: false });
    await execute('archiveRun', { runId });
    assert.deepEqual(await marks(), { pinned: true, archived: true });
    await execute('unpinRun', { runId });
    await execute('unarchiveRun', { runId });
    assert.deepEqual(await marks(), { pinned: false, archived: false });
  });

  it('give secrets to agents, and keep them out of logs, until they are removed', async () => {
    const secret = 'seven plums on a blue plate';
    await execute('setSecret', { name: 'TOLD', value: secret });
    const told = await workspace.ended(String(await execute('runAgent', { agent: 'teller' })));
    const length = `of ${secret.length} letters`;
    const log = await workspace.log(told.runId, 'teller');
    assert.ok(log.includes(length) && log.includes('[redacted]') && !log.includes(secret), log);

    await execute('removeSecret', { name: 'TOLD' });
    const untold = await workspace.ended(String(await execute('runAgent', { agent: 'teller' })));
    const emptyLog = await workspace.log(untold.runId, 'teller');
    assert.ok(emptyLog.includes('told [] of 0 letters'), emptyLog);
  });

  it('refuse a secret that no agent could read', async () => {
    await execute('setSecret', { name: 'two words', value: 'something' });
    const messages = sectionOf(await diagnosticsDocument(), 'Messages of the extension');
    assert.match(messages, /warning Use letters, digits and underscores\./);
    // It was not kept: there is none to be removed.
    await execute('removeSecret', { name: 'two words' });
    assert.match(
      sectionOf(await diagnosticsDocument(), 'Messages of the extension'),
      /warning This folder has no secrets\./,
    );
  });
});
