import assert from 'node:assert/strict';
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { DodecaExtension } from '../../../src/extension.ts';
import type { FolderSession } from '../../../src/vscode/folders/folder-session.ts';
import { note } from '../../harness/vscode/note.ts';
import { treeLines } from '../../harness/vscode/tree-lines.ts';
import { until } from '../../harness/vscode/until.ts';
import { theExtension, theFolder } from '../dodeca.ts';
import { openFolders } from '../open-folders.ts';
import { plant } from './plant.ts';

const timeless = (lines: readonly string[]) =>
  lines.map((line) =>
    line
      .replace(/\d+(\.\d+)? (ms|s)\b/g, '…')
      .replace(/\d{1,2}:\d{2}( [AP]M)?/g, '…')
      .replace(/\d{2,} %/g, 'N %'),
  );

describe('the views', () => {
  let dodeca: DodecaExtension;
  let session: FolderSession;
  const at = (name: string) => join(session.folder.uri.fsPath, name);
  const lines = async (
    view: keyof DodecaExtension['views']['trees'],
    open: 'all' | 'expanded' = 'expanded',
  ) => timeless(await treeLines(dodeca.views.trees[view], { open }));

  before(async () => {
    await openFolders('plant');
    dodeca = await theExtension();
    session = await theFolder();
    const began = performance.now();
    await dodeca.views.trees.clusters.getChildren();
    note(
      `the first lines came after ${(performance.now() - began).toFixed(0)} ms, the start of the engine included`,
    );
  });

  afterEach(async () => {
    writeFileSync(at('go'), '');
    await until('every run ends', async () => session.view.active().length === 0);
    rmSync(at('go'));
    rmSync(at('second'), { force: true });
  });

  const run = (pipeline: string) =>
    vscode.commands.executeCommand<string>('dodeca.runPipeline', {
      folder: session.uri,
      pipeline,
      params: {},
    });

  it('begin with what the definition holds', async () => {
    assert.deepEqual((await lines('clusters')).slice(0, 8), [
      '$(circle-large-outline) Sound | C1 · 3 agents',
      '  $(circle-large-outline) quick | never run',
      '  $(circle-large-outline) slow | never run',
      '  $(circle-large-outline) flaky | never run',
      '$(circle-large-outline) Unsound | C2 · 1 agent',
      '  $(circle-large-outline) broken | never run',
      '$(dash) Domain | C3 · no agents',
      '$(circle-large-outline) Smoke Test | C4 · 1 agent',
    ]);
    const clusters = await lines('clusters');
    assert.deepEqual(
      clusters.slice(clusters.indexOf('$(circle-large-outline) KEB · kernel | C9 · 1 agent')).slice(1, 3),
      [
        '  $(pulse) Slots, queue and locks | of the engine',
        '  $(circle-large-outline) performance_profiler | never run',
      ],
    );
    // Of a cluster that has no agents, the system is all there is.
    assert.ok(clusters.includes('$(dash) Temporal Scanner | C11 · journal of the engine'));
    assert.deepEqual(
      (await lines('agents')).filter((line) => / (quick|broken) /.test(line)),
      ['$(circle-large-outline) quick | never run', '$(circle-large-outline) broken | never run'],
    );
    const phases = await lines('phases', 'all');
    assert.equal(phases[0], '$(circle-large-outline) 0 Setup | setup · never run');
    const define = phases.indexOf('$(circle-large-outline) 1 Define | good · never run');
    assert.deepEqual(phases.slice(define, define + 6), [
      '$(circle-large-outline) 1 Define | good · never run',
      '  $(circle-large-outline) Sound | C1 · 3 agents',
      '    $(circle-large-outline) quick | never run',
      '    $(circle-large-outline) slow | never run',
      '    $(circle-large-outline) flaky | never run',
      '  $(dash) Domain | C3 · no agents',
    ]);
    assert.ok(phases.includes('$(circle-large-outline) 2 Measure | bad · never run'));
    assert.deepEqual(await lines('runs'), []);
    assert.equal(dodeca.statusBar.text, '$(layers) Dodeca');
  });

  it('follow a run, from its first moment to its last', async () => {
    await run('good');
    await until('slow tells how far it is, and quick has ended', async () => {
      const shown = (await lines('clusters')).join();
      return shown.includes('half way') && shown.includes('$(pass) quick');
    });
    assert.deepEqual((await lines('clusters')).slice(0, 4), [
      '$(sync~spin) Sound | C1 · 1 running',
      '  $(pass) quick | …',
      '  $(sync~spin) slow | N % · … · half way',
      '  $(clock) flaky | queued',
    ]);
    assert.equal((await lines('agents'))[0], '$(sync~spin) slow | N % · … · half way');
    assert.deepEqual((await lines('runs', 'all')).slice(0, 7), [
      'Today',
      '  $(sync~spin) good | running · N % · …',
      '    $(sync~spin) first | 1 of 2',
      '      $(pass) quick | …',
      '      $(sync~spin) slow | N % · … · half way',
      '    $(clock) second | 0 of 1',
      '      $(clock) flaky | queued',
    ]);
    await until('the status bar', async () =>
      /^\$\(sync~spin\) 1 running · 33 %/.test(dodeca.statusBar.text),
    );
    writeFileSync(at('go'), '');
    await until('it ends', async () => session.view.active().length === 0);
    assert.deepEqual((await lines('runs', 'all')).slice(0, 9), [
      'Today',
      '  $(pass) good | … · …',
      '    $(pass) first | succeeded',
      '      $(pass) quick | …',
      '      $(pass) slow | …',
      '    $(pass) second | succeeded',
      '      $(pass) flaky | …',
      '        $(error) Attempt 1 | … · … · attempt 1 of 2: exit code 1',
      '        $(pass) Attempt 2 | … · …',
    ]);
    assert.ok((await lines('phases')).includes('$(pass) 1 Define | good · succeeded · … · …'));
    await until('the status bar is idle', async () => dodeca.statusBar.text === '$(layers) Dodeca');
  });

  it('show what the systems of the engine do', async () => {
    await run('locked');
    const facts = async () =>
      (await lines('clusters', 'all')).filter((line) => /^ {4}(slots|lock|both|runs|size|load)\b/.test(line));
    await until('it is seen who holds the lock', async () =>
      (await facts()).some((line) => line.startsWith('    lock gate | held by both/holds')),
    );
    const shown = await facts();
    assert.ok(shown.includes('    slots | 1 of 2 in use'), shown.join('\n'));
    assert.ok(
      shown.some((line) => line.startsWith('    both/waits | waits for lock gate, held by both/holds')),
      shown.join('\n'),
    );
    assert.ok(
      shown.some((line) => line.startsWith('    runs | 1 active, ')),
      shown.join('\n'),
    );
    assert.ok(
      shown.some((line) => line.startsWith('    load | ')),
      shown.join('\n'),
    );
  });

  it('tell what went wrong, and put it first', async () => {
    await run('bad');
    await until('it ends', async () => (await lines('clusters')).join().includes('1 failed'));
    assert.deepEqual((await lines('clusters')).slice(4, 6), [
      '$(error) Unsound | C2 · 1 failed',
      '  $(error) broken | failed · …',
    ]);
    assert.match((await lines('agents'))[0] ?? '', /^\$\(error\) broken \| ◌+✕+ failed · …$/);
    const runs = await lines('runs', 'all');
    assert.deepEqual(runs.slice(1, 6), [
      '  $(error) bad | … · … · failed',
      '    $(error) only | failed',
      '      $(error) broken | failed · … · exit code 3',
      '    $(debug-step-over) after | skipped',
      '      $(debug-step-over) quick | skipped · needs only, which failed',
    ]);
  });

  it('say what an agent waits for', async () => {
    await run('locked');
    await until('one waits for the other', async () => (await lines('agents')).join().includes('held'));
    const held = (await lines('agents')).find((line) => line.includes('held'));
    assert.match(held ?? '', /\$\(debug-pause\) waits \| .*held · .*gate/);
  });

  it('show another definition as soon as it is saved, and the last good one while it is wrong', async () => {
    try {
      writeFileSync(at('dodeca.yaml'), plant.replace('name: Sound', 'name: Renamed'));
      await until('the new name', async () => (await lines('clusters'))[0]?.includes('Renamed'));
      writeFileSync(at('dodeca.yaml'), 'agents: [');
      await until('the definition is found wrong', async () => session.view.problem !== null);
      assert.match((await lines('clusters'))[0] ?? '', /Renamed/);
    } finally {
      writeFileSync(at('dodeca.yaml'), plant);
      await until('the definition is right again', async () => session.view.problem === null);
    }
  });

  it('keep archived runs apart', async () => {
    const runId = await run('bad');
    await until('it ends', async () => session.view.active().length === 0);
    await vscode.commands.executeCommand('dodeca.archiveRun', { folder: session.uri, runId });
    await until('it is apart', async () => (await lines('runs', 'all')).includes('Archived'));
    await vscode.commands.executeCommand('dodeca.unarchiveRun', { folder: session.uri, runId });
    await until('it is back', async () => !(await lines('runs', 'all')).includes('Archived'));
    await vscode.commands.executeCommand('dodeca.pinRun', { folder: session.uri, runId });
    await until('it is pinned', async () => (await lines('runs')).join().includes('pinned'));
  });

  it('come back when the engine was stopped, and start none by themselves', async () => {
    const before = await lines('runs', 'all');
    await vscode.commands.executeCommand('dodeca.stopEngine', { folder: session.uri });
    await until('the session knows', async () => session.state === 'idle');
    assert.equal(existsSync(at('.dodeca/engine.json')), false);
    assert.deepEqual((await lines('runs')).slice(0, 2), before.slice(0, 2), 'what was shown stays');
    assert.equal(existsSync(at('.dodeca/engine.json')), false);
    await session.engine();
    assert.equal(session.state, 'connected');
  });

  it('survive the death of the engine: the run is told as interrupted', async () => {
    await run('good');
    await until('it runs', async () => (await lines('clusters')).join().includes('half way'));
    const { pid } = (await session.engine()).info;
    process.kill(pid, 'SIGKILL');
    await until('it is told', async () => (await lines('runs', 'all')).join().includes('interrupted'));
    assert.notEqual((await session.engine()).info.pid, pid);
  });

  it('say why there is no engine, and have it again', async () => {
    await vscode.commands.executeCommand('dodeca.stopEngine', { folder: session.uri });
    const state = at('.dodeca');
    renameSync(state, at('aside'));
    writeFileSync(state, 'in the way');
    try {
      await vscode.commands.executeCommand('dodeca.refresh');
      assert.equal(session.state, 'failed');
      assert.match(session.problem ?? '', /\.dodeca/);
    } finally {
      rmSync(state);
      renameSync(at('aside'), state);
    }
    await vscode.commands.executeCommand('dodeca.refresh');
    assert.equal(session.state, 'connected');
  });
});
