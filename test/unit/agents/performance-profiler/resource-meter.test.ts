import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  highWaterKiB,
  parseTimeOutput,
  waitedChildTicks,
} from '../../../../src/agents/performance-profiler/resource-meter.ts';

describe('resource meter', () => {
  it('reads GNU time', () => {
    assert.deepEqual(parseTimeOutput('0.25 0.07 35272\n'), { cpuMs: 320, peakRssBytes: 35272 * 1024 });
    const failed = 'Command exited with non-zero status 3\n1.50 0.00 100\n';
    assert.deepEqual(parseTimeOutput(failed), { cpuMs: 1500, peakRssBytes: 102400 });
  });

  it('reads BSD time', () => {
    const text = `        0.31 real         0.25 user         0.05 sys
             8273920  maximum resident set size
                   0  average shared memory size
`;
    assert.deepEqual(parseTimeOutput(text), { cpuMs: 300, peakRssBytes: 8273920 });
  });

  it('reads /proc', () => {
    assert.equal(highWaterKiB('Name:\tnode\nVmPeak:\t 900 kB\nVmHWM:\t   56311 kB\n'), 56311);
    assert.equal(highWaterKiB('Name:\tkthreadd\n'), null);
    const line = '42 (a (b) c) S 1 42 42 0 -1 4194560 100 200 0 0 7 3 41 9 20 0 1 0 100 1000 10';
    assert.equal(waitedChildTicks(line), 50);
    assert.equal(waitedChildTicks('42 (a)'), null);
  });

  it('says nothing of what it does not know', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { cpuMs } = parseTimeOutput(`x${text}`);
        assert.ok(cpuMs === null || Number.isFinite(cpuMs));
        highWaterKiB(text);
        waitedChildTicks(text);
      }),
    );
  });
});
