import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  chargedTimes,
  type PythonFunction,
  profileOfPython,
  readPythonStats,
} from '../../../../src/agents/performance-profiler/python-stats.ts';

function row(
  name: string,
  self: number,
  total: number,
  callers: readonly (readonly [number, number, number])[] = [],
): PythonFunction {
  const file = name.startsWith('own') ? 'own.py' : name.startsWith('library') ? '/lib/library.py' : '~';
  const edges = callers.map(([caller, own, all]) => ({ caller, self: own, total: all }));
  return { file, line: file === '~' ? 0 : 3, name, calls: 1, self, total, callers: edges };
}

// own_main → own_rows → library_dumps → encode (built in); own_rows → own_key ← sorted (built in)
const stats = [
  row('own_main', 1, 20),
  row('own_rows', 2, 19, [[0, 2, 19]]),
  row('library_dumps', 3, 10, [
    [0, 1, 2],
    [1, 2, 8],
  ]),
  row('encode', 7, 7, [[2, 7, 7]]),
  row('sorted', 1, 4, [[1, 1, 4]]),
  row('own_key', 3, 3, [[4, 3, 3]]),
];
const isOwn = stats.map(({ file }) => file === 'own.py');

describe('Python statistics', () => {
  it('charges the workspace with what it calls outside: exactly by one step, by shares further up', () => {
    const charged = [...chargedTimes(stats, isOwn)].map((seconds) => Number(seconds.toFixed(9)));
    // dumps: 1 for main, 2 for rows; encode: 7, split 2 to 8 as dumps itself was called; sorted: 1 for rows.
    assert.deepEqual(charged, [1 + 1 + 1.4, 2 + 2 + 5.6 + 1, 0, 0, 0, 3]);
  });

  it('tells self, total and calls as cProfile counted them, and what was charged of the workspace alone', () => {
    const profile = profileOfPython(stats, (file) => (file === 'own.py' ? 'src/own.py' : null));
    assert.equal(profile.seconds, 17);
    const [main, , dumps, encode] = profile.functions;
    assert.deepEqual(
      [main?.path, main?.line, main?.self, main?.total, main?.calls],
      ['src/own.py', 3, 1, 20, 1],
    );
    assert.deepEqual([dumps?.path, dumps?.charged], [null, null]);
    assert.deepEqual([encode?.file, encode?.line], ['', null]);
    const weights = profile.stacks.reduce((sum, { weight }) => sum + weight, 0);
    assert.equal(weights, 17);
    assert.ok(profile.stacks.some(({ stack, weight }) => stack.join() === '2,3' && weight === 7));
  });

  it('charges nobody with what goes round in circles outside of the workspace', () => {
    const circle = [
      row('library_a', 1, 2, [
        [1, 1, 2],
        [0, 0, 1],
      ]),
      row('library_b', 1, 2, [[0, 1, 2]]),
      row('own', 1, 1),
    ];
    assert.deepEqual([...chargedTimes(circle, [false, false, true])], [0, 0, 1]);
  });

  it('never charges more than there is', () => {
    const size = 6;
    const seconds = fc.integer({ min: 0, max: 100 });
    const edges = fc.array(fc.tuple(fc.nat(size - 1), seconds), { maxLength: 4 });
    const rows = fc.array(fc.tuple(edges, seconds), { minLength: size, maxLength: size });
    const owns = fc.array(fc.boolean(), { minLength: size, maxLength: size });
    fc.assert(
      fc.property(rows, owns, (given, own) => {
        const made = given.map(([callers, rest], index) => {
          const self = callers.reduce((sum, [, part]) => sum + part, rest);
          return row(
            `f${index}`,
            self,
            self,
            callers.map(([caller, part]) => [caller, part, part]),
          );
        });
        const charged = [...chargedTimes(made, own)].reduce((sum, part) => sum + part, 0);
        assert.ok(charged <= made.reduce((sum, { self }) => sum + self, 0) + 1e-6);
      }),
    );
  });

  it('reads nothing from what is no profile', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const read = readPythonStats(text);
        assert.ok(read === null || read.length === 0);
      }),
    );
    assert.deepEqual(readPythonStats('[["a.py",1,"f",2,0.5,0.75,[[0,0.25,0.5]]]]'), [
      {
        file: 'a.py',
        line: 1,
        name: 'f',
        calls: 2,
        self: 0.5,
        total: 0.75,
        callers: [{ caller: 0, self: 0.25, total: 0.5 }],
      },
    ]);
  });
});
