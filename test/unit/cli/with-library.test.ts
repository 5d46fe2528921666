import assert from 'node:assert/strict';
import { progressLine } from '../../../src/cli/with-library.ts';

describe('how far the library is, on the command line', () => {
  for (const [progress, line] of [
    [{ phase: 'scanning', done: 20, total: 800, seen: 1 }, 'The library: 1 file seen, 20 read'],
    [{ phase: 'reading', done: 20, total: 800, seen: 900 }, 'The library: 20 of 800 files read'],
    [{ phase: 'finishing', done: 800, total: 800, seen: 900 }, 'The library: putting the index in order'],
  ] as const)
    it(`is told of ${progress.phase}`, () => assert.equal(progressLine(progress), line));
});
