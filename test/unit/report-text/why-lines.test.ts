import assert from 'node:assert/strict';
import { localTime } from '../../../src/report-text/local-time.ts';
import { whyLines } from '../../../src/report-text/why-lines.ts';

describe('the answer to why', () => {
  it('comes first, then what led there, each with its time', () => {
    const [first, second] = ['2026-11-21T04:15:13.250Z', '2026-11-21T04:15:14.007Z'];
    assert.deepEqual(
      whyLines({
        runId: 'R',
        stage: 's',
        agent: 'a',
        status: 'failed',
        summary: 's/a failed: exit code 3.',
        steps: [
          { at: first, text: 'started' },
          { at: second, text: 'ended with exit code 3' },
        ],
      }),
      [
        's/a failed: exit code 3.',
        `  ${localTime(first)}  started`,
        `  ${localTime(second)}  ended with exit code 3`,
      ],
    );
  });
});

describe('a local time', () => {
  it('has two digits and three, and is the moment that was meant', () => {
    const at = '2026-01-02T03:04:05.007Z';
    const text = localTime(at);
    assert.match(text, /^2026-01-0[123] \d\d:\d\d:\d\d\.007$/);
    assert.equal(new Date(text.replace(' ', 'T')).toISOString(), at);
  });
});
