import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type Talk, TalkingWorkspace } from '../../harness/vscode/talking-workspace.ts';
import { until } from '../../harness/vscode/until.ts';

describe('the log of a run', () => {
  let workspace: TalkingWorkspace;
  let talk: Talk;

  before(async () => {
    workspace = await TalkingWorkspace.open();
    talk = await workspace.talk();
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await workspace.close();
  });

  const editor = (): vscode.TextEditor => {
    const { activeTextEditor } = vscode.window;
    assert.ok(activeTextEditor);
    return activeTextEditor;
  };
  const text = (): string => editor().document.getText();
  const timeless = (): string =>
    text()
      .replace(/ · \d+:[\d:]+( [AP]M)?/g, '')
      .replace(/\d+(\.\d+)? m?s\b/g, '…');
  const shows = (part: string | RegExp) =>
    until(
      `the log shows ${part}`,
      async () => (typeof part === 'string' ? timeless().includes(part) : part.test(timeless())),
      async () => timeless(),
    );

  it('tells a run while it goes on', async () => {
    await talk.agent.stdout('hello\nsecond line\n');
    await talk.agent.emit({ type: 'metric', name: 'loss', value: 3.2, unit: 'kg' });
    const folder = workspace.session.folder.uri.toString();
    await vscode.commands.executeCommand('dodeca.openRunLog', { folder, runId: talk.runId });
    assert.equal(editor().document.uri.path, `/${talk.runId}/run.log`);
    assert.equal(editor().document.languageId, 'dodeca-log');
    await shows('second line');
    assert.equal(
      timeless(),
      [
        '── run · talk · running ──',
        `   ${talk.runId}`,
        '',
        '── stage · talk · running ──',
        '  ─ talker · running',
        '    · metric loss = 3.2 kg',
        '    hello',
        '    second line',
        '',
      ].join('\n'),
    );
    await talk.agent.stdout('third line\n');
    await shows('    third line\n');
  });

  it('tells findings, and how it ended', async () => {
    const place = { path: 'agents/rolling.py', line: 3, column: 1 } as const;
    await talk.agent.emit({ type: 'finding', ...place, severity: 'warning', rule: 'R1', message: 'too hot' });
    await shows('    ! agents/rolling.py:3:1 warning: too hot [R1]\n');
    await talk.agent.exit(1);
    await workspace.ended(talk.runId);
    await shows(/── talk failed in … \(.*\): 1 failed; 1 finding ──\n$/);
    await shows('  ─ talker · failed · … · ');
  });

  it('shows the last part of what was printed', async () => {
    const next = await workspace.talk();
    await next.agent.stdout(Array.from({ length: 1000 }, (_, n) => `line ${n}\n`).join(''));
    const folder = workspace.session.folder.uri.toString();
    await next.agent.exit(0);
    await workspace.ended(next.runId);
    await vscode.commands.executeCommand('dodeca.openRunLog', { folder, runId: next.runId });
    await shows('    … what was printed before: talk/talker\n    line 800\n');
    assert.ok(text().includes('    line 999\n') && !text().includes('line 799\n'));
    assert.equal(editor().visibleRanges[0]?.start.line, 0);
  });

  it('folds, and leads to the whole logs', async () => {
    const { uri } = editor().document;
    const folds = await vscode.commands.executeCommand<vscode.FoldingRange[]>(
      'vscode.executeFoldingRangeProvider',
      uri,
    );
    const lines = timeless().split('\n');
    assert.deepEqual(
      folds.map(({ start }) => lines[start]).filter((line) => !line?.startsWith('    ')),
      ['── run · talk · succeeded ──', '── stage · talk · succeeded ──', '  ─ talker · succeeded · …'],
    );
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
      'vscode.executeLinkProvider',
      uri,
    );
    assert.deepEqual(
      links.map(
        ({ target, range }) =>
          `${editor().document.getText(range)} ${target?.path.split('/').slice(2).join('/')}`,
      ),
      ['talker talk/talker.log', 'talk/talker talk/talker.log'],
    );
    const [link] = links;
    assert.ok(link?.target);
    await vscode.commands.executeCommand('vscode.open', link.target);
    await until('the log is open', async () => editor().document.uri.path.endsWith('/talk/talker.log'));
    await until('it has its language', async () => editor().document.languageId === 'dodeca-log');
    assert.ok(text().startsWith('line 0\n'));
  });
});
