import assert from 'node:assert/strict';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { treeLines } from '../../harness/vscode/tree-lines.ts';
import { until } from '../../harness/vscode/until.ts';
import { theExtension } from '../dodeca.ts';
import { DebugTrace, framesOf, press, scopesOf, variablesOf } from './debug-trace.ts';
import { DebuggedWorkshop } from './debugged-workshop.ts';
import { lineOf } from './workshop.ts';

const definition = 'dodeca.yaml';
const at = (text: string) => lineOf(definition, text);

describe('a pipeline that is debugged', () => {
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

  /** The frames of a stop as `file:line`, the innermost first. */
  const placesOf = async (stop: Parameters<typeof framesOf>[0]): Promise<string[]> =>
    (await framesOf(stop)).map(({ source, line }) => `${basename(source?.path ?? '')}:${line}`);

  it('stops at a breakpoint in the gutter of its definition, at an agent, and shows all that it has', async () => {
    workshop.breakAt(definition, '          - sum');
    await workshop.debug({ pipeline: 'workshop' });
    const stop = await trace.nextStop();
    assert.equal(stop.reason, 'breakpoint');
    assert.deepEqual(
      await placesOf(stop),
      ['          - sum', '- name: add', '  workshop:'].map((text) => `${definition}:${at(text)}`),
    );
    const [frame] = await framesOf(stop);
    assert.ok(frame);
    const scopes = await scopesOf(stop.session, frame.id);
    assert.deepEqual(
      [...scopes.keys()],
      ['Inputs', 'Environment', 'Outputs', 'Metrics', 'Resources and Locks'],
    );
    const inputs = await variablesOf(stop.session, scopes.get('Inputs') ?? 0);
    assert.deepEqual([...inputs.keys()], ['with', 'params', 'outputs']);
    const parameters = await variablesOf(stop.session, inputs.get('with')?.variablesReference ?? 0);
    assert.match(parameters.get('word')?.value ?? '', /^"?calm"?$/);
    await press('continue');
    await trace.end();
    assert.equal((await workshop.ended()).status, 'succeeded');
  });

  it('starts an agent with the values that were changed while it stood', async () => {
    workshop.breakAt(definition, '          - sum');
    await workshop.debug({ pipeline: 'workshop' });
    const { session, ...stop } = await trace.nextStop();
    const [frame] = await framesOf({ session, ...stop });
    const scopes = await scopesOf(session, frame?.id ?? 0);
    const inputs = await variablesOf(session, scopes.get('Inputs') ?? 0);
    const change = (variablesReference: number | undefined, name: string, value: string) =>
      session.customRequest('setVariable', { variablesReference, name, value });
    await change(inputs.get('with')?.variablesReference, 'word', 'brisk');
    await change(inputs.get('with')?.variablesReference, 'numbers', '[10, 20]');
    await change(scopes.get('Environment'), 'MODE', 'slow');
    await press('continue');
    await trace.end();
    const { runId, status } = await workshop.ended();
    assert.equal(status, 'succeeded');
    assert.match(await workshop.log(runId, 'sum'), /total 30 brisk slow/);
  });

  it('stops at a stage, at its name, and steps from place to place', async () => {
    workshop.breakAt(definition, '- name: add');
    await workshop.debug({ pipeline: 'workshop' });
    assert.equal((await placesOf(await trace.nextStop()))[0], `${definition}:${at('- name: add')}`);
    await press('stepInto');
    const agent = await trace.nextStop();
    assert.equal(agent.reason, 'step');
    assert.equal((await placesOf(agent))[0], `${definition}:${at('          - sum')}`);
    await press('stepOver');
    assert.equal((await placesOf(await trace.nextStop()))[0], `${definition}:${at('- name: check')}`);
    await press('stepOver');
    await trace.end();
    assert.equal((await workshop.ended()).status, 'succeeded');
  });

  it('stops where a condition holds, and at an agent by its name', async () => {
    workshop.breakAt(definition, '- name: begin', 'attempt > 1');
    workshop.breakAt(definition, '- name: check', 'outputs.sum.total == 6');
    vscode.debug.addBreakpoints([new vscode.FunctionBreakpoint('sum')]);
    await workshop.debug({ pipeline: 'workshop' });
    const named = await trace.nextStop();
    assert.equal(named.reason, 'function breakpoint');
    assert.equal((await placesOf(named))[0], `${definition}:${at('          - sum')}`);
    await press('continue');
    assert.equal((await placesOf(await trace.nextStop()))[0], `${definition}:${at('- name: check')}`);
    await press('continue');
    await trace.end();
  });

  it('evaluates what is under the pointer, and shows conditions beside their lines', async () => {
    workshop.breakAt(definition, '- name: check');
    await workshop.debug({ pipeline: 'workshop' });
    const stop = await trace.nextStop();
    const editor = await workshop.show(definition);
    const asked = (context: string) =>
      trace
        .said('evaluate', 'editor')
        .filter(({ message }) => message.arguments?.context === context)
        .map(({ message }) => String(message.arguments?.expression));
    const point = async (text: string, within: string) => {
      const offset = editor.document.getText().indexOf(text) + text.indexOf(within) + 1;
      const position = editor.document.positionAt(offset);
      editor.selection = new vscode.Selection(position, position);
      await vscode.commands.executeCommand('editor.debug.action.showDebugHover');
    };
    await point('outputs.sum.total > 5', 'sum');
    await until('the expression', async () => asked('hover').includes('outputs.sum'));
    await point('          - sum', 'sum');
    await until('the agent', async () =>
      asked('hover').some((text) => text.startsWith('{"inputs": inputs[?"sum"]')),
    );
    const frameId = (await framesOf(stop))[0]?.id;
    const evaluate = async (expression: string | undefined) =>
      (await stop.session.customRequest('evaluate', { expression, frameId })) as {
        result: string;
        variablesReference: number;
      };
    const part = await evaluate(asked('hover')[0]);
    assert.equal((await variablesOf(stop.session, part.variablesReference)).get('total')?.value, '6');
    const all = await evaluate(asked('hover').at(-1));
    const parts = await variablesOf(stop.session, all.variablesReference);
    assert.deepEqual([...parts.keys()], ['inputs', 'outputs', 'metrics']);
    // Beside the line of the stage where it stands.
    await until(
      'the condition',
      async () => asked('watch').includes('outputs.sum.total > 5'),
      async () => trace.lines(30).join('\n'),
    );
    await press('continue');
    await trace.end();
  });

  it('is shown as paused by the views and the status bar, with who did it and where', async () => {
    const { views, statusBar } = await theExtension();
    workshop.breakAt(definition, '- name: add');
    await workshop.debug({ pipeline: 'workshop' });
    await trace.nextStop();
    const line = await until(
      'the run is paused in the tree',
      async () =>
        (await treeLines(views.trees.runs, { open: 'expanded' })).find((text) =>
          /workshop \| .*paused/.test(text),
        ),
      async () => (await treeLines(views.trees.runs)).join('\n'),
    );
    assert.match(line, /\$\(debug-pause\) workshop \| paused by .*process \d+.* at .*add.* · 33 %/);
    assert.match(statusBar.text, /\$\(debug-pause\) 1 paused · 33 %/);
    await press('continue');
    await trace.end();
    await until('nothing is paused', async () => !statusBar.text.includes('paused'));
  });

  it('goes on when its debugger is disconnected, and is cancelled when it is stopped', async () => {
    workshop.breakAt(definition, '- name: add');
    await workshop.debug({ pipeline: 'workshop' });
    await trace.nextStop();
    await press('disconnect');
    await trace.end();
    assert.equal((await workshop.ended()).status, 'succeeded');

    await workshop.debug({ pipeline: 'workshop' });
    await trace.nextStop();
    await press('stop');
    await trace.end();
    assert.equal((await workshop.ended()).status, 'cancelled');
  });
});
