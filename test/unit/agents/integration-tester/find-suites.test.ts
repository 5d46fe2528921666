import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isRealScript } from '../../../../src/agents/integration-tester/find-node-suites.ts';
import { findSuites, isEvidence } from '../../../../src/agents/integration-tester/find-suites.ts';
import { suiteName } from '../../../../src/agents/integration-tester/suite.ts';
import { testFrameworks } from '../../../../src/builtin/integration-tester.ts';

function find(files: Readonly<Record<string, string>>, frameworks: readonly string[] = testFrameworks) {
  const paths = Object.keys(files).filter(isEvidence).sort();
  const known = new Set(testFrameworks.filter((name) => frameworks.includes(name)));
  return findSuites(paths, (path) => files[path] ?? null, known);
}

function names(files: Readonly<Record<string, string>>, frameworks?: readonly string[]): string[] {
  return find(files, frameworks).suites.map(suiteName);
}

const packageOf = (test: string, more: object = {}) => JSON.stringify({ scripts: { test, ...more } });
const nodeTest = "import test from 'node:test';\ntest('a', () => {});\n";
const pytest = 'def test_a():\n    assert True\n';
const unittest = 'import unittest\nclass A(unittest.TestCase):\n    def test_a(self): pass\n';

describe('suites of a workspace', () => {
  it('are known by scripts, manifests and test files', () => {
    const files = {
      'package.json': packageOf('mocha'),
      'tests/test_a.py': pytest,
      'go.mod': 'module example.com/x\n',
      'a_test.go': 'package x\n',
      'Cargo.toml': '[package]\nname = "x"\n',
      'src/lib.rs': '#[test]\nfn a() {}\n',
    };
    assert.deepEqual(names(files), ['npm test', 'Python tests', 'go test', 'cargo test']);
    assert.deepEqual(names(files, ['pytest']), ['Python tests']);
    assert.deepEqual(names(files, ['go', 'npm']), ['npm test', 'go test']);
  });

  it('are not scripts that test nothing', () => {
    for (const script of [
      '',
      ' ',
      'echo "Error: no test specified" && exit 1',
      'echo ok',
      "echo 'no tests yet'",
      'exit 0',
      'true',
      ':',
    ])
      assert.equal(isRealScript(script), false, script);
    for (const script of ['mocha', 'echo a && mocha', 'tsc; node test.js', 'true && jest'])
      assert.equal(isRealScript(script), true);
  });

  it('are those of node --test only where no script runs them', () => {
    assert.deepEqual(names({ 'package.json': '{}', 'a.test.mjs': nodeTest }), ['node --test']);
    assert.deepEqual(names({ 'test/a.js': "const t = require('node:test');\nt.test('x', () => {});" }), [
      'node --test',
    ]);
    assert.deepEqual(names({ 'package.json': packageOf('node --test'), 'a.test.mjs': nodeTest }), [
      'npm test',
    ]);
    assert.deepEqual(names({ 'a.test.js': "import { test } from 'vitest';\ntest('a', () => {});" }), []);
    assert.deepEqual(names({ 'test/helper.js': "import 'node:test';\n" }), []);
    const found = find({ 'p/package.json': '{}', 'p/a.test.mjs': nodeTest, 'p/test/b.mjs': nodeTest })
      .suites[0];
    assert.deepEqual(found?.kind === 'node' && found.files, ['p/a.test.mjs', 'p/test/b.mjs']);
  });

  it('are found in packages of a monorepo, unless a script above runs them', () => {
    const below = {
      'packages/a/package.json': packageOf('jest'),
      'packages/b/package.json': packageOf('mocha'),
    };
    const each = ['npm test in packages/a', 'npm test in packages/b'];
    assert.deepEqual(names(below), each);
    assert.deepEqual(names({ 'package.json': packageOf('eslint .'), ...below }), ['npm test', ...each]);
    for (const script of [
      'npm test --workspaces',
      'npm t -ws',
      'lerna run test',
      'turbo test',
      'pnpm -r test',
      'yarn workspaces foreach run test',
    ])
      assert.deepEqual(names({ 'package.json': packageOf(script), ...below }), ['npm test'], script);
    assert.deepEqual(names({ 'package.json': packageOf('npm run all', { all: 'nx run-many' }), ...below }), [
      'npm test',
    ]);
    assert.deepEqual(names({ 'package.json': packageOf('cd packages/a && npm test'), ...below }), [
      'npm test',
      each[1],
    ]);
  });

  it('are not among fixtures, templates, tests of others, or too deep', () => {
    const { suites, leftAlone } = find({
      'test/fixtures/p/package.json': packageOf('mocha'),
      'test/fixtures/p/test_a.py': pytest,
      'templates/x/package.json': packageOf('mocha'),
      'tests/package.json': packageOf('mocha'),
      'a/b/c/d/e/package.json': packageOf('mocha'),
      'vendor/go.mod': 'module x\n',
    });
    assert.deepEqual(suites, []);
    assert.equal(leftAlone, 5);
  });

  it('of Python belong to the nearest project, and say who can run them', () => {
    const suites = find({
      'pyproject.toml': '[tool.pytest.ini_options]\n',
      'tests/test_a.py': unittest,
      'tests/requirements.txt': '',
      'lib/setup.py': '',
      'lib/tests/test_b.py': unittest,
      'tool/requirements-dev.txt': '',
      'tool/b_test.py': pytest,
      'scripts/test_connection.py': 'print("no tests")\n',
      'tests/fixtures/test_x.py': pytest,
    }).suites;
    assert.deepEqual(
      suites.map((suite) => suite.kind === 'python' && [suite.folder, suite.pytest, suite.files, suite.left]),
      [
        ['', 'named', ['tests/test_a.py'], ['lib', 'tool', 'tests/fixtures']],
        ['lib', 'unnamed', ['lib/tests/test_b.py'], []],
        ['tool', 'needed', ['tool/b_test.py'], []],
      ],
    );
  });

  it('of other languages are not run twice where the script of a package runs them', () => {
    assert.deepEqual(names({ 'package.json': packageOf('mocha && pytest'), 'test_a.py': pytest }), [
      'npm test',
    ]);
    assert.deepEqual(
      names({ 'package.json': packageOf('npm run py', { py: 'pytest' }), 'test_a.py': pytest }),
      ['npm test'],
    );
    assert.deepEqual(names({ 'package.json': packageOf('mocha'), 'test_a.py': pytest }), [
      'npm test',
      'Python tests',
    ]);
  });

  it('of Rust are those of a workspace together', () => {
    const files = {
      'Cargo.toml': '[workspace]\nmembers = ["a", "b"]\n',
      'a/Cargo.toml': '[package]\n',
      'a/src/lib.rs': '#[tokio::test]\nasync fn a() {}\n',
      'b/Cargo.toml': '[package]\n',
    };
    const [suite] = find(files).suites;
    assert.deepEqual(names(files), ['cargo test']);
    assert.equal(suite?.kind === 'cargo' && suite.workspace, true);
    assert.deepEqual(names({ ...files, 'Cargo.toml': '[package]\n' }), ['cargo test in a']);
  });

  it('can be looked for in any text', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc.constantFrom('null', '[]', '{"scripts":1}', '{"scripts":{"test":2}}'),
    );
    const path = fc.constantFrom(
      'package.json',
      'a/package.json',
      'a/test_x.py',
      'Cargo.toml',
      'src/x.rs',
      'go.mod',
      'x_test.go',
      'a.test.ts',
      'pyproject.toml',
    );
    fc.assert(
      fc.property(fc.dictionary(path, text), (files) => {
        find(files);
      }),
    );
  });
});
