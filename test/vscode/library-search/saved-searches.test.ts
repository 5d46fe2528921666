import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { SavedSearches } from '../../../src/vscode/library/saved-searches.ts';

/** A storage as VS Code has it, which forgets with the test. */
class Memory implements vscode.Memento {
  readonly values = new Map<string, unknown>();

  keys(): readonly string[] {
    return [...this.values.keys()];
  }

  get<T>(key: string, otherwise?: T): T | undefined {
    return (this.values.get(key) as T | undefined) ?? otherwise;
  }

  async update(key: string, value: unknown): Promise<void> {
    this.values.set(key, value);
  }
}

describe('the searches of a workspace', () => {
  it('are the last twenty, each once, the newest first', async () => {
    const searches = new SavedSearches(new Memory());
    for (let at = 0; at < 30; at++) await searches.remember(`query ${at % 25}`);
    assert.deepEqual(searches.recent.slice(0, 3), ['query 4', 'query 3', 'query 2']);
    assert.equal(searches.recent.length, 20);
    assert.equal(new Set(searches.recent).size, 20);
    await searches.forget('query 4');
    assert.equal(searches.recent[0], 'query 3');
  });

  it('are kept until they are taken back, and tell of every change', async () => {
    const memory = new Memory();
    const searches = new SavedSearches(memory);
    let changes = 0;
    searches.onDidChange(() => changes++);
    await searches.save(' kind:notebook ');
    await searches.save('status:stale');
    await searches.save('kind:notebook');
    assert.deepEqual(searches.saved, ['status:stale', 'kind:notebook']);
    assert.ok(searches.isSaved('kind:notebook '));
    assert.deepEqual(new SavedSearches(memory).saved, searches.saved, 'also in the next window');
    await searches.unsave('kind:notebook');
    assert.deepEqual(searches.saved, ['status:stale']);
    assert.equal(changes, 4);
  });

  it('are none where nothing that makes sense is stored', () => {
    const memory = new Memory();
    for (const key of ['library.recentSearches', 'library.savedSearches']) memory.values.set(key, { a: 1 });
    const searches = new SavedSearches(memory);
    assert.deepEqual([searches.recent, searches.saved], [[], []]);
  });
});
