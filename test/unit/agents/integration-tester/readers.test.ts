import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { readCargo } from '../../../../src/agents/integration-tester/read-cargo.ts';
import { readConsole } from '../../../../src/agents/integration-tester/read-console.ts';
import { readGo } from '../../../../src/agents/integration-tester/read-go.ts';
import { readJunit } from '../../../../src/agents/integration-tester/read-junit.ts';
import { readTap } from '../../../../src/agents/integration-tester/read-tap.ts';
import { readUnittest } from '../../../../src/agents/integration-tester/read-unittest.ts';
import { placesIn } from '../../../../src/agents/integration-tester/stack-places.ts';
import type { Reading } from '../../../../src/agents/integration-tester/test-result.ts';
import { agentFixture } from '../agent-process.ts';

function golden(name: string): string {
  return readFileSync(join(agentFixture('integration-tester'), name), 'utf8');
}

const go = (text: string) => readGo(text, 'example.com/demo');

/** Failed tests as `name | message | file:line of the innermost place`. */
function failures(reading: Reading | null): string[] {
  return (reading?.tests ?? [])
    .filter(({ status }) => status === 'failed')
    .map(({ name, message, detail }) => {
      const place = placesIn(detail)[0];
      return `${name} | ${message} | ${place === undefined ? '' : `${place.file}:${place.line}`}`;
    });
}

type Counts = readonly [passed: number, failed: number, skipped: number];

type Reader = (text: string) => Reading | null | Promise<Reading | null>;

