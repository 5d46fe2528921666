import assert from 'node:assert/strict';
import { closeSync, ftruncateSync, openSync, readdirSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { note } from '../../harness/vscode/note.ts';
import { type Talk, TalkingWorkspace } from '../../harness/vscode/talking-workspace.ts';
import { until } from '../../harness/vscode/until.ts';

describe('the log of an execution', () => {
  let workspace: TalkingWorkspace;
  let folder: string;
  let talk: Talk;

  before(async () => {
    workspace = await TalkingWorkspace.open();
    folder = workspace.session.folder.uri.toString();
    talk = await workspace.talk();
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await workspace.close();
  });

  function editor(): vscode.TextEditor {
    const { activeTextEditor } = vscode.window;
    assert.ok(activeTextEditor);
    return activeTextEditor;
  }
  const text = (): string => editor().document.getText();
  const shows = (part: string) =>
    until(
      `the log shows ${part}`,
      async () => text().includes(part),
      async () => text().slice(-500),
    );
  const isAtEnd = (): boolean => {
    const last = editor().visibleRanges.at(-1);
    return last !== undefined && last.end.line >= editor().document.lineCount - 2;
  };
  const lines = (from: number, count: number): string =>
    Array.from({ length: count }, (_, n) => `line ${from + n} of the log\n`).join('');
  const lenses = async (): Promise<string[]> => {
    const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      editor().document.uri,
    );
    return found.map(({ command }) => command?.title ?? '');
  };

  it('opens as a read-only document of its own language, in a tab that names the agent', async () => {
    await talk.agent.stdout('first words\n');
    await vscode.commands.executeCommand('dodeca.openLog', {
      folder,
      runId: talk.runId,
      stage: 'talk',
      agent: 'talker',
    });
    const { document } = editor();
    assert.equal(document.languageId, 'dodeca-log');
    assert.equal(document.uri.path, `/${talk.runId}/talk/talker.log`);
    const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
    assert.equal(tab?.label, 'talker.log');
    await shows('first words\n');
    assert.equal(
      await editor()
        .edit((edit) => edit.insert(new vscode.Position(0, 0), 'x'))
        .then(
          (done) => done && text().startsWith('x'),
          () => false,
        ),
      false,
    );
  });

  it('follows its end', async () => {
    await talk.agent.stdout(lines(0, 500));
    await shows('line 499 of the log\n');
    await until('the end is seen', async () => isAtEnd());
    await talk.agent.stdout(lines(500, 500));
    await shows('line 999 of the log\n');
    await until('the end is seen', async () => isAtEnd());
    assert.deepEqual(await lenses(), ['$(eye) Following: stop']);
  });

  it('stays where somebody scrolled to, and grows below', async () => {
    await vscode.commands.executeCommand('revealLine', { lineNumber: 300, at: 'top' });
    // Lines that stick to the top hide some.
    const top = await until('it scrolled', async () => {
      const line = editor().visibleRanges[0]?.start.line ?? 0;
      return line > 280 && line <= 300 && line;
    });
    await talk.agent.stdout(lines(1000, 500));
    await shows('line 1499 of the log\n');
    await talk.agent.stdout(lines(1500, 500));
    await shows('line 1999 of the log\n');
    assert.equal(editor().visibleRanges[0]?.start.line, top);
    await vscode.commands.executeCommand('dodeca.followLog');
    await until('the end is seen', async () => isAtEnd());
    await talk.agent.stdout('again at the end\n');
    await shows('again at the end\n');
    await until('the end is seen', async () => isAtEnd());
  });

  it('leads to places in files that there are, and to no others', async () => {
    await talk.agent.stdout('agents/load_telemetry.py:12:3: look here, not at agents/none.py:1:1\n');
    await talk.agent.stdout('  File "agents/rolling.py", line 7, in f\n');
    await shows('rolling.py');
    const found = await until('links', async () => {
      const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
        'vscode.executeLinkProvider',
        editor().document.uri,
      );
      return links.length > 1 && links;
    });
    const root = workspace.session.folder.uri;
    assert.deepEqual(
      found.map(({ target, range }) => [editor().document.getText(range), target?.toString(true)]),
      [
        [
          'agents/load_telemetry.py:12:3',
          `${vscode.Uri.joinPath(root, 'agents/load_telemetry.py').toString(true)}#L12,3`,
        ],
        ['agents/rolling.py", line 7', `${vscode.Uri.joinPath(root, 'agents/rolling.py').toString(true)}#L7`],
      ],
    );
    const [link] = found;
    assert.ok(link?.target);
    await vscode.commands.executeCommand('vscode.open', link.target);
    await until('the file is open at its line', async () => {
      const active = vscode.window.activeTextEditor;
      return active?.document.fileName.endsWith('load_telemetry.py') && active.selection.active.line === 11;
    });
    assert.equal(editor().selection.active.character, 2);
  });

  it('asks for nothing while nobody sees it, and goes on when somebody does', async () => {
    const { session } = workspace;
    const uri = vscode.workspace.textDocuments.find(({ uri: { scheme } }) => scheme === 'dodeca-log')?.uri;
    assert.ok(uri);
    const asked: string[] = [];
    const call = session.call.bind(session);
    session.call = (method, params) => {
      asked.push(method);
      return call(method, params);
    };
    try {
      await talk.agent.stdout('said in the dark\n');
      await talk.agent.emit({ type: 'progress', percent: 10 });
      await until('the extension has heard of it', async () =>
        [...(session.view.agents.get('talker')?.active.values() ?? [])].some(
          ({ execution }) => execution.percent === 10,
        ),
      );
      assert.equal(asked.join(), '');
      await vscode.window.showTextDocument(uri);
      await shows('said in the dark\n');
      assert.ok(asked.includes('run/log'));
    } finally {
      session.call = call;
    }
  });

  it('ends with its execution', async () => {
    await talk.agent.stdout('last words');
    await talk.agent.exit(0);
    await workspace.ended(talk.runId);
    await shows('last words');
    await until('nothing is followed', async () => (await lenses()).length === 0);
  });

  it('shows the last piece of a very long one at once', async () => {
    const long = await workspace.talk();
    await long.agent.stdout('x');
    await long.agent.exit(0);
    await workspace.ended(long.runId);
    const logs = join(workspace.session.folder.uri.fsPath, '.dodeca', 'logs', long.runId);
    const [name] = readdirSync(logs).filter((file) => file.endsWith('.log'));
    assert.ok(name !== undefined);
    const file = openSync(join(logs, name), 'r+');
    // A gigabyte: what lies between is a hole, which reads as one long line.
    const size = 1024 * 1024 * 1024;
    ftruncateSync(file, size);
    writeSync(file, lines(0, 100_000), 0);
    const end = lines(1_000_000, 100_000);
    writeSync(file, `\n${end}`, size - Buffer.byteLength(end) - 1);
    closeSync(file);
    const began = performance.now();
    const target = { folder, runId: long.runId, stage: 'talk', agent: 'talker' };
    await vscode.commands.executeCommand('dodeca.openLog', target);
    assert.ok(text().endsWith('line 1099999 of the log\n'));
    note(`a log of ${size / 1024 ** 3} GiB was shown after ${Math.round(performance.now() - began)} ms`);
    await until('the end is seen', async () => isAtEnd());
    assert.match(text(), /^── 1023\.5 MiB before this ──\nline /);
    assert.ok(text().length < 600_000);
    assert.deepEqual(await lenses(), ['Load earlier', 'Go to the beginning']);
  });

  it('shows more of what is before, and goes on showing what was seen', async () => {
    const top = editor().document.lineAt(1).text;
    await vscode.commands.executeCommand('revealLine', { lineNumber: 0, at: 'top' });
    await until('it scrolled', async () => editor().visibleRanges[0]?.start.line === 0);
    await vscode.commands.executeCommand('dodeca.loadMoreLog');
    await until('there is more', async () => text().length > 900_000);
    await until('what was seen is seen', async () => {
      const first = editor().visibleRanges[0]?.start.line ?? 0;
      const near = [first - 1, first, first + 1].filter((line) => line >= 0);
      return first > 0 && near.some((line) => editor().document.lineAt(line).text === top);
    });
  });

  it('goes to the beginning, further, and back to the end', async () => {
    await vscode.commands.executeCommand('dodeca.loadMoreLog', undefined, 'beginning');
    await until('the beginning', async () => text().startsWith('line 0 of the log\n'));
    assert.match(text(), /\n── 1023\.5 MiB after this ──\n$/);
    await until('it is seen', async () => editor().visibleRanges[0]?.start.line === 0);
    assert.deepEqual(await lenses(), ['Load later', 'Go to the end']);
    await vscode.commands.executeCommand('dodeca.loadMoreLog');
    await until('there is more', async () => text().length > 900_000);
    assert.ok(text().startsWith('line 0 of the log\n'));
    await vscode.commands.executeCommand('dodeca.loadMoreLog', undefined, 'later');
    await until('there is still more', async () => text().length > 1_400_000);
    await vscode.commands.executeCommand('dodeca.followLog');
    await shows('line 1099999 of the log\n');
    await until('the end is seen', async () => isAtEnd());
  });

  it('says what is wrong with what cannot be shown', async () => {
    const uri = (path: string, query = folder) => vscode.Uri.from({ scheme: 'dodeca-log', path, query });
    const textOf = async (of: vscode.Uri) => (await vscode.workspace.openTextDocument(of)).getText();
    assert.match(await textOf(uri('/NORUN/talk/talker.log')), /^── .*NORUN.* ──\n$/);
    assert.match(await textOf(uri('/NORUN/run.log')), /^── .*NORUN.* ──\n$/);
    assert.equal(
      await textOf(uri('/a/b.log', 'file:///elsewhere')),
      'This log is not of a folder of this workspace.',
    );
  });
});
