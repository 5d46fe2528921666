import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { until } from '../../harness/vscode/until.ts';
import {
  DebugTrace,
  framesOf,
  press,
  type Stop,
  scopesOf,
  type Variable,
  variablesOf,
} from './debug-trace.ts';
import { DebuggedWorkshop } from './debugged-workshop.ts';
import { lineOf } from './workshop.ts';

describe('stepping into agents', () => {
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

  const placeOf = async (stop: Stop): Promise<string> => {
    const [frame] = await framesOf(stop);
    const path = frame?.source?.path;
    return path === undefined ? JSON.stringify(frame ?? 'no frame') : `${basename(path)}:${frame?.line}`;
  };

  /**
   * Where a Node agent stops first. VS Code's debugger for Node waits half a second for a script that it has not heard
   * of; on a busy machine the place is in no file then, and the next line's is.
   */
  const entryOf = async (stop: Stop): Promise<string> => {
    const [frame] = await framesOf(stop);
    if (frame !== undefined && frame.source === undefined) {
      await press('stepOver');
      return await placeOf(await trace.nextStop());
    }
    return await placeOf(stop);
  };

  /** The variables of the innermost frame, of all scopes that are not costly. */
  const localsOf = async (stop: Stop): Promise<ReadonlyMap<string, Variable>> => {
    const [frame] = await framesOf(stop);
    const scopes = await scopesOf(stop.session, frame?.id ?? 0);
    const found = new Map<string, Variable>();
    for (const [name, reference] of scopes) {
      if (/global/i.test(name)) continue;
      for (const [variable, value] of await variablesOf(stop.session, reference)) found.set(variable, value);
    }
    return found;
  };

  it('stops on the first line of a Node agent, and at a breakpoint in its file', async () => {
    workshop.breakAt('dodeca.yaml', '          - sum');
    workshop.breakAt('agents/sum.js', 'total += number');
    await workshop.debug({ pipeline: 'workshop' });
    const stage = await trace.nextStop();
    assert.equal(stage.session.type, 'dodeca');
    await press('stepInto');
    const first = await trace.nextStop();
    assert.notEqual(first.session.type, 'dodeca');
    assert.match(await entryOf(first), /^sum\.js:[134]$/);
    await press('continue');
    for (const [number, total] of [
      ['1', '0'],
      ['2', '1'],
    ]) {
      const stop = await trace.nextStop();
      assert.equal(await placeOf(stop), `sum.js:${lineOf('agents/sum.js', 'total += number')}`);
      const locals = await localsOf(stop);
      assert.equal(locals.get('number')?.value, number);
      assert.equal(locals.get('total')?.value, total);
      await press('continue');
    }
    await trace.nextStop();
    await trace.removeBreakpoints();
    await press('continue');
    await trace.end();
    const { runId, status } = await workshop.ended();
    assert.equal(status, 'succeeded');
    assert.match(await workshop.log(runId, 'sum'), /total 6 calm fast/);
  });

  it('stops in an agent that is debugged by itself', async () => {
    const target = { folder: workshop.session.uri, agent: 'sum' };
    assert.equal(await vscode.commands.executeCommand('dodeca.debugAgent', target), true);
    const first = await trace.nextStop();
    assert.match(await entryOf(first), /^sum\.js:[134]$/);
    await press('continue');
    await trace.end();
    assert.equal((await workshop.ended()).status, 'succeeded');
  });

  it('stops in the process of a Node agent that runs already, and leaves it running', async () => {
    await workshop.debug({ pipeline: 'turning', noDebug: true });
    const runId = await workshop.active();
    await until('the agent runs', async () =>
      workshop.session.view.runs.get(runId)?.view?.counts().get('running'),
    );
    workshop.breakAt('agents/turn.js', 'turns += 1');
    const target = { folder: workshop.session.uri, runId, stage: 'turning', agent: 'turn' };
    assert.equal(await vscode.commands.executeCommand('dodeca.attachDebugger', target), true);
    const stop = await trace.nextStop();
    assert.equal(await placeOf(stop), `turn.js:${lineOf('agents/turn.js', 'turns += 1')}`);
    assert.match((await localsOf(stop)).get('turns')?.value ?? '', /^\d+$/);
    await trace.removeBreakpoints();
    await press('continue');
    workshop.letGo();
    await trace.end();
    assert.equal((await workshop.ended()).status, 'succeeded');
  });

  it('stops in a Python agent, without the Python extension', async function () {
    const python = process.env.DODECA_TEST_PYTHON;
    if (!python) return this.skip();
    assert.equal(vscode.extensions.getExtension('ms-python.debugpy'), undefined);
    const before = readFileSync(workshop.path('dodeca.yaml'), 'utf8');
    const own = `say: { file: agents/say.py, interpreter: ${JSON.stringify(python)} }`;
    writeFileSync(workshop.path('dodeca.yaml'), before.replace('say: { file: agents/say.py }', own));
    try {
      workshop.breakAt('dodeca.yaml', '{ name: talk, agents');
      workshop.breakAt('agents/say.py', 'print(line)');
      await workshop.debug({ pipeline: 'talk' });
      // The stage and its only agent stand on one line.
      await trace.nextStop();
      await press('stepInto');
      await trace.nextStop();
      await press('stepInto');
      const first = await trace.nextStop();
      assert.equal(first.session.name.includes('say'), true, first.session.name);
      assert.equal(await placeOf(first), 'say.py:1');
      await press('continue');
      const stop = await trace.nextStop();
      assert.equal(await placeOf(stop), `say.py:${lineOf('agents/say.py', 'print(line)')}`);
      assert.equal((await localsOf(stop)).get('line')?.value, "'good morning'");
      await press('continue');
      await trace.end();
      const { runId, status } = await workshop.ended();
      assert.equal(status, 'succeeded');
      assert.match(await workshop.log(runId, 'say'), /good morning/);
    } finally {
      writeFileSync(workshop.path('dodeca.yaml'), before);
    }
  });
});
