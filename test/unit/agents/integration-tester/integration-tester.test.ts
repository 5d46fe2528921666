import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { integrationTester } from '../../../../src/builtin/integration-tester.ts';
import { findProgram } from '../../../../src/process/find-program.ts';
import { processTable } from '../../../../src/process/process-table.ts';
import { type TemporaryTree, temporaryTree } from '../../library/temporary-tree.ts';
import { type AgentRun, messagesOf, runAgentProcess, valuesOf } from '../agent-process.ts';
import { assertRefused } from '../assert-refused.ts';

/** Not within a suite; and without the plugins of pytest on this machine, which take longer than the tests. */
const outside = { WITHIN_DODECA_TEST_SUITE: undefined, PYTEST_DISABLE_PLUGIN_AUTOLOAD: '1' };
const mocha = createRequire(import.meta.url).resolve('mocha/bin/mocha.js');

function findings(run: AgentRun): string[] {
  return messagesOf(run, 'finding').map(({ path, line, rule }) => `${path}${line ? `:${line}` : ''} ${rule}`);
}

function messages(run: AgentRun): string[] {
  return messagesOf(run, 'finding').map(({ message }) => message);
}

function skips(run: AgentRun): string[] {
  return messagesOf(run, 'log').map(({ message }) => message);
}

/** Tests of a run as they are counted: passed, failed, skipped. */
function counts(run: AgentRun): unknown[] {
  const { tests_passed, tests_failed, tests_skipped } = valuesOf(run, 'metric');
  return [tests_passed, tests_failed, tests_skipped];
}

function has(command: string, ...args: string[]): boolean {
  const program = findProgram(command, process.env);
  return program !== null && spawnSync(program, args).status === 0;
}

const hasNpm = findProgram('npm', process.env) !== null;
const hasPython = has('python3', '-c', 'import unittest');
const hasPytest = has('python3', '-c', 'import pytest');

/** A program that waits until it is ended, having written its own process id and that of one that it started. */
const waiting = `
const { spawn } = require('node:child_process');
const { writeFileSync } = require('node:fs');
const child = spawn(process.execPath, ['-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1e6)'], { detached: true, stdio: 'ignore' });
writeFileSync('pids', [process.pid, child.pid].join(' '));
console.log('1..1');
setInterval(() => {}, 1e6);
`;

/** Those of the processes that `waiting` wrote down that still run. */
async function left(root: string): Promise<number[]> {
  const pids = readFileSync(join(root, 'pids'), 'utf8').split(' ').map(Number);
  assert.equal(pids.length, 2);
  return (await processTable()).map(({ pid }) => pid).filter((pid) => pids.includes(pid));
}

