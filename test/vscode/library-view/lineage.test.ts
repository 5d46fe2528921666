import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { until } from '../../harness/vscode/until.ts';
import { ShelfWindow } from './shelf-window.ts';

describe('where a file comes from', () => {
  let shelf: ShelfWindow;
  let runId: string;

  before(async () => {
    shelf = await ShelfWindow.open();
    runId = await shelf.run('sum');
  });
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  const shown = async (given: unknown) => {
    await vscode.commands.executeCommand('dodeca.showLineage', given);
    const { document } = vscode.window.activeTextEditor ?? assert.fail('nothing is shown');
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
      'vscode.executeLinkProvider',
      document.uri,
    );
    return {
      text: document.getText(),
      links: new Map(links.map(({ range, target }) => [document.getText(range), target])),
    };
  };

  it('is told of what a run made, with the run and what it read as links', async () => {
    const { text, links } = await until('the run is known', async () => {
      const lineage = await shown({ folder: shelf.session.uri, path: 'out/sum.csv' });
      return lineage.text.includes(runId) && lineage;
    });
    assert.match(text, /^out\/sum\.csv/);
    assert.match(text, /make\/summer/);
    assert.equal(links.get('data/numbers.csv')?.fsPath, shelf.path('data/numbers.csv'));
    const toRun = links.get(runId);
    assert.equal(toRun?.scheme, 'command');
    assert.equal(toRun.path, 'dodeca.showRun');
    assert.deepEqual(JSON.parse(toRun.query), [{ folder: shelf.session.uri, runId }]);
  });

  it('is told of code, with the lines that refer to it as links', async () => {
    const { links } = await until('the imports are known', async () => {
      const lineage = await shown(shelf.uri('src/plant/valve.py'));
      return lineage.text.includes('src/start.py') && lineage;
    });
    const imports = links.get('src/plant/turbine.py:3');
    assert.equal(imports?.fsPath, shelf.path('src/plant/turbine.py'));
    assert.equal(imports.fragment, 'L3');
    assert.ok(links.has('src/start.py'), 'also what depends on it at a distance');
  });

  it('is told of the file in the editor, where nothing else is named', async () => {
    await vscode.window.showTextDocument(shelf.uri('data/numbers.csv'));
    const { text } = await shown(undefined);
    assert.match(text, /^data\/numbers\.csv/);
    assert.match(text, /out\/sum\.csv/);
  });

  it('makes stale what was made from something else, until it is made again', async () => {
    const file = shelf.path('data/numbers.csv');
    const before = readFileSync(file, 'utf8');
    writeFileSync(file, `${before}4,23\n`);
    await until('it waits as stale', async () =>
      (await shelf.below('checklist')).some((line) => /^ {4}\$\(file\) sum\.csv \| out · .+/.test(line)),
    );
    const badge = () => shelf.dodeca.decorations.provideFileDecoration(shelf.uri('out/sum.csv'))?.badge;
    await until('its mark', async () => badge() === '↻');
    await shelf.run('sum');
    await until('it waits no more', async () => !(await shelf.below('checklist')).join().includes('sum.csv'));
    await until('it is marked no more', async () => badge() === undefined);
  });

  it('shows what went wrong in runs as a collection', async () => {
    await shelf.run('turn');
    const lines = await until('the log is known', async () => {
      const below = await shelf.below('library');
      const from = below.findIndex((line) => line.startsWith('  $(output) Runs | 1'));
      return from !== -1 && below.slice(from);
    });
    assert.equal(lines[0], '  $(output) Runs | 1 · what went wrong');
    assert.match(lines[1] ?? '', /^ {4}\$\(error\) turn \| .*failed$/);
    assert.match(lines[2] ?? '', /^ {6}\$\(error\) stuck \| failed · .*exit code 3$/);
  });
});
