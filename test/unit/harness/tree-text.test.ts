import assert from 'node:assert/strict';
import { rowText, treeText } from '../../harness/vscode/tree-text.ts';

describe('a tree as text', () => {
  it('has icon, label and description of a row, as far as there are any', () => {
    assert.equal(rowText({ icon: 'check', label: 'C1', description: '3 s' }), '$(check) C1 | 3 s');
    assert.equal(rowText({ icon: '', label: 'C1', description: '' }), 'C1');
  });

  it('has a line for each row, indented, and marks what is closed', () => {
    const rows = [
      { depth: 0, label: 'one', description: 'open', icon: 'folder', twistie: 'open' },
      { depth: 1, label: 'leaf', description: '', icon: '', twistie: 'none' },
      { depth: 1, label: 'inner', description: 'more', icon: 'sync', twistie: 'closed' },
      { depth: 0, label: 'two', description: '', icon: '', twistie: 'closed' },
    ] as const;
    assert.equal(treeText(rows), '$(folder) one | open\n  leaf\n  ▸ $(sync) inner | more\n▸ two');
    assert.equal(treeText([]), '');
  });
});