const cases: readonly [string, Reader, string, Counts, readonly string[]][] = [
  [
    'mocha.txt',
    readConsole,
    'mocha',
    [1, 2, 1],
    [
      'outer > throws | Error: boom | test/a.js:10',
      'outer > inner > fails | AssertionError [ERR_ASSERTION]: Expected values to be loosely deep-equal: | test/a.js:6',
    ],
  ],
  [
    'node-spec.txt',
    readConsole,
    'node --test',
    [2, 5, 2],
    [
      'plain fail | AssertionError [ERR_ASSERTION]: 1 == 2 | file:///w/a.test.mjs:3',
      "in fail | AssertionError [ERR_ASSERTION]: 'a' == 'b' | file:///w/a.test.mjs:4",
      'inner | Error: boom | file:///w/a.test.mjs:5',
      'b.test.mjs | test failed | ',
    ],
  ],
  [
    'jest.txt',
    readConsole,
    'jest',
    [2, 2, 2],
    [
      'sum > is wrong | expected: 4, received: 3 | sum.test.js:5',
      "broken.test.js cannot be run | Cannot find module './nope' from 'broken.test.js' | ../node_modules/jest-resolve/build/index.js:1031",
    ],
  ],
  [
    'vitest.txt',
    readConsole,
    'vitest',
    [1, 3, 1],
    [
      "broken.test.js cannot be run | Error: Cannot find module './nope.js' imported from /w/vitest/broken.test.js | broken.test.js:1",
      'sum > is wrong | AssertionError: expected 3 to be 4 // Object.is equality | sum.test.js:5',
      'sum > throws | TypeError: boom | sum.test.js:8',
    ],
  ],
  [
    'ava.txt',
    readConsole,
    'ava',
    [1, 2, 1],
    ['is wrong | expected 4, got 3 | test.js:4', 'throws | TypeError: boom | file:///w/ava/test.js:7'],
  ],
  [
    'jasmine.txt',
    readConsole,
    'jasmine',
    [1, 1, 1],
    ['sum is wrong | Expected 3 to be 4. | /w/jasmine/spec/sum.js:4'],
  ],
  [
    'tape.txt',
    readConsole,
    'TAP',
    [1, 1, 1],
    ['sum > is wrong | equal: expected 4, got 3 | /w/tape/sum.test.js:4'],
  ],
  [
    'pytest.txt',
    readConsole,
    'pytest',
    [2, 6, 0],
    [
      'test_wrong | assert 2.0 == 3 | tests/test_p.py:9',
      'test_deep | ZeroDivisionError: division by zero | calc.py:2',
      'TestGroup > test_param[2] | assert 2 == 1 | tests/test_p.py:23',
      "tests/test_missing.py | ImportError while importing test module '/w/tests/test_missing.py'. | tests/test_missing.py:1",
      'tests/test_syntax.py | /root/.pyenv/versions/3.11.7/lib/python3.11/site-packages/_pytest/python.py:507: in importtestmodule | /w/tests/test_syntax.py:1',
      'test_fix | RuntimeError: fixture broke | tests/test_p.py:16',
    ],
  ],
  [
    'unittest.txt',
    readConsole,
    'unittest',
    [1, 3, 2],
    [
      "AddTest > test_raises | TypeError: unsupported operand type(s) for +: 'int' and 'str' | /w/calc.py:2",
      'AddTest > test_sub | AssertionError: 1 == 1 | /w/tests/test_calc.py:23',
      'AddTest > test_wrong | AssertionError: 3 != 4 | /w/tests/test_calc.py:9',
    ],
  ],
  [
    'cargo.txt',
    readConsole,
    'cargo test',
    [1, 2, 1],
    [
      'tests > wrong | assertion `left == right` failed: sums | src/lib.rs:13',
      'src/lib.rs - add (line 2) | assertion `left == right` failed | ',
    ],
  ],
  [
    'node-tap.txt',
    readTap,
    'TAP',
    [2, 4, 2],
    [
      'plain fail | 1 == 2 | file:///w/a.test.mjs:3',
      "group > in fail | 'a' == 'b' | file:///w/a.test.mjs:4",
      'sub > inner | boom | file:///w/a.test.mjs:5',
      'b.test.mjs | test failed | ',
    ],
  ],
  [
    'node-junit.xml',
    readJunit,
    'JUnit',
    [2, 4, 2],
    [
      'plain fail | 1 == 2 | file:///w/a.test.mjs:3',
      "group > in fail | 'a' == 'b' | file:///w/a.test.mjs:4",
      'sub > inner | boom | file:///w/a.test.mjs:5',
      'b.test.mjs | test failed | ',
    ],
  ],
  [
    'pytest-junit.xml',
    readJunit,
    'JUnit',
    [2, 6, 0],
    [
      "tests.test_missing | ModuleNotFoundError: No module named 'nope_nope' | tests/test_missing.py:1",
      'tests.test_syntax | SyntaxError: invalid syntax | /w/tests/test_syntax.py:1',
      'test_wrong | assert 2.0 == 3 | tests/test_p.py:9',
      'test_deep | ZeroDivisionError: division by zero | calc.py:2',
      'test_fix | RuntimeError: fixture broke | tests/test_p.py:16',
      'TestGroup > test_param[2] | assert 2 == 1 | tests/test_p.py:23',
    ],
  ],
  [
    'surefire-junit.xml',
    readJunit,
    'JUnit',
    [1, 2, 1],
    [
      'org.example.CalcTest > isWrong | expected:<4> but was:<3> | CalcTest.java:17',
      'org.example.CalcTest > throwsIt | java.lang.IllegalStateException: boom | Calc.java:5',
    ],
  ],
  ['go.jsonl', go, 'go test', [2, 1, 1], ['TestTable > two | got 3, want 4 | sub/table_test.go:14']],
];

