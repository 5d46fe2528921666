import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { reportLinks } from '../../../src/vscode/documents/report-links.ts';

describe('links in a report', () => {
  const file = vscode.Uri.file('/w/a.csv');
  const spaced = vscode.Uri.file('/w/two words.md');
  const command = vscode.Uri.parse('command:dodeca.showRun?%5B%5D');
  const targets = new Map([
    ['a.csv', file],
    ['two words.md', spaced],
    ['RUN', command],
  ]);
  const found = (line: string) =>
    reportLinks(['first', line], targets).map(({ range, target }) => ({
      text: line.slice(range.start.character, range.end.character),
      line: range.start.line,
      target: target?.toString(true),
    }));

  it('are names as words, with the line behind them', () => {
    assert.deepEqual(found('  from a.csv  (changed), a.csv:12, run RUN, RUN'), [
      { text: 'a.csv', line: 1, target: 'file:///w/a.csv' },
      { text: 'a.csv:12', line: 1, target: 'file:///w/a.csv#L12' },
      { text: 'RUN', line: 1, target: command.toString(true) },
      { text: 'RUN', line: 1, target: command.toString(true) },
    ]);
  });

  it('are names with spaces in them, too', () => {
    assert.deepEqual(found('  two words.md:3  links to it'), [
      { text: 'two words.md:3', line: 1, target: 'file:///w/two words.md#L3' },
    ]);
  });

  it('are not parts of other names', () => {
    assert.deepEqual(found('data.csv a.csv.bak xRUN'), []);
  });
});
