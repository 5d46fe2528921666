import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { until } from '../../harness/vscode/until.ts';
import { DebugTrace, framesOf, press, type Stop, threadsOf } from './debug-trace.ts';
import { DebuggedWorkshop } from './debugged-workshop.ts';
import { lineOf } from './workshop.ts';

describe('attaching the debugger', () => {
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

  const lineOfStop = async (stop: Stop): Promise<string> => {
    const [frame] = await framesOf(stop);
    return `${basename(frame?.source?.path ?? '')}:${frame?.line}`;
  };
  const at = (text: string) => `dodeca.yaml:${lineOf('dodeca.yaml', text)}`;

  /** `dodeca run` of the packed extension, as somebody types it in a terminal. */
  const runInTerminal = (pipeline: string) => {
    const extension = vscode.extensions.getExtension('dodeca.dodeca');
    const cli = join(extension?.extensionPath ?? '', 'dist', 'cli.js');
    const words = [cli, 'run', pipeline, '--workspace', workshop.session.folder.uri.fsPath];
    return spawn(process.execPath, words, {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: 'ignore',
    });
  };

  it('joins a run that was started on the command line, and lets it go on when it leaves', async () => {
    const command = runInTerminal('patient');
    const ended = once(command, 'exit');
    const runId = await workshop.active();
    workshop.breakAt('dodeca.yaml', '{ name: after, agents');
    const target = { folder: workshop.session.uri, runId };
    assert.equal(await vscode.commands.executeCommand('dodeca.attachDebugger', target), true);
    const [joined] = trace.sessions;
    assert.ok(joined);
    await until('it has joined', async () => (await threadsOf(joined))[0] === 'wait/slow');
    workshop.letGo();
    const stop = await trace.nextStop();
    assert.equal(await lineOfStop(stop), at('{ name: after, agents'));
    assert.equal(stop.session.configuration.run, runId);
    // What was attached is not ended by the button that ends it.
    await press('disconnect');
    await trace.end();
    assert.equal((await workshop.ended()).status, 'succeeded');
    assert.deepEqual(await ended, [0, null]);
  });

  it('stops a run that goes on when it is told to pause, and starts nothing new until it goes on', async () => {
    await workshop.debug({ pipeline: 'patient' });
    const runId = await workshop.active();
    const [session] = trace.sessions;
    assert.ok(session);
    await until('the agent runs', async () => (await threadsOf(session))[0] === 'wait/slow');
    await press('pause');
    const running = await trace.nextStop();
    assert.equal(running.reason, 'pause');
    assert.equal(await lineOfStop(running), at('{ name: wait, agents'));
    workshop.letGo();
    // What ran has ended, and what comes next stands in its place.
    const next = await trace.nextStop();
    assert.equal(await lineOfStop(next), at('{ name: after, agents'));
    const run = workshop.session.view.runs.get(runId);
    assert.equal(run?.summary.status, 'paused');
    assert.equal(run?.view?.counts().get('succeeded'), 1);
    await press('continue');
    await trace.end();
    assert.equal((await workshop.ended()).status, 'succeeded');
  });

  it('opens the record of a run that has ended, forwards and backwards, and changes nothing', async () => {
    await workshop.debug({ pipeline: 'workshop', noDebug: true });
    await trace.end();
    const { runId, finishedAt } = await workshop.ended();
    const target = { folder: workshop.session.uri, runId };
    assert.equal(await vscode.commands.executeCommand('dodeca.debugRecord', target), true);
    const places = [await lineOfStop(await trace.nextStop())];
    for (const button of ['stepOver', 'stepOver', 'stepBack'] as const) {
      await press(button);
      places.push(await lineOfStop(await trace.nextStop()));
    }
    assert.deepEqual(places, ['- name: begin', '- name: add', '- name: check', '          - sum'].map(at));
    await press('disconnect');
    await trace.end();
    const again = await workshop.session.call('run/show', { run: runId });
    assert.equal(again.finishedAt, finishedAt);
    assert.equal([...workshop.session.view.runs.keys()][0], runId, 'nothing was run');
  });
});
