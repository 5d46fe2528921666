import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { chmod, mkdir, symlink } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { smokeTester } from '../../../../src/builtin/smoke-tester.ts';
import { type TemporaryTree, temporaryTree } from '../../library/temporary-tree.ts';
import { agentFixture, messagesOf, runAgentProcess, valuesOf } from '../agent-process.ts';
import { assertRefused } from '../assert-refused.ts';

function findings(run: Awaited<ReturnType<typeof runAgentProcess>>): string[] {
  return messagesOf(run, 'finding').map(({ path, line, rule }) => `${path}:${line} ${rule}`);
}

describe('smoke tester', () => {
  let tree: TemporaryTree;

  beforeEach(async () => {
    tree = await temporaryTree();
  });
  afterEach(() => tree.remove());

  it('reports in a run which files passed, and what they were', async () => {
    await tree.write({ 'sound.py': 'x = 1\n', 'broken.py': 'def f(:\n', 'notes.txt': 'no source\n' });
    const run = await runAgentProcess('smoke-tester', tree.root, {}, { DODECA_EXECUTION_ID: 'X1' });
    assert.deepEqual(
      messagesOf(run, 'artifact').map(({ path, kind }) => [path, kind]),
      [['.dodeca/reports/smoke-tests.json', 'tests']],
    );
    const report = JSON.parse(readFileSync(join(tree.root, '.dodeca/reports/smoke-tests.json'), 'utf8'));
    assert.deepEqual(report, {
      version: 1,
      execution: 'X1',
      files: [
        { path: 'broken.py', hash: hash('sha256', 'def f(:\n'), passed: false },
        { path: 'sound.py', hash: hash('sha256', 'x = 1\n'), passed: true },
      ],
    });
    const outside = await runAgentProcess('smoke-tester', tree.root, {}, { DODECA_EXECUTION_ID: '' });
    assert.deepEqual(messagesOf(outside, 'artifact'), []);
  });

  it('finds every fault that was planted, where it is, and nothing else', async () => {
    const run = await runAgentProcess('smoke-tester', agentFixture('broken'));
    assert.deepEqual(findings(run), [
      '.vscode/launch.json:4 json-syntax',
      'broken.ipynb:33 notebook-cell-syntax',
      'broken.json:4 json-syntax',
      'broken.py:4 python-syntax',
      'broken.sh:4 shell-syntax',
      'broken.toml:3 toml-syntax',
      'broken.yaml:4 yaml-syntax',
      'comment.json:2 json-syntax',
      'formless.ipynb:4 notebook-format',
      'launch:3 shell-syntax',
      'return-outside.py:2 python-syntax',
      'src/broken.jsx:3 javascript-syntax',
      'src/broken.mjs:2 javascript-syntax',
      'src/broken.ts:7 javascript-syntax',
      'tool:2 python-syntax',
      'twice.yml:3 yaml-syntax',
    ]);
    assert.ok(messagesOf(run, 'finding').every(({ severity }) => severity === 'error'));
    const cell = messagesOf(run, 'finding').find(({ path }) => path === 'broken.ipynb');
    assert.match(cell?.message ?? '', /^cell 3: SyntaxError/);
    assert.equal(cell?.column, 23);
    const figures = {
      files_checked: 29,
      files_failed: 16,
      files_skipped: 2,
      pass_rate: 13 / 29,
      commands_run: 0,
      commands_failed: 0,
    };
    assert.deepEqual(valuesOf(run, 'metric'), figures);
    const health = {
      part: 'syntax',
      weight: 20,
      score: 100 * (13 / 29),
      basis: '13 of 29 source files can be read',
    };
    assert.deepEqual(valuesOf(run, 'output'), { ...figures, health });
    assert.match(run.text, /1 × a template/);
    assert.match(run.text, /1 × a script for zsh/);
    assert.equal(run.exitCode, 1);
    assert.equal(run.errors, '');
  });

  it('succeeds from the threshold on', async () => {
    await tree.write({ 'a.json': '{}', 'b.json': '{', 'c.toml': '', 'd.yaml': 'a: 1' });
    assert.equal((await runAgentProcess('smoke-tester', tree.root, { threshold: 0.75 })).exitCode, 0);
    assert.equal((await runAgentProcess('smoke-tester', tree.root, { threshold: 0.76 })).exitCode, 1);
  });

  it('looks at what is included and not excluded, up to a size', async () => {
    await tree.write({
      'src/a.json': '{',
      'src/b.json': '{',
      'src/c.yaml': '{',
      'src/large.json': `{${' '.repeat(2000)}`,
      'other/d.json': '{',
    });
    const run = await runAgentProcess('smoke-tester', tree.root, {
      include: ['src/**/*.{json,toml}'],
      exclude: ['b.json'],
      max_file_size: '1Ki',
    });
    assert.deepEqual(findings(run), ['src/a.json:1 json-syntax']);
    assert.equal(valuesOf(run, 'metric').files_skipped, 1);
    assert.match(run.text, /1 × larger than 1 KiB/);
  });

  it('takes byte order marks, CRLF, Latin-1, UTF-16 and empty files for what they are', async () => {
    const bom = '\uFEFF';
    const sources: Record<string, string> = {
      'a.py': '# ü\r\nif True:\r\n    x = "ü"\r\n',
      'a.js': 'const x = "ü";\r\nimport("x");\r\n',
      'b.ts': 'export const x: string = "ü";\r\n',
      'a.json': '{\r\n  "x": "ü"\r\n}\r\n',
      'tsconfig.json': '{\r\n  // ü\r\n  "x": "ü"\r\n}\r\n',
      'a.yaml': 'x: "ü"\r\ny:\r\n  - 1\r\n',
      'a.toml': 'x = "ü"\r\n[y]\r\n',
      'a.sh': '#!/bin/bash\r\nfor i in ü; do\r\n  echo "$i"\r\ndone\r\n',
      'a.ipynb':
        '{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [\r\n{"cell_type": "code", "outputs": [], "source": "x = \'ü\'"}]}',
    };
    for (const [name, text] of Object.entries(sources)) {
      await tree.write({
        [`crlf/${name}`]: text,
        [`bom/${name}`]: bom + text,
        [`empty/${name}`]: '',
        [`blank/${name}`]: '\r\n \r\n',
        [`only-bom/${name}`]: bom,
      });
      const cookie = name.endsWith('.py') ? '# -*- coding: latin-1 -*-\n' : '';
      await tree.write({ [`latin-1/${name}`]: Buffer.from(cookie + text, 'latin1') });
      if (!/\.(py|sh)$/.test(name))
        await tree.write({ [`utf-16/${name}`]: Buffer.from(bom + text, 'utf16le') });
    }
    const run = await runAgentProcess('smoke-tester', tree.root);
    assert.deepEqual(findings(run), []);
    assert.equal(valuesOf(run, 'metric').files_checked, 6 * 9 + 7);
    assert.equal(run.exitCode, 0);
  });

  it('tells what Python refuses: null bytes, unknown encodings, depth, bytes that are no UTF-8', async () => {
    await tree.write({
      'null.py': 'x = 1\ny = "ab\0"\n',
      'encoding.py': '# coding: klingon\n',
      'deep.py': `x = ${'('.repeat(50_000)}${')'.repeat(50_000)}\n`,
      'minus.py': `x = ${'-'.repeat(200_000)}1\n`,
      'bytes.py': Buffer.from('x = 1\ny = "\xfc"\n', 'latin1'),
      'tab.py': 'if True:\n        x = 1\n\ty = 2\n',
      'column.py': 's = "😀"; for\n',
      'fine.py': 'x = 1\n',
    });
    const run = await runAgentProcess('smoke-tester', tree.root);
    const faults = messagesOf(run, 'finding');
    assert.deepEqual(
      faults.map(({ path }) => path),
      ['bytes.py', 'column.py', 'deep.py', 'encoding.py', 'minus.py', 'null.py', 'tab.py'],
    );
    const place = (name: string) =>
      faults.filter(({ path }) => path === name).map(({ line, column }) => [line, column]);
    assert.deepEqual(place('null.py'), [[2, 8]]);
    assert.equal(place('bytes.py')[0]?.[0], 2);
    // The letter outside of the first plane counts as two.
    assert.equal(place('column.py')[0]?.[1], 'x = "😀"; for'.length + 1);
    assert.match(faults.find(({ path }) => path === 'tab.py')?.message ?? '', /TabError/);
  });

  it('says once what is missing, and counts what it could not check', async function () {
    if (process.platform === 'win32') this.skip();
    await tree.write({
      'a.py': 'x = (',
      'b.py': 'x = (',
      'c.sh': 'if',
      'd.json': '{}',
      'e.ipynb': '{"nbformat": 4, "metadata": {}, "cells": []}',
      'f.ipynb': '{"nbformat": 4, "metadata": {}}',
    });
    const run = await runAgentProcess(
      'smoke-tester',
      tree.root,
      {},
      { PATH: join(tree.root, 'nothing'), VIRTUAL_ENV: '' },
    );
    const warnings = messagesOf(run, 'log').map(({ message }) => message);
    assert.equal(warnings.length, 2);
    assert.match(warnings.join('\n'), /no Python 3\.8 or newer was found/);
    assert.match(warnings.join('\n'), /bash was not found/);
    assert.deepEqual(findings(run), ['f.ipynb:1 notebook-format']);
    const { files_checked, files_skipped } = valuesOf(run, 'metric');
    assert.deepEqual({ files_checked, files_skipped }, { files_checked: 2, files_skipped: 4 });
  });

  it('takes the Python of the workspace before any other, and none that is too old', async function () {
    if (process.platform === 'win32') this.skip();
    const python = (version: string) =>
      `#!/bin/sh\ncase "$*" in *version_info*) echo "${version} $0" ;; *) while read -r line; do echo '{}'; done ;; esac\n`;
    await tree.write({
      'a.py': 'x = (',
      '.venv/bin/python': python('3 7 9'),
      'venv/bin/python': python('3 9 1'),
      'active/bin/python': python('3 12 0'),
    });
    for (const folder of ['.venv', 'venv', 'active'])
      await chmod(join(tree.root, folder, 'bin/python'), 0o755);
    const env = { VIRTUAL_ENV: join(tree.root, 'active') };
    const run = await runAgentProcess('smoke-tester', tree.root, { include: ['a.py'] }, env);
    assert.match(run.text, /Python 3\.9\.1/);
    assert.equal(valuesOf(run, 'metric').files_failed, 0);
  });

  it('goes on when the interpreter dies of a file', async function () {
    if (process.platform === 'win32') this.skip();
    // An interpreter that dies as soon as it reads a name with "crash", and takes everything else.
    const python = `#!/bin/sh
case "$*" in *version_info*) echo "3 11 0 $0"; exit ;; esac
while read -r line; do case "$line" in *crash*) kill -SEGV $$ ;; esac; echo '{}'; done\n`;
    const names = ['a.py', 'crash.py', 'm.py', 'n-crash.py', 'z.py'];
    await tree.write({
      ...Object.fromEntries(names.map((name) => [name, 'x = 1'])),
      '.venv/bin/python': python,
    });
    await chmod(join(tree.root, '.venv/bin/python'), 0o755);
    const run = await runAgentProcess('smoke-tester', tree.root);
    assert.deepEqual(findings(run), ['crash.py:1 python-syntax', 'n-crash.py:1 python-syntax']);
    assert.match(messagesOf(run, 'finding')[0]?.message ?? '', /died of it.*SIGSEGV/);
    assert.equal(valuesOf(run, 'metric').files_checked, 5);
  });

  it('does not import what lies in the workspace', async () => {
    await tree.write({
      'json.py': 'open("imported", "w")\n',
      'ast.py': 'open("imported", "w")\n',
      'sitecustomize.py': 'open("imported", "w")\n',
      'harmless.py': 'open("imported", "w")\n',
      'look.json': '{}',
    });
    const run = await runAgentProcess('smoke-tester', tree.root, {}, { PYTHONPATH: tree.root });
    assert.equal(run.exitCode, 0);
    const { existsSync } = await import('node:fs');
    assert.equal(existsSync(join(tree.root, 'imported')), false);
  });

  it('takes names with spaces, quotes, Unicode and newlines', async () => {
    const names = ['a b', "quote'", 'ünï', '-n', '$(touch pwned)', '`x`', '*'];
    if (process.platform !== 'win32') names.push('new\nline', 'quote"');
    for (const name of names) {
      await tree.write({ [`${name}.py`]: 'x = (', [`${name}.sh`]: 'if', [`${name}.json`]: '{' });
    }
    const run = await runAgentProcess('smoke-tester', tree.root);
    const found = messagesOf(run, 'finding').map(({ path }) => path);
    assert.deepEqual(
      found.sort(),
      names.flatMap((name) => [`${name}.json`, `${name}.py`, `${name}.sh`]).sort(),
    );
  });

  it('survives folders named like files, links and an empty workspace', async () => {
    assert.equal((await runAgentProcess('smoke-tester', tree.root)).exitCode, 0);
    await mkdir(join(tree.root, 'folder.py'));
    await symlink('folder.py', join(tree.root, 'link.json'));
    const run = await runAgentProcess('smoke-tester', tree.root);
    assert.deepEqual(valuesOf(run, 'metric'), {
      files_checked: 0,
      files_failed: 0,
      files_skipped: 0,
      pass_rate: 1,
      commands_run: 0,
      commands_failed: 0,
    });
    // Where there was nothing to check, nothing is judged.
    assert.equal('health' in valuesOf(run, 'output'), false);
  });

  it('tells in one message which parameter is wrong', async () => {
    await assertRefused(smokeTester, tree.root, [
      [{ threshold: 2 }, 'with.threshold must be a number from 0 to 1, not 2'],
      [{ threshold: 'x' }, 'with.threshold must be a number from 0 to 1, not "x"'],
      [{ include: [1] }, /^with\..*include/],
      [{ max_file_size: '5 apples' }, /^with\..*max_file_size/],
      [{ treshold: 1 }, /^with\..*treshold/],
    ]);
  });

  it('finds the tools on a PATH of several folders', async () => {
    await tree.write({ 'a.py': 'x = (', 'a.sh': 'if' });
    const PATH = [tree.root, process.env.PATH].join(delimiter);
    const run = await runAgentProcess('smoke-tester', tree.root, {}, { PATH });
    assert.deepEqual(findings(run), ['a.py:1 python-syntax', 'a.sh:1 shell-syntax']);
  });
});
