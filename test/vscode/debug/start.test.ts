import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { until } from '../../harness/vscode/until.ts';
import { DebugTrace } from './debug-trace.ts';
import { DebuggedWorkshop } from './debugged-workshop.ts';

describe('starting to debug', () => {
  let workshop: DebuggedWorkshop;
  let trace: DebugTrace;

  before(async () => {
    workshop = await DebuggedWorkshop.open();
  });
  beforeEach(() => {
    trace = new DebugTrace();
  });
  afterEach(async () => {
    await workshop.tidy(trace);
    trace.dispose();
  });

  /** What F5 does where there is no `launch.json`. */
  const f5 = () =>
    vscode.debug.startDebugging(workshop.session.folder, { type: 'dodeca', name: '', request: '' });
  const started = async (): Promise<vscode.DebugSession> =>
    await until('a session', async () => trace.sessions[0]);

  it('debugs the pipeline that the cursor is in, without a launch.json', async () => {
    await workshop.show('dodeca.yaml', 'name: begin');
    assert.ok(await f5());
    const { name, configuration } = await started();
    assert.equal(name, 'workshop');
    const { pipeline, request, workspace, params } = configuration;
    assert.deepEqual(
      { pipeline, request, workspace, params },
      {
        pipeline: 'workshop',
        request: 'launch',
        workspace: workshop.session.folder.uri.fsPath,
        params: {},
      },
    );
    await trace.end();
    const run = await workshop.ended();
    assert.equal(run.pipeline, 'workshop');
    assert.equal(run.status, 'succeeded');
  });

  it('saves the definition before it is read', async () => {
    const before = readFileSync(workshop.path('dodeca.yaml'), 'utf8');
    try {
      const { document } = await workshop.show('dodeca.yaml', 'name: begin');
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, document.positionAt(0), '# changed\n');
      assert.ok(await vscode.workspace.applyEdit(edit));
      assert.ok(await f5());
      await started();
      assert.equal(document.isDirty, false);
      await trace.end();
    } finally {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      writeFileSync(workshop.path('dodeca.yaml'), before);
    }
  });

  it('starts nothing while the definition is wrong', async () => {
    const before = readFileSync(workshop.path('dodeca.yaml'), 'utf8');
    try {
      writeFileSync(workshop.path('dodeca.yaml'), before.replace('pipelines:', 'pipelinez:'));
      assert.equal(await f5(), false);
      assert.deepEqual(trace.sessions, []);
    } finally {
      writeFileSync(workshop.path('dodeca.yaml'), before);
    }
  });

  it('takes what the settings of the folder say, unless the configuration says it', async () => {
    const settings = vscode.workspace.getConfiguration('dodeca.run', workshop.session.folder);
    const target = vscode.ConfigurationTarget.Workspace;
    await settings.update('keepGoing', true, target);
    await settings.update('maxConcurrent', 3, target);
    try {
      await workshop.debug({ pipeline: 'workshop', maxConcurrent: 2 });
      const { configuration } = await started();
      assert.equal(configuration.keepGoing, true);
      assert.equal(configuration.maxConcurrent, 2);
      await trace.end();
    } finally {
      await settings.update('keepGoing', undefined, target);
      await settings.update('maxConcurrent', undefined, target);
    }
  });

  it('gives the secrets of the folder to the agents, and never to the configuration', async () => {
    const given = { folder: workshop.session.uri, name: 'TOLD', value: 'seven plums on a plate' };
    await vscode.commands.executeCommand('dodeca.setSecret', given);
    const before = readFileSync(workshop.path('dodeca.yaml'), 'utf8');
    try {
      // Read at once, since the engine reads the definition when it is asked.
      writeFileSync(
        workshop.path('dodeca.yaml'),
        before.replace("run: 'echo told'", 'run: \'echo "of $(printf %s "$TOLD" | wc -c) letters"\''),
      );
      await workshop.debug({ pipeline: 'agent:tell' });
      const { configuration } = await started();
      assert.ok(!JSON.stringify(configuration).includes('plums'));
      await trace.end();
      const { runId } = await workshop.ended();
      assert.match(await workshop.log(runId, 'tell'), /of 22 letters/);
    } finally {
      writeFileSync(workshop.path('dodeca.yaml'), before);
      await vscode.commands.executeCommand('dodeca.removeSecret', given);
    }
  });

  it('is what the commands do: pipelines, agents and clusters', async () => {
    const folder = workshop.session.uri;
    const debug = async (command: string, target: Readonly<Record<string, unknown>>) => {
      const at = trace.sessions.length;
      assert.equal(await vscode.commands.executeCommand(`dodeca.${command}`, { folder, ...target }), true);
      const { configuration } = await until('a session', async () => trace.sessions[at]);
      await trace.end();
      return configuration;
    };
    assert.equal((await debug('debugCluster', { cluster: 'C1' })).pipeline, 'cluster:C1');
    assert.equal((await debug('debugPipeline', { pipeline: 'workshop' })).pipeline, 'workshop');
    assert.deepEqual((await workshop.ended()).status, 'succeeded');
  });
});
