import assert from 'node:assert/strict';
import fc from 'fast-check';
import { backoffMs } from '../../../../src/kernel/scheduler/backoff.ts';
import {
  closedBreaker,
  mayPass,
  noteEnd,
  noteStart,
} from '../../../../src/kernel/scheduler/circuit-breaker.ts';
import { chooseVictim, type LockOwner, LockTable } from '../../../../src/kernel/scheduler/lock-table.ts';
import { randomStream } from '../../../../src/kernel/scheduler/random.ts';

const policy = {
  attempts: 9,
  backoffMs: 100,
  factor: 2,
  maxMs: 1000,
  jitter: false,
  on: ['failed'],
} as const;

describe('backoffMs', () => {
  it('grows by the factor up to the cap', () => {
    assert.deepEqual(
      [1, 2, 3, 4, 5, 6].map((n) => backoffMs(policy, n, 0.5)),
      [100, 200, 400, 800, 1000, 1000],
    );
  });

  it('with jitter lies between half and all of it, and takes both ends', () => {
    const jittered = { ...policy, jitter: true };
    assert.equal(backoffMs(jittered, 2, 0), 100);
    assert.equal(backoffMs(jittered, 2, 0.999999), 200);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (n, random) => {
          const full = backoffMs(policy, n, 0);
          const wait = backoffMs(jittered, n, random);
          assert.ok(wait >= full / 2 - 1 && wait <= full && Number.isFinite(wait));
        },
      ),
    );
  });
});

describe('randomStream', () => {
  it('is the same for the same seed, another for another, and fills [0, 1) evenly', () => {
    const take = (seed: string): number[] => {
      const next = randomStream(seed);
      return Array.from({ length: 10_000 }, () => next());
    };
    assert.deepEqual(take('a'), take('a'));
    assert.notDeepEqual(take('a'), take('b'));
    const numbers = take('even');
    const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
    assert.ok(numbers.every((number) => number >= 0 && number < 1));
    assert.ok(Math.abs(mean - 0.5) < 0.02, `the mean is ${mean}`);
  });
});

describe('circuit breaker', () => {
  const rules = { failures: 2, cooldownMs: 100 };

  it('opens after failures in a row, lets one trial through after the cooldown, and closes by its success', () => {
    const breaker = closedBreaker();
    noteEnd(breaker, true, 10);
    assert.ok(mayPass(breaker, rules, 11).pass);
    noteEnd(breaker, true, 20);
    assert.deepEqual(mayPass(breaker, rules, 50), { pass: false, until: 120 });
    assert.ok(mayPass(breaker, rules, 120).pass);
    noteStart(breaker, rules);
    assert.ok(!mayPass(breaker, rules, 125).pass, 'there is one trial at a time');
    noteEnd(breaker, false, 130);
    assert.ok(mayPass(breaker, rules, 131).pass);
  });

  it('opens again when the trial fails, and takes a cancelled attempt for nothing', () => {
    const breaker = closedBreaker();
    for (const at of [1, 2]) noteEnd(breaker, true, at);
    noteStart(breaker, rules);
    noteEnd(breaker, null, 200);
    assert.ok(mayPass(breaker, rules, 201).pass);
    noteStart(breaker, rules);
    noteEnd(breaker, true, 300);
    assert.deepEqual(mayPass(breaker, rules, 301), { pass: false, until: 400 });
  });
});

describe('lock table', () => {
  const owner = (id: string, priority = 3, startedAt = 0): LockOwner => ({
    id,
    agent: id,
    priority,
    startedAt,
  });

  it('hands a lock on by priority, then by who asked first', () => {
    const table = new LockTable();
    assert.ok(table.request('x', 1, owner('a')));
    for (const [id, priority] of [
      ['low', 1],
      ['first', 5],
      ['second', 5],
    ] as const)
      assert.ok(!table.request('x', 1, owner(id, priority)));
    const order: string[] = [];
    for (let holder = 'a'; holder; ) {
      const [next] = table.release(holder, 'x');
      if (!next) break;
      order.push(next.id);
      holder = next.id;
    }
    assert.deepEqual(order, ['first', 'second', 'low']);
    assert.ok(table.isFree('x'));
  });

  it('finds a cycle through three, and none where somebody can still end', () => {
    const table = new LockTable();
    for (const [id, lock] of [
      ['a', 'x'],
      ['b', 'y'],
      ['c', 'z'],
    ] as const)
      table.request(lock, 1, owner(id));
    table.request('y', 1, owner('a'));
    table.request('z', 1, owner('b'));
    assert.equal(table.findDeadlock('b'), null);
    table.request('x', 1, owner('c'));
    const cycle = table.findDeadlock('c') ?? [];
    assert.deepEqual(cycle.map((edge) => `${edge.owner.id} waits for ${edge.lock}`).sort(), [
      'a waits for y',
      'b waits for z',
      'c waits for x',
    ]);
  });

  it('does not take a cycle through a pool for a deadlock while one of its holders can end', () => {
    const table = new LockTable();
    table.request('pool', 2, owner('a'));
    table.request('pool', 2, owner('free'));
    table.request('x', 1, owner('b'));
    table.request('pool', 2, owner('b'));
    table.request('x', 1, owner('a'));
    assert.equal(table.findDeadlock('a'), null);
    table.request('x', 1, owner('free'));
    assert.notEqual(table.findDeadlock('free'), null);
  });

  it('forgets who withdraws, and serves those behind', () => {
    const table = new LockTable();
    table.request('x', 1, owner('a'));
    table.request('x', 1, owner('b'));
    table.request('x', 1, owner('c'));
    assert.deepEqual(table.withdraw('b'), []);
    assert.deepEqual(
      table.releaseAll('a').map(({ owner: next }) => next.id),
      ['c'],
    );
  });

  it('chooses the lowest priority, among those the youngest', () => {
    const edges = [owner('old', 1, 10), owner('young', 1, 20), owner('important', 9, 30)].map((who) => ({
      owner: who,
      lock: 'x',
    }));
    assert.equal(chooseVictim(edges)?.id, 'young');
  });
});