describe('integration tester', function () {
  this.timeout(120_000);
  let tree: TemporaryTree;

  const test = (parameters: object = {}, env: NodeJS.ProcessEnv = {}) =>
    runAgentProcess('integration-tester', tree.root, parameters, { ...outside, ...env });
  const report = () =>
    JSON.parse(readFileSync(join(tree.root, '.dodeca/reports/integration-tests.json'), 'utf8'));

  beforeEach(async () => {
    tree = await temporaryTree();
  });
  afterEach(() => tree.remove());

  it('says that there are no tests, and judges nothing', async () => {
    await tree.write({
      'package.json': '{"scripts":{"test":"echo \\"Error: no test specified\\" && exit 1"}}',
    });
    const run = await test();
    assert.match(run.text, /^No tests were found\./);
    assert.deepEqual(valuesOf(run, 'metric'), {
      suites_found: 0,
      suites_run: 0,
      suites_skipped: 0,
      tests: 0,
      tests_passed: 0,
      tests_failed: 0,
      tests_skipped: 0,
    });
    assert.equal(valuesOf(run, 'output').pass_rate, null);
    assert.equal('health' in valuesOf(run, 'output'), false);
    assert.deepEqual(findings(run), []);
    assert.equal(run.exitCode, 0);
    assert.equal(run.errors, '');
  });

  it('runs node --test, and finds every failure where it is', async () => {
    await tree.write({
      'package.json': '{}',
      'lib.mjs':
        'export function add(a, b) {\n  if (typeof b !== "number") throw new TypeError("no number");\n  return a + b;\n}\n',
      'sum.test.mjs': [
        "import test, { describe, it } from 'node:test';",
        "import assert from 'node:assert';",
        "import { add } from './lib.mjs';",
        "test('adds', () => assert.equal(add(1, 2), 3));",
        "describe('group', () => {",
        "  it('is wrong', () => {",
        '    assert.equal(add(1, 2), 4);',
        '  });',
        "  it('throws', () => {",
        "    add(1, 'x');",
        '  });',
        "  it.skip('later', () => {});",
        '});',
      ].join('\n'),
      'crash.test.mjs': "import 'node:test';\ntest(;\n",
      'absent.test.mjs':
        "import test from 'node:test';\nimport x from 'never-installed-package';\ntest('x', () => {});\n",
    });
    const run = await test();
    assert.deepEqual(findings(run), [
      'crash.test.mjs:2 test-failed',
      'sum.test.mjs:7 test-failed',
      'sum.test.mjs:10 test-failed',
    ]);
    const [crash = '', ...others] = messages(run);
    assert.match(crash, /^crash\.test\.mjs: SyntaxError/);
    assert.deepEqual(others, ['group > is wrong: 3 == 4', 'group > throws: no number']);
    assert.deepEqual(counts(run), [1, 3, 2]);
    assert.equal(run.exitCode, 1);
    const { score, basis, part } = valuesOf(run, 'output').health as Record<string, unknown>;
    assert.deepEqual([part, score, basis], ['tests', 25, '1 of 4 tests passed']);
    const absent = report().tests.find(({ name }: { name: string }) => name === 'absent.test.mjs');
    assert.deepEqual(
      [absent.status, absent.message],
      ['skipped', 'never-installed-package is not installed'],
    );
  });

  it('runs npm test as it is: mocha, TAP, and what is known by its exit code alone', async function () {
    if (!hasNpm) this.skip();
    const node = JSON.stringify(process.execPath);
    const script = (test: string) => JSON.stringify({ scripts: { test } }, null, 2);
    await tree.write({
      'mocha/package.json': script(`${node} ${JSON.stringify(mocha)} a.js`),
      'mocha/a.js':
        "describe('outer', () => {\n  it('works', () => {});\n  it('fails', () => {\n    require('node:assert').equal(1, 2);\n  });\n  it.skip('later', () => {});\n});\n",
      'tap/package.json': script(`${node} t.js`),
      'tap/t.js':
        "console.log('TAP version 13\\n1..2\\nok 1 - a\\nnot ok 2 - b\\n  ---\\n  at: t.js:1:9\\n  message: wrong\\n  ...');\nprocess.exitCode = 1;\n",
      'plain/package.json': script(`${node} -e "process.exitCode = 0"`),
      'bad/package.json': script(`${node} t.js`),
      'bad/t.js': "console.error('Error: no database');\nprocess.exitCode = 3;\n",
    });
    const run = await test();
    assert.deepEqual(findings(run), [
      'bad/package.json:3 test-suite-failed',
      'mocha/a.js:4 test-failed',
      'tap/t.js:1 test-failed',
    ]);
    assert.deepEqual(messages(run), [
      'npm test in bad: exit code 3: Error: no database',
      'outer > fails: AssertionError [ERR_ASSERTION]: 1 == 2',
      'b: wrong',
    ]);
    assert.deepEqual(counts(run), [2, 2, 1]);
    assert.match(run.text, /passed {3}npm test in plain +no test was counted/);
    assert.equal(run.exitCode, 1);
  });

  it('skips a package whose dependencies or tools are not installed', async function () {
    if (!hasNpm) this.skip();
    const absent = { 'never-installed-package': '1' };
    await tree.write({
      'a/package.json': JSON.stringify({ scripts: { test: 'mocha' }, devDependencies: absent }),
      'a/package-lock.json': '{}',
      'b/package.json': JSON.stringify({ scripts: { test: 'never-installed-program --x' } }),
      'c/package.json': JSON.stringify({ scripts: { test: 'node t.js' } }),
      'c/t.js': "require('never-installed-package');\n",
      'd/package.json': JSON.stringify({ scripts: { test: 'node t.js && never-installed-program' } }),
      'd/t.js': "console.log('1..1\\nok 1 - a');\n",
    });
    const run = await test();
    assert.deepEqual(findings(run), []);
    assert.deepEqual(skips(run), [
      'npm test in a is skipped: dependencies are not installed: run npm ci',
      'npm test in b is skipped: never-installed-program was not found: it is not installed',
      'npm test in c is skipped: dependencies are not installed: never-installed-package',
      'npm test in d ran in part: never-installed-program was not found: it is not installed',
    ]);
    assert.deepEqual(counts(run), [1, 0, 0]);
    assert.equal(valuesOf(run, 'metric').suites_skipped, 3);
    assert.equal(run.exitCode, 0);
  });

  const calculator = {
    'calc.py': 'def add(a, b):\n    return a + b\n',
    'tests/test_calc.py': [
      'import unittest',
      'from calc import add',
      '',
      'class AddTest(unittest.TestCase):',
      '    def test_adds(self):',
      '        self.assertEqual(add(1, 2), 3)',
      '',
      '    def test_wrong(self):',
      '        self.assertEqual(add(1, 2), 4)',
      '',
      '    def test_raises(self):',
      "        add(1, 'x')",
      '',
      "    @unittest.skip('not today')",
      '    def test_later(self): pass',
      '',
      '    def test_parts(self):',
      '        for i in range(3):',
      '            with self.subTest(i=i):',
      '                self.assertNotEqual(i, 1)',
      '',
      '    @unittest.expectedFailure',
      '    def test_known(self): self.fail()',
    ].join('\n'),
    'tests/test_absent.py':
      'import unittest\nimport never_installed\nclass A(unittest.TestCase):\n    def test_a(self): pass\n',
    'tests/test_broken.py':
      'import unittest\nimport calc\nclass A(unittest.TestCase:\n    def test_a(self): pass\n',
    'tests/test_own.py':
      'import unittest\nfrom calc import nope\nclass A(unittest.TestCase):\n    def test_a(self): pass\n',
  };
  const places = [
    'tests/test_broken.py:3 test-failed',
    'tests/test_calc.py:9 test-failed',
    'tests/test_calc.py:12 test-failed',
    'tests/test_calc.py:20 test-failed',
    'tests/test_own.py:2 test-failed',
  ];

  it('runs unittest, and finds every failure where it is', async function () {
    if (!hasPython) this.skip();
    await tree.write(calculator);
    const run = await test({ frameworks: ['unittest'] });
    assert.deepEqual(findings(run), places);
    const [broken = '', wrong, raises = '', parts, own = ''] = messages(run);
    assert.match(broken, /SyntaxError/);
    assert.match(own, /ImportError: cannot import name 'nope'/);
    assert.match(raises, /^AddTest > test_raises: TypeError: /);
    assert.equal(wrong, 'AddTest > test_wrong: AssertionError: 3 != 4');
    assert.equal(parts, 'AddTest > test_parts (i=1): AssertionError: 1 == 1');
    assert.deepEqual(counts(run), [1, 5, 3]);
    assert.match(run.text, /failed {3}unittest +1 of 6 passed/);
  });

  it('runs pytest, and finds the same failures where they are', async function () {
    if (!hasPytest) this.skip();
    await tree.write({ ...calculator, 'fixtures/test_not_ours.py': 'def test_x():\n    assert False\n' });
    const run = await test();
    assert.deepEqual(findings(run), places);
    assert.deepEqual(counts(run).slice(1), [5, 3]);
    assert.match(run.text, /failed {3}pytest /);
    const left = readdirSync(tree.root);
    assert.equal(left.includes('.pytest_cache') || left.includes('__pycache__'), false);
  });

  it('finds what lies in src, and tells which module is missing where nothing runs', async function () {
    if (!hasPytest) this.skip();
    await tree.write({
      'a/pyproject.toml': '[project]\nname = "a"\n',
      'a/src/pack/__init__.py': 'x = 1\n',
      'a/tests/test_a.py': 'from pack import x\ndef test_a():\n    assert x == 1\n',
      'b/setup.cfg': '[tool:pytest]\naddopts = --never-known-option\n',
      'b/test_b.py': 'def test_b(): pass\n',
      'c/requirements.txt': 'pytest\n',
      'c/test_c.py': 'import never_installed\ndef test_c(): pass\n',
    });
    const run = await test();
    assert.deepEqual(findings(run), []);
    assert.deepEqual(counts(run), [1, 0, 0]);
    assert.deepEqual(skips(run), [
      'pytest in b is skipped: pytest does not know --never-known-option: a plugin of it is not installed',
      'pytest in c is skipped: dependencies are not installed: never_installed',
    ]);
    assert.equal(run.exitCode, 0);
  });

  it('runs cargo test', async function () {
    if (!has('cargo', '--version')) this.skip();
    await tree.write({
      'good/Cargo.toml': '[package]\nname = "good"\nversion = "0.1.0"\nedition = "2021"\n',
      'good/src/lib.rs':
        'pub fn add(a: i32, b: i32) -> i32 { a + b }\n#[test]\nfn adds() {\n    assert_eq!(add(1, 2), 3);\n}\n#[test]\nfn wrong() {\n    assert_eq!(add(1, 2), 4);\n}\n',
      'bad/Cargo.toml': '[package]\nname = "bad"\nversion = "0.1.0"\nedition = "2021"\n',
      'bad/src/lib.rs': '#[test]\nfn a() {\n    missing();\n}\n',
      'far/Cargo.toml':
        '[package]\nname = "far"\nversion = "0.1.0"\nedition = "2021"\n[dependencies]\nnever-downloaded-crate = "1"\n',
      'far/src/lib.rs': '#[test]\nfn a() {}\n',
    });
    const run = await test();
    assert.deepEqual(findings(run), ['bad/src/lib.rs:3 test-suite-crashed', 'good/src/lib.rs:8 test-failed']);
    assert.match(messages(run)[0] ?? '', /it cannot be compiled: error\[E0425\]/);
    assert.match(messages(run)[1] ?? '', /^wrong: assertion `left == right` failed/);
    assert.deepEqual(counts(run), [1, 1, 0]);
    assert.deepEqual(skips(run), [
      'cargo test in far is skipped: dependencies are not downloaded: run cargo fetch',
    ]);
  });

  it('runs go test', async function () {
    if (!has('go', 'version')) this.skip();
    await tree.write({
      'go.mod': 'module example.com/demo\n\ngo 1.18\n',
      'sub/a_test.go':
        'package sub\n\nimport "testing"\n\nfunc TestGood(t *testing.T) {}\n\nfunc TestBad(t *testing.T) {\n\tt.Fatal("wrong")\n}\n',
    });
    const run = await test();
    assert.deepEqual(findings(run), ['sub/a_test.go:8 test-failed']);
    assert.deepEqual(counts(run), [1, 1, 0]);
  });

  it('says once which tool is missing', async function () {
    if (process.platform === 'win32') this.skip();
    await tree.write({
      'go.mod': 'module x\n',
      'a_test.go': 'package x\n',
      'Cargo.toml': '[package]\n',
      'src/lib.rs': '#[test]\nfn a() {}\n',
      'package.json': '{"scripts":{"test":"node t.js"}}',
      'test_a.py': 'def test_a(): pass\n',
    });
    const run = await test({}, { PATH: join(tree.root, 'nothing'), VIRTUAL_ENV: '' });
    assert.deepEqual(skips(run), [
      'npm test is skipped: npm was not found',
      'pytest is skipped: no Python 3.8 or newer was found',
      'go test is skipped: go was not found',
      'cargo test is skipped: cargo was not found',
    ]);
    assert.equal(valuesOf(run, 'metric').suites_skipped, 4);
    assert.equal(run.exitCode, 0);
  });

  it('runs commands of the user, whose results are read as they say', async () => {
    const node = JSON.stringify(process.execPath);
    await tree.write({
      'tap.js': "console.log('1..3\\nok 1 - a\\nok 2 - b # SKIP no\\n');",
      'junit.js':
        'require(\'fs\').writeFileSync(\'out.xml\', \'<testsuite><testcase name="a"/><testcase name="b" file="junit.js" line="1"><failure message="wrong"/></testcase></testsuite>\');\nprocess.exitCode = 1;',
      'old.xml': '<testsuite><testcase name="old"><failure/></testcase></testsuite>',
      'fail.js': "console.error('Error: broken');\nprocess.exitCode = 4;",
    });
    const { utimes } = await import('node:fs/promises');
    await utimes(join(tree.root, 'old.xml'), 1, 1);
    const run = await test({
      commands: [
        `${node} tap.js`,
        { run: `${node} tap.js`, name: 'plan', format: 'tap' },
        { run: `${node} junit.js`, format: 'junit: out.xml' },
        { run: `${node} -e 0`, format: 'junit: old.xml' },
        { run: `${node} fail.js`, name: 'by code', format: 'exit' },
        { run: `${node} -e 0`, format: 'exit' },
      ],
    });
    assert.deepEqual(findings(run), ['. test-suite-crashed', '. test-failed', 'junit.js:1 test-failed']);
    assert.match(messages(run)[0] ?? '', /^plan: /);
    assert.equal(messages(run)[1], 'by code: exit code 4: Error: broken');
    assert.equal(messages(run)[2], 'b: wrong');
    assert.deepEqual(counts(run), [4, 2, 2]);
  });

  it('ends a suite that takes too long, with all that it started', async () => {
    await tree.write({ 'wait.js': waiting });
    const run = await test({
      commands: [{ run: `${JSON.stringify(process.execPath)} wait.js`, name: 'endless', timeout: 2 }],
    });
    assert.deepEqual(findings(run), ['. test-timeout']);
    assert.deepEqual(messages(run), ['endless: it did not end within 2.0 s']);
    assert.equal(valuesOf(run, 'metric').suites_run, 1);
    assert.equal(run.exitCode, 1);
    assert.deepEqual(await left(tree.root), []);
  });

  it('stays within its budget: what is not finished is skipped and judges nothing', async () => {
    await tree.write({ 'wait.js': waiting });
    const node = JSON.stringify(process.execPath);
    const run = await test({
      budget: 2,
      commands: [
        { run: `${node} wait.js`, name: 'endless' },
        { run: `${node} -e 0`, name: 'next' },
      ],
    });
    assert.deepEqual(findings(run), []);
    assert.deepEqual(skips(run), [
      'endless is skipped: not finished within the budget of 2.0 s',
      'next is skipped: not run: the budget of 2.0 s is used up',
    ]);
    assert.equal(valuesOf(run, 'metric').suites_skipped, 2);
    assert.equal('health' in valuesOf(run, 'output'), false);
    assert.equal(run.exitCode, 0);
    assert.deepEqual(await left(tree.root), []);
  });

  it('runs no more suites than it may', async () => {
    const run = await test({
      max_suites: 1,
      commands: ['exit 0', 'exit 1'].map((line) => ({ run: line, format: 'exit' })),
    });
    assert.deepEqual(skips(run), ['exit 1 is skipped: not run: more than 1 suite']);
    assert.equal(run.exitCode, 0);
  });

  it('does not run within a suite that it runs itself', async () => {
    const run = await test({ commands: ['exit 1'] }, { WITHIN_DODECA_TEST_SUITE: 'x' });
    assert.deepEqual(skips(run), [
      'exit 1 is skipped: these tests run within a suite of integration_tester already',
    ]);
    assert.equal(run.exitCode, 0);
  });

  it('gives suites an environment without what belongs to others', async () => {
    await tree.write({ 'env.js': "require('fs').writeFileSync('env.json', JSON.stringify(process.env));" });
    await test(
      { commands: [`${JSON.stringify(process.execPath)} env.js`] },
      {
        DODECA_TOKEN: 'x',
        DODECA_EXECUTION_ID: 'e-1',
        npm_config_x: 'x',
        NODE_TEST_CONTEXT: 'child',
        KEPT: 'yes',
      },
    );
    const env = JSON.parse(readFileSync(join(tree.root, 'env.json'), 'utf8'));
    assert.deepEqual(
      Object.keys(env).filter((name) => /^(DODECA_|npm_|NODE_TEST)/i.test(name)),
      ['DODECA_EXECUTION_ID'],
    );
    assert.deepEqual([env.CI, env.KEPT, typeof env.WITHIN_DODECA_TEST_SUITE], ['1', 'yes', 'string']);
  });

  it('keeps what a suite printed up to a size, and removes what an earlier run left', async () => {
    await tree.write({
      'much.js':
        "for (let i = 0; i < 60000; i++) console.log('line ' + i + ' of much output, of which ends are kept');",
      '.dodeca/reports/integration-tests/7.log': 'old',
      '.dodeca/reports/integration-tests/mine.txt': 'kept',
    });
    await test({ commands: [`${JSON.stringify(process.execPath)} much.js`] });
    assert.deepEqual(readdirSync(join(tree.root, '.dodeca/reports/integration-tests')).sort(), [
      '1.log',
      'mine.txt',
    ]);
    const log = readFileSync(join(tree.root, '.dodeca/reports/integration-tests/1.log'), 'utf8');
    assert.ok(log.length < 1.1 * 1024 * 1024);
    assert.match(
      log,
      /^line 0 of[\s\S]*characters are left out here[\s\S]*line 59999 of much output, of which ends are kept\n$/,
    );
  });

  it('survives what is broken, hostile or strange', async () => {
    await tree.write({
      'package.json': '{ broken',
      'b/package.json': '[]',
      'c/package.json': '{"scripts":{"test":7}}',
      'go.mod': Buffer.from([0xff, 0xfe, 0, 1]),
      'x_test.go': '',
      'test_a.py': Buffer.from([0, 1, 2]),
      'Cargo.toml': '\0',
    });
    const run = await test({ frameworks: ['npm', 'node', 'pytest', 'unittest', 'cargo'] });
    assert.deepEqual(findings(run), []);
    assert.equal(run.errors, '');
    assert.equal(run.exitCode, 0);
  });

  it('reads its parameters once and again to the same', () => {
    const { parameters } = integrationTester;
    const once = parameters.parse({
      timeout: '2m',
      commands: [
        'make check',
        { run: 'prove -v', format: 'tap', timeout: '90s' },
        { run: 'x', format: 'junit: a/b.xml' },
      ],
    });
    assert.deepEqual(once.commands, [
      { run: 'make check', name: null, format: 'text', timeout: null },
      { run: 'prove -v', name: null, format: 'tap', timeout: 90 },
      { run: 'x', name: null, format: 'junit: a/b.xml', timeout: null },
    ]);
    assert.deepEqual([once.timeout, once.budget, once.max_suites], [120, 60, 20]);
    assert.deepEqual(parameters.parse(once), once);
  });

  it('tells in one message which parameter is wrong', async () => {
    await assertRefused(integrationTester, tree.root, [
      [{ frameworks: ['jest'] }, /^with\.frameworks/],
      [{ commands: [{ name: 'x' }] }, /^with\.commands/],
      [{ commands: [{ run: 'x', format: 'junit: ../x.xml' }] }, /^with\.commands/],
      [{ commands: [{ run: 'x', format: 'junit: /etc/x.xml' }] }, /^with\.commands/],
      [{ timeout: 0 }, /^with\.timeout/],
      [{ budget: 'soon' }, /^with\.budget/],
      [{ max_suites: 0 }, /^with\.max_suites/],
    ]);
  });

  it('takes the Python of the project before any other', async function () {
    if (process.platform === 'win32' || !hasPython) this.skip();
    const python = execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], {
      encoding: 'utf8',
    }).trim();
    await tree.write({
      'p/requirements.txt': '',
      'p/test_a.py':
        'import sys, unittest\nclass A(unittest.TestCase):\n    def test_a(self):\n        self.assertEqual(sys.prefix, "own")\n',
    });
    execFileSync(python, ['-m', 'venv', '--without-pip', join(tree.root, 'p/.venv')]);
    const run = await test(
      { frameworks: ['unittest'] },
      { PATH: [dirname(python), process.env.PATH].join(delimiter) },
    );
    assert.match(messages(run)[0] ?? '', /p\/\.venv/);
  });
});
