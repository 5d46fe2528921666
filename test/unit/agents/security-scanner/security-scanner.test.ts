import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { chmod, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { isForeign, isGenerated, kindOf } from '../../../../src/agents/security-scanner/file-kind.ts';
import { securityFigures, securityScore } from '../../../../src/agents/security-scanner/security-figures.ts';
import { fixOf, placeOf, TextPlaces } from '../../../../src/agents/security-scanner/text-places.ts';
import { securityScanner } from '../../../../src/builtin/security-scanner.ts';
import { positionAt } from '../../../../src/common/position.ts';
import { type TemporaryTree, temporaryTree } from '../../library/temporary-tree.ts';
import { messagesOf, runAgentProcess, valuesOf } from '../agent-process.ts';
import { assertRefused } from '../assert-refused.ts';
import { found } from './planted.ts';

const report = '.dodeca/reports/security-scanner.json';

describe('security scanner', () => {
  let tree: TemporaryTree;

  beforeEach(async () => {
    tree = await temporaryTree();
  });
  afterEach(() => tree.remove());

  it('tells its figures and its part of the health, and writes the same report twice', async () => {
    await tree.write({
      'src/a.js': 'function f(x) {\n  eval(x);\n}\n',
      'src/b.py': 'import os\ndef f(x):\n    os.system("ls " + x)\n',
      'package.json': '{ "dependencies": { "a": "*" } }',
      'examples/c.js': 'function f(x) {\n  eval(x);\n}\n',
      'notes.txt': 'nothing',
    });
    const run = await runAgentProcess('security-scanner', tree.root);
    const figures = {
      files_scanned: 5,
      secrets: 0,
      dangerous_calls: 3,
      dependency_findings: 1,
      findings_error: 1,
      findings_warning: 2,
      findings_info: 1,
    };
    assert.deepEqual(valuesOf(run, 'metric'), figures);
    const { health, ...outputs } = valuesOf(run, 'output');
    assert.deepEqual(outputs, figures);
    const score = 100 * 0.5 ** (1.4 / (1 + Math.sqrt(0.05)));
    assert.deepEqual(health, {
      part: 'security',
      weight: 15,
      score,
      basis: '1 error and 2 warnings in 5 files',
    });
    assert.deepEqual(
      messagesOf(run, 'artifact').map(({ path }) => path),
      [report, '.dodeca/reports/security.sarif'],
    );
    assert.equal(run.exitCode, 0);
    assert.equal(run.errors, '');
    assert.match(run.text, /^5 files scanned in .*: 4 findings\.$/m);
    assert.match(run.text, /^dangerous calls +1 +1 +1$/m);
    const read = () => readFileSync(join(tree.root, report), 'utf8');
    const first = read();
    const { about, findings } = JSON.parse(first);
    assert.equal(typeof about.findings, 'string');
    assert.equal(findings.length, 4);
    await runAgentProcess('security-scanner', tree.root);
    assert.equal(read(), first);
  });

  it('fails where a finding is as severe as it is told', async () => {
    const exitCode = async (fail_on: string) =>
      (await runAgentProcess('security-scanner', tree.root, { fail_on })).exitCode;
    await tree.write({ 'a.js': 'function f(x) {\n  eval(x);\n}\n' });
    assert.deepEqual(
      [await exitCode('never'), await exitCode('error'), await exitCode('warning')],
      [0, 0, 1],
    );
    await tree.write({ 'b.py': 'import os\nos.system("ls " + x)\n' });
    assert.deepEqual([await exitCode('never'), await exitCode('error')], [0, 1]);
  });

  it('looks only for what it is told, in what is included', async () => {
    await tree.write({
      'src/a.js': 'function f(x) {\n  eval(x);\n}\n',
      'lib/b.js': 'function f(x) {\n  eval(x);\n}\n',
      'src/package.json': '{ "dependencies": { "a": "*" } }',
      'src/.npmrc': `//packages.example.org/:_authToken=${'q7Rt9WbL2xZc'.repeat(2)}\n`,
    });
    const all = [
      'lib/b.js:2 dynamic-code',
      'src/.npmrc:1 secret',
      'src/a.js:2 dynamic-code',
      'src/package.json:1 wildcard-dependency',
    ];
    const rules = async (parameters: object) =>
      found(await runAgentProcess('security-scanner', tree.root, parameters)).map((line) =>
        line.replace(/ \w+$/, ''),
      );
    assert.deepEqual(await rules({}), all);
    assert.deepEqual(await rules({ secrets: false }), [all[0], all[2], all[3]]);
    assert.deepEqual(await rules({ calls: false }), [all[1], all[3]]);
    assert.deepEqual(await rules({ dependencies: false }), [all[0], all[1], all[2]]);
    assert.deepEqual(await rules({ include: ['src/**'], exclude: ['*.js'] }), [all[1], all[3]]);
    assert.deepEqual(await rules({ max_file_size: 10 }), []);
    assert.deepEqual(await rules({ ignore: ['dynamic-code lib/**', 'secret'] }), [all[2], all[3]]);
    await tree.write({ 'src/a.js': 'function f(x) {\n  eval(x); // dodeca-ignore[dynamic-code]\n}\n' });
    assert.deepEqual(await rules({ ignore: ['dynamic-code lib/**', 'secret'] }), [all[3]]);
  });

  it('says in one message which parameter is wrong', async () => {
    await assertRefused(securityScanner, tree.root, [
      [{ fail_on: 'always' }, /^with\.fail_on must be /],
      [{ secrets: 'yes' }, /^with\.secrets must be /],
      [{ calls: 1 }, /^with\.calls must be /],
      [{ ignore: 'x' }, /^with\.ignore must be /],
    ]);
  });

  it('reads its parameters the same a second time', () => {
    const once = securityScanner.parameters.parse({ fail_on: 'error', max_file_size: '1Mi' });
    assert.deepEqual(securityScanner.parameters.parse(once), once);
  });

  it('survives an empty workspace, links, folders named like files, odd bytes and deep nesting', async () => {
    const empty = await runAgentProcess('security-scanner', tree.root);
    assert.equal(empty.exitCode, 0);
    assert.equal(valuesOf(empty, 'output').health, undefined);
    await mkdir(join(tree.root, 'package.json'));
    await mkdir(join(tree.root, 'a.py'));
    await symlink('/etc/passwd', join(tree.root, 'link.js'));
    await symlink('..', join(tree.root, 'up'));
    const deep = `${'['.repeat(60_000)}eval(x)`;
    await tree.write({
      'latin.py': Buffer.from('# \xfc\neval(x)\n', 'latin1'),
      'wide.js': Buffer.from('\uFEFFeval(x);\n', 'utf16le'),
      'null.js': 'eval(x);\0',
      'cr.py': 'import os\reval(x)\r',
      'crlf.js': '\r\n\r\neval(x);\r\n',
      'deep.py': deep,
      'deep.js': deep,
      'sub/package-lock.json': '{"dependencies":{"a":'.repeat(20_000),
      'sub/package.json': '{"a":'.repeat(20_000),
      'pyproject.toml': `a = ${'['.repeat(20_000)}`,
      '.github/workflows/deep.yml': `jobs: ${'['.repeat(20_000)}`,
    });
    const run = await runAgentProcess('security-scanner', tree.root);
    assert.equal(run.errors, '');
    assert.equal(run.exitCode, 0);
    const places = found(run).filter((line) => !line.startsWith('deep'));
    assert.deepEqual(places, [
      'cr.py:2 dynamic-code warning',
      'crlf.js:3 dynamic-code warning',
      'latin.py:2 dynamic-code warning',
      'wide.js:1 dynamic-code warning',
    ]);
    assert.match(run.text, /1 × binary/);
    assert.match(run.text, /× too long or too deep for a dependency file/);
  });

  it('counts what it cannot read', async function () {
    if (process.platform === 'win32' || process.getuid?.() === 0) this.skip();
    await tree.write({ 'a.py': 'eval(x)' });
    await chmod(join(tree.root, 'a.py'), 0o000);
    assert.match((await runAgentProcess('security-scanner', tree.root)).text, /1 × unreadable/);
  });

  it('does not read what is ignored', async () => {
    await tree.write({
      '.gitignore': 'ignored/\n',
      'ignored/a.js': 'eval(x)',
      'node_modules/a.js': 'eval(x)',
    });
    assert.deepEqual(found(await runAgentProcess('security-scanner', tree.root)), []);
  });
});

describe('the kind of a file', () => {
  it('is that of its path', () => {
    for (const path of [
      'test/a.ts',
      'src/__tests__/a.ts',
      'a.test.ts',
      'src/a_test.py',
      'test_a.py',
      'conftest.py',
      'x/fixtures/a.json',
      'a.spec.tsx',
      'cypress/a.ts',
    ])
      assert.equal(kindOf(path), 'test', path);
    for (const path of ['docs/a.py', 'examples/a.js', 'samples/x/a.ts'])
      assert.equal(kindOf(path), 'example', path);
    for (const path of ['src/a.ts', 'contest.py', 'src/latest/a.js', 'attestation.ts', 'src/testimony/a.py'])
      assert.equal(kindOf(path), 'source', path);
    for (const path of [
      'dist/a.js',
      'a.min.js',
      'vendor/a.py',
      'third_party/a.c',
      'a_pb2.py',
      'x/dist-module/a.js',
    ])
      assert.ok(isForeign(path), path);
    for (const path of ['src/a.js', 'src/distance/a.js', 'admin.js', 'src/vendors.js'])
      assert.ok(!isForeign(path), path);
  });

  it('is that of its head and its lines', () => {
    assert.ok(isGenerated('// Code generated by protoc. DO NOT EDIT.\nx'));
    assert.ok(isGenerated('/* @generated */'));
    assert.ok(isGenerated('x'.repeat(5000)));
    assert.ok(!isGenerated('const generated = 1;\n'.repeat(500)));
    assert.ok(!isGenerated('x = 1'));
  });
});

describe('the score of security', () => {
  const of = (files: number, errors: number, warnings = 0) =>
    securityScore({ ...securityFigures(files, []), findings_error: errors, findings_warning: warnings });

  it('is 100 without findings, falls with each, and less in a large workspace', () => {
    assert.equal(of(1, 0), 100);
    fc.assert(
      fc.property(fc.nat(100_000), fc.nat(1000), fc.nat(1000), (files, errors, warnings) => {
        const score = of(files, errors, warnings);
        assert.ok(score >= 0 && score <= 100);
        assert.ok(of(files, errors + 1, warnings) <= score);
        assert.ok(of(files, errors, warnings + 1) <= score);
        assert.ok(of(files + 1, errors, warnings) >= score);
      }),
    );
    assert.equal(of(100, 2), 50);
    assert.equal(of(100, 0, 10), 50);
  });
});

describe('places of a text', () => {
  it('are those that positionAt gives', () => {
    const text = fc
      .array(fc.constantFrom('a', 'ü', '😀', '\n', '\r', '\r\n'), { maxLength: 30 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, fc.nat(40), (content, offset) => {
        const places = new TextPlaces(content);
        assert.deepEqual(places.at(offset), positionAt(content, offset));
        const { end } = placeOf(places, { start: 0, end: offset });
        assert.deepEqual(end, positionAt(content, offset));
        const [edit] = fixOf(places, 'x', [{ start: 0, end: offset, text: '' }]).edits;
        assert.deepEqual({ line: edit?.end_line, column: edit?.end_column }, end);
      }),
    );
  });
});
