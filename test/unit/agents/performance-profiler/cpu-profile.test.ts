import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type CpuProfile,
  profileOfSamples,
  readCpuProfile,
  sampleWeights,
} from '../../../../src/agents/performance-profiler/cpu-profile.ts';
import { hotSpots } from '../../../../src/agents/performance-profiler/function-profile.ts';

/** A node of a profile: the last word of a URL is its file, and what begins with `own` is of the workspace. */
function node(id: number, functionName: string, url: string, lineNumber: number, children: number[] = []) {
  return { id, callFrame: { functionName, url, lineNumber, columnNumber: 4 }, children };
}

const pathOf = (url: string): string | null => (url.startsWith('own') ? url : null);

// root → main → fib → fib → sort (library) → compare (own)
const profile: CpuProfile = {
  nodes: [
    node(1, '(root)', '', -1, [2, 7]),
    node(2, 'main', 'own.js', 0, [3]),
    node(3, 'fib', 'own.js', 9, [4]),
    node(4, 'fib', 'own.js', 9, [5]),
    node(5, 'sort', 'library.js', 2, [6]),
    node(6, 'compare', 'own.js', 19),
    node(7, '(idle)', '', -1),
  ],
  startTime: 1000,
  endTime: 1_001_000,
  //        main  fib   fib²  sort  compare idle
  samples: [2, 3, 4, 5, 6, 7],
  timeDeltas: [0, 100_000, 100_000, 200_000, 300_000, 100_000],
};

function row(name: string) {
  const found = profileOfSamples(profile, pathOf).functions.find((one) => one.name === name);
  const round = (value: number | null | undefined) => (value == null ? value : Number(value.toFixed(9)));
  return found && [round(found.self), round(found.total), round(found.charged), found.line];
}

describe('CPU profile', () => {
  it('gives each sample the time until the next one, and the last the rest', () => {
    assert.deepEqual(sampleWeights(profile), [100_000, 100_000, 200_000, 300_000, 100_000, 200_000]);
    assert.deepEqual(sampleWeights({ ...profile, samples: [], timeDeltas: [] }), []);
    // A clock that goes back.
    const back = { ...profile, samples: [2, 3, 4], timeDeltas: [10, -5, 20], startTime: 0, endTime: 30 };
    assert.deepEqual(sampleWeights(back), [0, 15, 5]);
    // The program had no processor for half a second.
    const samples = Array.from({ length: 6 }, () => 2);
    const held = { ...back, samples, timeDeltas: [0, 1000, 1000, 500_000, 1000, 1000], endTime: 505_000 };
    assert.deepEqual(sampleWeights(held), [1000, 1000, 10_000, 1000, 1000, 1000]);
  });

  it('adds up self, total and charged time by function, recursion counted once', () => {
    assert.deepEqual(row('main'), [0.1, 0.8, 0.1, 1]);
    // Charged with what the library does for it, and not with what it calls back.
    assert.deepEqual(row('fib'), [0.3, 0.7, 0.6, 10]);
    assert.deepEqual(row('sort'), [0.3, 0.4, null, 3]);
    assert.deepEqual(row('compare'), [0.1, 0.1, 0.1, 20]);
    assert.equal(row('(idle)'), undefined);
    assert.equal(row('(root)'), undefined);
  });

  it('leaves idle time out of the whole and of the stacks', () => {
    const told = profileOfSamples(profile, pathOf);
    assert.equal(told.seconds.toFixed(9), '0.800000000');
    assert.deepEqual(
      told.stacks.map(({ stack }) => stack.map((index) => told.functions[index]?.name).join(' ')),
      ['main', 'main fib', 'main fib fib', 'main fib fib sort', 'main fib fib sort compare'],
    );
  });

  it('calls hot what is charged with enough, and nothing of a short profile', () => {
    const told = profileOfSamples(profile, pathOf);
    const names = (least: number) => hotSpots(told, least).map(({ name }) => name);
    assert.deepEqual(names(0.5), ['fib']);
    assert.deepEqual(names(0.1), ['fib', 'main', 'compare']);
    assert.deepEqual(hotSpots({ ...told, seconds: 0.09 }, 0.01), []);
  });

  it('names functions that have no name', () => {
    const nameless = (lineNumber: number, columnNumber: number) =>
      profileOfSamples(
        {
          ...profile,
          nodes: [{ id: 1, callFrame: { functionName: '', url: 'own.js', lineNumber, columnNumber } }],
          samples: [1],
          timeDeltas: [0],
        },
        pathOf,
      ).functions[0]?.name;
    assert.equal(nameless(0, 0), '(module code)');
    assert.equal(nameless(0, 7), '(anonymous)');
  });

  it('reads nothing from what is none', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        assert.equal(readCpuProfile(text), null);
      }),
    );
    assert.deepEqual(readCpuProfile(JSON.stringify(profile)), profile);
  });

  it('survives nodes in circles, unknown nodes and odd times; charges no more than there is', () => {
    const nodes = fc.array(
      fc.record({
        id: fc.integer({ min: 0, max: 9 }),
        callFrame: fc.record({
          functionName: fc.constantFrom('', 'f', 'g', '(root)', '(idle)'),
          url: fc.constantFrom('', 'own.js', 'library.js'),
          lineNumber: fc.integer({ min: -1, max: 3 }),
          columnNumber: fc.integer({ min: -1, max: 1 }),
        }),
        children: fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 4 }),
      }),
      { maxLength: 10 },
    );
    const numbers = fc.array(fc.integer({ min: -5, max: 1000 }), { maxLength: 30 });
    const samples = fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 30 });
    fc.assert(
      fc.property(nodes, samples, numbers, (tree, taken, timeDeltas) => {
        const odd: CpuProfile = { nodes: tree, samples: taken, timeDeltas, startTime: 5, endTime: 0 };
        const told = profileOfSamples(odd, pathOf);
        const sum = (key: 'self' | 'charged') =>
          told.functions.reduce((total, one) => total + (one[key] ?? 0), 0);
        assert.ok(Math.abs(sum('self') - told.seconds) < 1e-9);
        assert.ok(sum('charged') <= told.seconds + 1e-9);
        for (const { self, total } of told.functions) assert.ok(self <= total + 1e-9);
      }),
    );
  });
});
