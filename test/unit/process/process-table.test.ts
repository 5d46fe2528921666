import assert from 'node:assert/strict';
import { parsePsEnvironment } from '../../../src/process/find-by-environment.ts';
import { endTree } from '../../../src/process/kill-tree.ts';
import {
  parseCim,
  parsePs,
  parseStat,
  processTable,
  withDescendants,
} from '../../../src/process/process-table.ts';
import { startReady } from './process-rig.ts';

describe('processTable', () => {
  it('knows this process and its children', async () => {
    const child = await startReady('echo ready; sleep 600');
    const table = await processTable();
    const own = table.find(({ pid }) => pid === process.pid);
    const other = table.find(({ pid }) => pid === child.pid);
    assert.equal(own?.ppid, process.ppid);
    assert.equal(other?.ppid, process.pid);
    assert.equal(other?.pgid, child.pid);
    assert.ok((other?.start ?? 0) >= (own?.start ?? Number.POSITIVE_INFINITY));
    assert.ok(withDescendants(table, [process.pid]).has(child.pid));
    await endTree({ pid: child.pid, mark: null, since: 0 }, 0).done;
  });

  it('reads names with parentheses, and leaves zombies out', () => {
    const line = (state: string, threads: number): string =>
      `12 (a) b (c) ${state} 3 4 5 0 -1 0 0 0 0 0 0 0 0 0 20 0 ${threads} 0 999 1 1`;
    assert.deepEqual(parseStat(line('S', 1)), { pid: 12, ppid: 3, pgid: 4, start: 999 });
    assert.equal(parseStat(line('Z', 1)), null);
    assert.equal(parseStat(line('Z', 2))?.pid, 12);
  });

  it('reads what ps prints on macOS', () => {
    const text = '    1     0     1 Ss   Mon Jan  5 10:00:00 2026\n  7  1  7 Z+ Mon Jan  5 10:00:01 2026\n';
    assert.deepEqual(parsePs(text), [
      { pid: 1, ppid: 0, pgid: 1, start: new Date(2026, 0, 5, 10).getTime() },
    ]);
    const listing = '  7 /bin/sh -c x A=1 TEST=a HOME=/\n 8 sh TEST=ab\n 9 sh XTEST=a\n10 sh TEST=a\n';
    assert.deepEqual(parsePsEnvironment(listing, { name: 'TEST', value: 'a' }), [7, 10]);
  });

  it('reads what the query prints on Windows', () => {
    assert.deepEqual(parseCim('4 0 1700000000000\r\nnonsense\r\n8 4 1700000000001\r\n'), [
      { pid: 4, ppid: 0, pgid: 0, start: 1_700_000_000_000 },
      { pid: 8, ppid: 4, pgid: 0, start: 1_700_000_000_001 },
    ]);
  });

  it('takes no process for a child that is older than its parent', () => {
    const table = [
      { pid: 10, ppid: 1, pgid: 0, start: 100 },
      { pid: 11, ppid: 10, pgid: 0, start: 150 },
      { pid: 12, ppid: 10, pgid: 0, start: 50 },
      { pid: 13, ppid: 11, pgid: 0, start: 160 },
    ];
    assert.deepEqual([...withDescendants(table, [10])], [10, 11, 13]);
  });
});
