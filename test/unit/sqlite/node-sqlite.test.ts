import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';

describe('node:sqlite', () => {
  it('is loaded without a warning, and other warnings are shown as ever', () => {
    const url = new URL('../../../src/sqlite/node-sqlite.ts', import.meta.url).href;
    const program = `
      const before = process.emitWarning;
      const { nodeSqlite } = await import(${JSON.stringify(url)});
      const { DatabaseSync } = nodeSqlite();
      new DatabaseSync(':memory:').close();
      if (process.emitWarning !== before) throw new Error('emitWarning was not given back');
      process.emitWarning('something else', 'OwnWarning');`;
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      encoding: 'utf8',
    });
    assert.equal(status, 0, stderr);
    assert.match(stderr, /OwnWarning: something else/);
    assert.doesNotMatch(stderr, /SQLite/);
  });
});
