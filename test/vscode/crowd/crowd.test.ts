import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import * as vscode from 'vscode';
import type { DodecaExtension } from '../../../src/extension.ts';
import type { FolderSession } from '../../../src/vscode/folders/folder-session.ts';
import { sourceNode } from '../../harness/source-node.ts';
import { note } from '../../harness/vscode/note.ts';
import { until } from '../../harness/vscode/until.ts';
import { theExtension, theFolder } from '../dodeca.ts';
import { openFolders } from '../open-folders.ts';

const engine = join(import.meta.dirname, '..', '..', 'harness', 'crowd-engine.ts');

/** Seconds in which ten thousand executions pass: three times as fast as they would in a minute. */
const seconds = 20;

describe('twelve clusters, a thousand agents, ten thousand executions', () => {
  let dodeca: DodecaExtension;
  let session: FolderSession;

  before(async () => {
    await openFolders('crowd');
    dodeca = await theExtension();
    session = await theFolder();
    await vscode.commands.executeCommand('dodeca.stopEngine', { folder: session.uri });
    const child = spawn(sourceNode, [engine, '--workspace', session.folder.uri.fsPath], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      detached: true,
    });
    const [handshake] = await once(child, 'message');
    assert.deepEqual(handshake, { ready: true });
    child.unref();
    session.view.loaded = false;
    await vscode.commands.executeCommand('dodeca.refresh');
    await until('the crowd is there', async () => session.view.agents.size === 1000);
  });

  after(() => vscode.commands.executeCommand('dodeca.stopEngine', { folder: session.uri }));

  it('leave the extension host free, and what is open and selected as it is', async () => {
    await vscode.commands.executeCommand('dodeca.clusters.focus');
    const tree = dodeca.views.trees.clusters;
    const cluster = (await tree.getChildren())[2];
    assert.ok(cluster);
    const agent = (await tree.getChildren(cluster))[5];
    assert.ok(agent);
    // A view that is young may not have heard of it yet.
    await until('it is selected', async () => {
      await dodeca.views.reveal('clusters', agent);
      return dodeca.views.selected('clusters')[0] === agent.id;
    });
    const drawnBefore = Object.values(dodeca.views.trees).map(({ drawn }) => drawn.times);
    let closed = 0;
    const watch = dodeca.views.onDidCollapse(() => {
      closed += 1;
    });
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const began = performance.now();
    await session.call('run/start', {
      pipeline: 'crowd',
      params: { seconds },
      options: { maxConcurrent: null, keepGoing: false, useCache: false, missingInterpreter: 'fail' },
      secrets: {},
    });
    await vscode.commands.executeCommand('dodeca.agents.focus');
    await vscode.commands.executeCommand('dodeca.runs.focus');
    await vscode.commands.executeCommand('dodeca.clusters.focus');
    await until('it runs', async () => session.view.active().length === 1);
    await until('all have ended', async () => session.view.active().length === 0);
    const took = performance.now() - began;
    delay.disable();
    watch.dispose();
    const drawn = Object.values(dodeca.views.trees).map(
      ({ drawn: { times } }, index) => times - (drawnBefore[index] ?? 0),
    );
    note(
      `${seconds} s: the event loop was late by ${(delay.max / 1e6).toFixed(0)} ms at most, ` +
        `${(delay.percentile(99.9) / 1e6).toFixed(1)} ms in 99.9 of 100 cases; ` +
        `a tree was redrawn every ${(took / Math.max(...drawn)).toFixed(0)} ms`,
    );
    assert.equal(closed, 0, 'nothing was closed');
    await until('it is still selected', async () => dodeca.views.selected('clusters')[0] === agent.id);
    const [run] = session.view.runs.values();
    assert.equal(run?.view?.counts().get('succeeded'), 10_000);
    assert.deepEqual(
      [...session.view.agents.values()].filter(
        ({ active, report }) => active.size > 0 || report.recent.length !== 10,
      ),
      [],
    );
  });
});
