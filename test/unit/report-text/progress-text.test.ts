import assert from 'node:assert/strict';
import { progressText } from '../../../src/report-text/progress-text.ts';

describe('how far the library is', () => {
  for (const [progress, text] of [
    [{ phase: 'scanning', done: 20, total: 800, seen: 1 }, '1 file seen, 20 read'],
    [{ phase: 'reading', done: 20, total: 800, seen: 900 }, '20 of 800 files read'],
    [{ phase: 'finishing', done: 800, total: 800, seen: 900 }, 'putting the index in order'],
  ] as const)
    it(`is told of ${progress.phase}`, () => assert.equal(progressText(progress), text));
});
