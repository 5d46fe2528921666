import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { activeEditor, DeedWorkspace, reportLines } from './deed-workspace.ts';

describe('commands that show something', () => {
  let workspace: DeedWorkspace;

  before(async () => {
    workspace = await DeedWorkspace.open();
  });
  afterEach(() => workspace.tidy());

  const execute = (command: string, target: object, ...others: unknown[]) =>
    vscode.commands.executeCommand(`dodeca.${command}`, { folder: workspace.folder, ...target }, ...others);

  it('tell why an agent failed', async () => {
    const { runId } = await workspace.run('mended');
    await execute('why', { runId, stage: 'then', agent: 'fragile' });
    assert.equal(activeEditor().document.uri.path, '/Why? then › fragile');
    const lines = reportLines();
    assert.match(lines[0] ?? '', /^then\/fragile failed.*exit code 1/);
    assert.ok(
      lines.slice(1).every((line) => line.startsWith('  TIME  ')),
      lines.join('\n'),
    );
    assert.ok(lines.length > 2);
  });

  it('show what a pipeline would run', async () => {
    await execute('showPlan', { pipeline: 'mended' });
    assert.equal(activeEditor().document.uri.path, '/Plan of mended');
    const lines = reportLines();
    assert.equal(lines[0], 'mended  2 executions in 2 levels');
    assert.match(lines[1] ?? '', /^ {2}1 {2}before\/quick {2}(never ran|DURATION)$/);
    assert.match(lines[2] ?? '', /^ {2}2 {2}then\/fragile {2}(never ran|DURATION) {2}after before$/);
    assert.ok(
      lines.some((line) => line.startsWith('  critical path  before → then')),
      lines.join('\n'),
    );
  });

  it('compare two runs, the earlier one first', async () => {
    const failed = await workspace.run('mended');
    workspace.touch('whole');
    const whole = await workspace.run('mended');
    const selected = [whole, failed].map(({ runId }) => ({ folder: workspace.folder, runId }));
    await execute('compareRuns', { runId: whole.runId }, selected);
    const lines = reportLines();
    assert.deepEqual(
      lines.filter((line) => /^(run|pipeline|status|definition)/.test(line)),
      ['run  RUN  RUN', 'pipeline  mended  mended', 'status  failed  succeeded', 'definition  the same'],
    );
    const at = lines.indexOf('Ended differently');
    assert.equal(lines[at + 1], '  then/fragile  failed, DURATION, exit code 1  →  succeeded, DURATION');
    assert.ok(lines.indexOf('Ended alike') > at);
    const text = activeEditor().document.getText();
    assert.ok(text.indexOf(failed.runId) < text.indexOf(whole.runId));
  });

  it('tell how the workspace stands', async () => {
    await workspace.run('good');
    await execute('showHealth', {});
    assert.match(activeEditor().document.uri.path, /^\/Health of /);
    const [first = ''] = reportLines();
    assert.match(first, /^Health: (not measured|\d)/);
    assert.ok(reportLines().some((line) => /syntax/.test(line)));
  });

  it('tell what changed since a run, with the trend of its pipeline', async () => {
    const failed = await workspace.run('mended');
    workspace.touch('whole');
    const whole = await workspace.run('mended');
    await execute('showChanges', { runId: failed.runId });
    const text = activeEditor().document.getText();
    assert.match(text, new RegExp(`^Since run ${failed.runId} of mended`));
    assert.match(text, new RegExp(`until run ${whole.runId}`));
    const trend = reportLines().filter((line) => / mended {2}(failed|succeeded) {2}DURATION /.test(line));
    assert.ok(trend.length >= 2, text);
  });

  it('go to where an agent, a cluster, a pipeline or a stage is declared', async () => {
    const selected = async (target: object): Promise<string> => {
      await execute('goToDefinition', target);
      const { document, selection } = activeEditor();
      assert.equal(document.fileName, workspace.path('dodeca.yaml'));
      const line = document.lineAt(selection.start.line).text.trim();
      return `${document.getText(selection)} | ${line}`;
    };
    assert.equal(await selected({ agent: 'fragile' }), "fragile | fragile: { run: 'test -e whole' }");
    assert.equal(await selected({ cluster: 'C1' }), 'C1 | C1: { name: Sound, agents: [quick, teller] }');
    assert.equal(await selected({ pipeline: 'mended' }), 'mended | mended:');
    assert.match(await selected({ pipeline: 'mended', stage: 'then' }), /then \| - \{ name: then/);
  });

  it('open the definition that is there, and create none over it', async () => {
    const before = readFileSync(workspace.path('dodeca.yaml'), 'utf8');
    for (const command of ['openDefinition', 'createDefinition']) {
      await execute(command, {});
      assert.equal(activeEditor().document.fileName, workspace.path('dodeca.yaml'), command);
    }
    assert.equal(readFileSync(workspace.path('dodeca.yaml'), 'utf8'), before);
  });

  it('put the id of a run on the clipboard', async () => {
    const { runId } = await workspace.run('good');
    await execute('copyRunId', { runId });
    assert.equal(await vscode.env.clipboard.readText(), runId);
  });
});
