import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type ChangeBatch,
  ChangeBatches,
  everything,
  topmost,
} from '../../../../src/library/build/change-batches.ts';

describe('changes that are gathered', () => {
  let batches: ChangeBatch[];
  let changes: ChangeBatches;

  beforeEach(() => {
    batches = [];
    changes = new ChangeBatches((batch) => void batches.push(batch));
  });
  afterEach(() => changes.close());

  async function until(holds: () => boolean): Promise<void> {
    const end = performance.now() + 10_000;
    while (!holds()) {
      assert.ok(performance.now() < end, `batches: ${JSON.stringify(batches)}`);
      await sleep(5);
    }
  }

  it('come together, each path once', async () => {
    for (const path of ['a.txt', 'b.txt', 'a.txt']) changes.add(path);
    assert.deepEqual(batches, []);
    await until(() => batches.length > 0);
    assert.deepEqual(batches, [['a.txt', 'b.txt']]);
  });

  it('come even if they never end', async () => {
    const end = performance.now() + 10_000;
    for (let at = 0; batches.length === 0; at++) {
      assert.ok(performance.now() < end);
      changes.add(`f${at}.txt`);
      await sleep(5);
    }
    assert.ok(batches[0]?.includes('f0.txt'));
  });

  it('are everything when there are too many, when an ignore file is among them, or when nobody knows', async () => {
    for (let at = 0; at < 1001; at++) changes.add(`f${at}`);
    await until(() => batches.length === 1);
    changes.add('a.txt');
    changes.add('sub/.gitignore');
    changes.add('b.txt');
    await until(() => batches.length === 2);
    changes.addAll();
    await until(() => batches.length === 3);
    changes.add('c.txt');
    await until(() => batches.length === 4);
    assert.deepEqual(batches, [everything, everything, everything, ['c.txt']]);
  });

  it('let a file rest that took long to read, and no other', async () => {
    changes.took('large.txt', 60);
    changes.took('small.txt', 1);
    changes.add('large.txt');
    changes.add('small.txt');
    await until(() => batches.length === 1);
    assert.deepEqual(batches, [['small.txt']]);
    const began = performance.now();
    await until(() => batches.length === 2);
    assert.deepEqual(batches[1], ['large.txt']);
    assert.ok(performance.now() - began > 100, 'it has rested');
  });

  it('let everything rest, while single files come as always', async () => {
    changes.took(everything, 60);
    changes.addAll();
    changes.add('saved.txt');
    await until(() => batches.length === 2);
    assert.deepEqual(batches, [['saved.txt'], everything]);
  });

  it('are everything when there were so many that some may be missing, of few paths too', async () => {
    for (let at = 0; at < 8001; at++) changes.add(at % 2 === 0 ? 'a' : 'b');
    await until(() => batches.length === 1);
    assert.deepEqual(batches, [everything]);
  });

  it('are without what is below another', () => {
    assert.deepEqual(topmost(['a/b', 'a', 'a/b/c', 'ab', 'c/d']), ['a', 'ab', 'c/d']);
  });
});
