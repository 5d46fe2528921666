import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import fc from 'fast-check';
import {
  busyShare,
  machineSample,
  parseMeminfo,
  parseProcStat,
  parseVmStat,
} from '../../../../src/agents/monitoring-agent/machine-sample.ts';

describe('machine sample', () => {
  it('reads /proc/stat, waiting for a disk counted as idle', () => {
    const text = 'cpu  100 10 50 800 40 5 5 20 7 7\ncpu0 1 1 1 1 1 1 1 1 0 0\nintr 5\n';
    assert.deepEqual(parseProcStat(text), { busy: 190, all: 1030 });
    assert.equal(parseProcStat('intr 5\n'), null);
  });

  it('tells the busy share between two looks', () => {
    assert.equal(busyShare({ busy: 10, all: 100 }, { busy: 40, all: 200 }), 0.3);
    assert.equal(busyShare(null, { busy: 40, all: 200 }), null);
    assert.equal(busyShare({ busy: 10, all: 100 }, { busy: 10, all: 100 }), null);
    const times = fc.record({ busy: fc.nat(), all: fc.nat() });
    fc.assert(
      fc.property(times, times, (before, after) => {
        const share = busyShare(before, after);
        assert.ok(share === null || (share >= 0 && share <= 1));
      }),
    );
  });

  it('reads the memory that can be had, of Linux and of macOS', () => {
    assert.equal(parseMeminfo('MemTotal: 100 kB\nMemFree: 10 kB\nMemAvailable:   60 kB\n'), 61440);
    assert.equal(parseMeminfo('MemTotal: 100 kB\n'), null);
    const text = `Mach Virtual Memory Statistics: (page size of 16384 bytes)
Pages free:                               5000.
Pages active:                           200000.
Pages inactive:                         100000.
Pages speculative:                        1000.
Pages wired down:                        90000.
Pages purgeable:                           500.
`;
    assert.equal(parseVmStat(text), 106_500 * 16384);
    assert.equal(parseVmStat('command not found'), null);
  });

  it('looks at this machine', async () => {
    const sample = await machineSample(tmpdir());
    assert.ok(sample.memoryTotal > 0);
    assert.ok((sample.memoryAvailable ?? 1) > 0 && (sample.memoryAvailable ?? 0) <= sample.memoryTotal);
    assert.ok((sample.diskFree ?? 0) <= (sample.diskSize ?? 0));
    assert.ok(sample.cpu === null || sample.cpu.all >= sample.cpu.busy);
    assert.equal((await machineSample('/no/such/folder')).diskFree, null);
  });
});
