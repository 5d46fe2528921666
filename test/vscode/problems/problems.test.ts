import assert from 'node:assert/strict';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import * as vscode from 'vscode';
import { formatMessage } from '../../../src/agent-protocol/emit.ts';
import type { ScriptedAgent } from '../../harness/scripted-agent.ts';
import { note } from '../../harness/vscode/note.ts';
import { TalkingWorkspace } from '../../harness/vscode/talking-workspace.ts';
import { until } from '../../harness/vscode/until.ts';

type Severity = 'error' | 'warning' | 'info';

describe('findings as problems', () => {
  let workspace: TalkingWorkspace;

  before(async () => {
    workspace = await TalkingWorkspace.open();
  });
  after(() => workspace.close());

  /** The problems of the agent, a line each. */
  function problems(): string[] {
    return vscode.languages
      .getDiagnostics()
      .flatMap(([uri, all]) =>
        all
          .filter(({ source }) => source === 'talker')
          .map(({ message, code, severity, range: { start } }) => {
            const path = vscode.workspace.asRelativePath(uri, false);
            return `${path}:${start.line + 1}:${start.character + 1} ${vscode.DiagnosticSeverity[severity]} ${code ?? '-'} ${message}`;
          }),
      )
      .sort();
  }
  const shows = (...expected: readonly string[]) =>
    until(
      'the problems are as expected',
      async () => problems().join('\n') === expected.join('\n'),
      async () => problems().join('\n'),
    );
  const find = (
    agent: ScriptedAgent,
    severity: Severity,
    path: string,
    message: string,
    line?: number,
    column?: number,
  ) => {
    const place = { ...(line !== undefined && { line }), ...(column !== undefined && { column }) };
    return agent.emit({ type: 'finding', path, ...place, severity, rule: 'R1', message });
  };
  const setEnabled = (value: boolean | undefined) =>
    vscode.workspace
      .getConfiguration('dodeca')
      .update('problems.enabled', value, vscode.ConfigurationTarget.Workspace);

  const told = [
    'agents/rolling.py:3:7 Warning R1 warm',
    'plant.json:1:1 Error R1 hot',
    'plant.json:2:1 Information - plain',
  ];

  it('come as they are told, with agent, rule, severity and place', async () => {
    const { agent, runId } = await workspace.talk(true);
    await find(agent, 'error', 'plant.json', 'hot');
    await find(agent, 'warning', 'agents/rolling.py', 'warm', 3, 7);
    await agent.emit({ type: 'finding', path: 'plant.json', line: 2, severity: 'info', message: 'plain' });
    await shows(...told);
    await agent.exit(0);
    await workspace.ended(runId);
    await shows(...told);
  });

  it('have quick fixes where the agent knows what to do, for the text that it saw', async () => {
    const { agent, runId } = await workspace.talk();
    const file = vscode.Uri.joinPath(workspace.session.folder.uri, 'mended.txt');
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode('one\ntwo\n'));
    const edit = { line: 2, column: 1, end_line: 2, end_column: 4, text: 'three' };
    const finding = {
      type: 'finding',
      path: 'mended.txt',
      line: 2,
      severity: 'warning',
      rule: 'R1',
    } as const;
    await agent.emit({
      ...finding,
      message: 'can be mended',
      fix: { title: 'Write three', edits: [{ ...edit, old: 'two' }] },
    });
    await agent.emit({
      ...finding,
      message: 'is another text by now',
      fix: { title: 'Write four', edits: [{ ...edit, old: 'too' }] },
    });
    await agent.emit({ ...finding, message: 'nobody knows' });
    await until('they are shown', async () => problems().length === 3);
    const document = await vscode.workspace.openTextDocument(file);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      file,
      new vscode.Range(1, 0, 1, 0),
    );
    const own = actions.filter(({ title }) => title.startsWith('Write '));
    assert.deepEqual(
      own.map(({ title }) => title),
      ['Write three'],
    );
    assert.ok(own[0]?.edit && (await vscode.workspace.applyEdit(own[0].edit)));
    assert.equal(document.getText(), 'one\nthree\n');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await agent.exit(1);
    await workspace.ended(runId);
    await vscode.workspace.fs.delete(file);
  });

  it('are told again by the cache', async () => {
    const { agent, runId } = await workspace.talk();
    await shows();
    await find(agent, 'info', 'plant.json', 'another');
    await shows('plant.json:1:1 Information R1 another');
    await agent.exit(0);
    await workspace.ended(runId);
    // The result of the first run is known.
    await workspace.ended(await workspace.start(true));
    await shows(...told);
  });

  it('go when they are not wanted, and come back', async () => {
    await setEnabled(false);
    await shows();
    await setEnabled(undefined);
    await shows(...told);
  });

  it('stand with another engine', async () => {
    await workspace.session.call('engine/stop', { mode: 'when-idle' });
    await until('the engine is gone', async () => workspace.session.state !== 'connected');
    await workspace.session.engine();
    await shows(...told);
  });

  it('go when the agent begins again', async () => {
    const { agent, runId } = await workspace.talk();
    await shows();
    await agent.exit(1);
    await workspace.ended(runId);
    await shows();
  });

  it('may be thousands in hundreds of files, and the editor goes on', async () => {
    const { agent, runId } = await workspace.talk();
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const all = Array.from({ length: 5000 }, (_, n) =>
      formatMessage({
        type: 'finding',
        path: `data/f${n % 500}.csv`,
        line: n + 1,
        severity: 'info',
        message: `m${n}`,
      }),
    );
    await agent.stdout(`${all.join('\n')}\n`);
    // The engine keeps a thousand of an execution too.
    await until(
      'they are shown',
      async () => problems().length === 1000,
      async () => `${problems().length}`,
    );
    delay.disable();
    note(`the extension host was held up for ${(delay.max / 1e6).toFixed(0)} ms at the most`);
    await agent.exit(0);
    await workspace.ended(runId);
  });
});