describe('readers of test results', () => {
  for (const [file, read, format, [passed, failed, skipped], failed_] of cases) {
    it(`reads ${file}`, async () => {
      const reading = await read(golden(file));
      assert.equal(reading?.format, format);
      assert.deepEqual(reading.counts, { passed, failed, skipped });
      assert.deepEqual(failures(reading), failed_);
    });
  }

  it('takes durations, definitions and reasons where they are told', () => {
    const tests = readJunit(golden('pytest-junit.xml'))?.tests ?? [];
    // pytest counts lines from 0.
    assert.deepEqual(
      tests
        .filter(({ name }) => name === 'test_ok')
        .map(({ file, line, durationMs }) => [file, line, durationMs]),
      [['tests/test_p.py', 4, 1]],
    );
    const later = readJunit(golden('surefire-junit.xml'))?.tests.find(({ status }) => status === 'skipped');
    assert.equal(later?.message, 'not today');
    const slow = readCargo(golden('cargo.txt'))?.tests.find(({ status }) => status === 'skipped');
    assert.equal(slow?.message, 'slow');
  });

  it('tells what could not be compiled', () => {
    const rust = readCargo(golden('cargo-build.txt'))?.trouble;
    assert.equal(
      rust?.message,
      'it cannot be compiled: error[E0425]: cannot find value `missing` in this scope',
    );
    assert.deepEqual(placesIn(rust.detail), [{ file: 'src/lib.rs', line: 3, column: 5 }]);
    const bad = go(golden('go-build.jsonl'))?.trouble;
    assert.equal(bad?.message, 'example.com/demo/bad: undefined: missing');
    assert.deepEqual(placesIn(bad.detail), [{ file: 'bad/bad_test.go', line: 6, column: 2 }]);
  });

  it('adds up what several runners print into one output', async () => {
    const reading = await readConsole(
      ['mocha.txt', 'jest.txt', 'tape.txt', 'mocha.txt'].map(golden).join('\n'),
    );
    assert.equal(reading?.format, 'mocha, jest, TAP');
    assert.deepEqual(reading.counts, { passed: 5, failed: 7, skipped: 5 });
    assert.equal(reading.tests.filter(({ status }) => status === 'failed').length, 7);
  });

  it('takes no prose for results', async () => {
    for (const text of [
      '',
      'ok 1\nok, done',
      '3 passing lanes',
      'Tests: none',
      'Ran 5 tests',
      '1..3 of a list',
      'FAILED: x',
    ])
      assert.equal(await readConsole(text), null, text);
    for (const text of ['', '<a/>', '<html><testcase/></html>', '{"Action":"pass"}'])
      assert.equal(readJunit(text), null);
    assert.equal(readTap('nothing here'), null);
    assert.equal(go('no events\n{"a":1}\n'), null);
    assert.equal(readUnittest('{}\n'), null);
  });

  it('tells a plan that was not kept and a bail-out', () => {
    assert.match(readTap('TAP version 13\n1..3\nok 1 - a\n')?.trouble?.message ?? '', /plan|number of tests/);
    assert.match(readTap('1..2\nok 1\nBail out! no database\n')?.trouble?.message ?? '', /no database/);
  });

  it('expands no entities, and survives what is large, deep, cut short or no XML', () => {
    const bomb = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 20 }, (_, i) => `<!ENTITY e${i} "${'&a;'.repeat(10)}">`).join('')}]><testsuite><testcase name="&e19;"/></testsuite>`;
    const read = readJunit(bomb);
    assert.ok(read === null || (read.tests[0]?.name.length ?? 0) < 100);
    const deep = `${'<testsuite name="d">'.repeat(20_000)}${'</testsuite>'.repeat(20_000)}`;
    assert.doesNotThrow(() => readJunit(deep));
    assert.equal(readJunit(golden('pytest-junit.xml').slice(0, 2000)), null);
    assert.equal(readJunit(`<testsuite>${' '.repeat(17 * 1024 * 1024)}</testsuite>`), null);
    const control = readJunit(
      '<testsuite><testcase name="a\u0000\u001b[1m"><failure message="\ud800"/></testcase></testsuite>',
    );
    assert.equal(control?.counts.failed, 1);
  });

  it('never throws, whatever a suite prints', async () => {
    const files = cases.map(([file]) => golden(file));
    const readers: Reader[] = [readConsole, readTap, readJunit, readCargo, go, readUnittest];
    const cut = fc
      .tuple(fc.constantFrom(...files), fc.nat(), fc.nat(), fc.string({ unit: 'binary' }))
      .map(([text, from, length, noise]) => {
        const at = from % text.length;
        return text.slice(0, at) + noise + text.slice(at + (length % 200));
      });
    await fc.assert(
      fc.asyncProperty(fc.oneof(cut, fc.string({ unit: 'binary', maxLength: 500 })), async (text) => {
        for (const read of readers) {
          const reading = await read(text);
          if (reading === null) continue;
          for (const count of Object.values(reading.counts))
            assert.ok(count >= 0 && Number.isSafeInteger(count));
          for (const { message } of reading.tests) assert.ok(message === null || !message.includes('\n'));
        }
        for (const { line } of placesIn(text)) assert.ok(line >= 1);
      }),
      { numRuns: 300 },
    );
  });
});
