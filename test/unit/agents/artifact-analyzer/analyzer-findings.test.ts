import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { reportPath } from '../../../../src/agents/artifact-analyzer/artifact-report.ts';
import { artifactAnalyzer } from '../../../../src/builtin/artifact-analyzer.ts';
import { findProgram } from '../../../../src/process/find-program.ts';
import { type TemporaryTree, temporaryTree } from '../../library/temporary-tree.ts';
import { type AgentRun, messagesOf, runAgentProcess, valuesOf } from '../agent-process.ts';
import { assertRefused } from '../assert-refused.ts';

const run = promisify(execFile);

/** A function of a complexity. */
function python(name: string, complexity: number): string {
  return `def ${name}(a):\n${'    if a: pass\n'.repeat(complexity - 1)}\n`;
}

function script(name: string, complexity: number): string {
  return `function ${name}(a) {\n${'  if (a) {}\n'.repeat(complexity - 1)}}\n`;
}

const cases = Array.from({ length: 40 }, (_, index) => `    case ${index}: return ${index};\n`).join('');
const prose = 'Two of these say the same, and one would do.\n'.repeat(8);

function told(result: AgentRun): string[] {
  return messagesOf(result, 'finding').map(
    ({ path, line, rule, severity, message }) => `${path}:${line ?? ''} ${severity} ${rule} ${message}`,
  );
}

describe('findings of the artifact analyzer', () => {
  let tree: TemporaryTree;

  beforeEach(async () => {
    tree = await temporaryTree();
  });
  afterEach(() => tree.remove());

  it('are the functions above the limit, and no others', async () => {
    await tree.write({
      'src/most.py': python('most', 25) + python('more', 26),
      'src/more.mjs': `export ${script('more', 30)}\nrun(() => {\n${'  a && b;\n'.repeat(26)}});\n`,
      'src/table.ts': `export function table(a: number): number {\n  switch (a) {\n${cases}  }\n  return -1;\n}\n`,
      'src/made.js': `// @generated\n${script('made', 40)}`,
      'src/min.js': `${script('min', 2)}${'x();'.repeat(600)}\n${script('min2', 40).replaceAll('\n', ' ')}`,
      'src/both.js': script('both', 40),
      'src/both.cjs': script('both', 40).replace('both', 'other'),
      'vendor/far.js': script('far', 40),
      'tests/test_most.py': python('test', 40),
      'src/broken.py': `${python('broken', 40)}x = (`,
    });
    const result = await runAgentProcess('artifact-analyzer', tree.root);
    assert.deepEqual(told(result), [
      'src/more.mjs:1 warning complex-function more has a cyclomatic complexity of 30 (limit 25): 31 lines, nested 1 deep',
      'src/more.mjs:33 warning complex-function a function without a name has a cyclomatic complexity of 27 (limit 25): 28 lines, nested 0 deep',
      'src/most.py:27 warning complex-function more has a cyclomatic complexity of 26 (limit 25): 26 lines, nested 1 deep',
    ]);
    assert.equal(valuesOf(result, 'metric').complexity_max, 41);
    const strict = await runAgentProcess('artifact-analyzer', tree.root, {
      max_complexity: 24,
      ignore: ['complex-function *.mjs'],
    });
    assert.deepEqual(
      messagesOf(strict, 'finding').map(({ path, line }) => [path, line]),
      [
        ['src/most.py', 1],
        ['src/most.py', 27],
      ],
    );
    const written = JSON.parse(await readFile(join(tree.root, reportPath), 'utf8'));
    const table = written.functions.find(({ path }: { path: string }) => path === 'src/table.ts');
    assert.deepEqual(
      { ...table, line: undefined },
      {
        path: 'src/table.ts',
        name: 'table',
        line: undefined,
        column: 17,
        lines: 45,
        complexity: 41,
        cases: 39,
        nesting: 1,
      },
    );
  });

  it('are copies, but not those that are meant', async () => {
    const code = python('copied', 30).replace('pass', 'return 1');
    await tree.write({
      'src/a.py': code,
      'src/b.py': code,
      'lib/c.py': code,
      'docs/one.md': prose,
      'docs/two.md': prose,
      'pkg/__init__.py': code.replace('copied', 'init'),
      'pkg/sub/__init__.py': code.replace('copied', 'init'),
      LICENSE: prose.replace('Two', 'Three'),
      'pkg/LICENSE': prose.replace('Two', 'Three'),
      'tests/test_a.py': code.replace('copied', 'test'),
      'tests/test_b.py': code.replace('copied', 'test'),
      'tests/data/a.csv': '1,2\n'.repeat(2000),
      'tests/data/b.csv': '1,2\n'.repeat(2000),
      'src/small.py': 'x = 1\n',
      'src/tiny.py': 'x = 1\n',
      'vendor/v.py': code.replace('copied', 'vendored'),
      'vendor/w.py': code.replace('copied', 'vendored'),
    });
    const result = await runAgentProcess('artifact-analyzer', tree.root, { ignore: ['complex-function'] });
    assert.deepEqual(told(result), [
      'docs/two.md: info duplicate-file has the same content as docs/one.md',
      'src/a.py: info duplicate-file has the same content as lib/c.py and src/b.py',
    ]);
    assert.equal(valuesOf(result, 'metric').duplicate_files, 9);
  });

  it('are hot spots that no test reaches', async function () {
    if (findProgram('git', process.env) === null) this.skip();
    const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
    const git = (...args: string[]) => run('git', args, { cwd: tree.root, env });
    await git('init', '-q');
    await git('config', 'user.email', 'a@example.org');
    await git('config', 'user.name', 'A');
    // A workspace of sixty files, so that three may be hot spots.
    const calm = Object.fromEntries(
      Array.from({ length: 56 }, (_, index) => [`src/calm${index}.mjs`, script('calm', 2)]),
    );
    for (let round = 0; round < 7; round++) {
      await tree.write({
        ...calm,
        'src/hot.mjs': `// ${round}\n${script('hot', 30)}`,
        'src/reached.mjs': `// ${round}\nexport ${script('reached', 20)}`,
        'src/index.mjs': "export { reached } from './reached.mjs';\n",
        'src/named.mjs': `// ${round}\n${script('named', 20)}`,
        'src/simple.mjs': `// ${round}\n${script('simple', 9).repeat(20)}`,
        'test/all.test.mjs': `// ${round}\nimport '../src/index.mjs';\n${script('all', 30)}`,
        'test/named.test.mjs': 'run();\n',
      });
      await git('add', '-A');
      await git('commit', '-q', '-m', `round ${round}`);
    }
    const options = { ignore: ['complex-function', 'duplicate-file'] };
    const result = await runAgentProcess('artifact-analyzer', tree.root, options);
    assert.deepEqual(told(result), [
      'src/hot.mjs: info untested-hot-spot changed in 6 of 7 commits, with a cyclomatic complexity of 30 in 1 function: no test is named after it, and none imports it',
    ]);
    assert.equal(valuesOf(result, 'metric').hot_spots, 3);
    assert.match(result.text, /hot spots: commits × complexity\n +6 × 30 +src\/hot\.mjs\n/);
    const written = JSON.parse(await readFile(join(tree.root, reportPath), 'utf8'));
    const hot = written.artifacts.find(({ path }: { path: string }) => path === 'src/hot.mjs');
    assert.deepEqual(
      [hot.commits, hot.authors, hot.hot_spot, hot.test_beside, hot.tests],
      [6, 1, true, false, 0],
    );
    assert.equal(hot.last_change.length, 10);
    const without = await runAgentProcess('artifact-analyzer', tree.root, { ...options, since: 0 });
    assert.deepEqual(told(without), []);
    assert.equal(valuesOf(without, 'output').hot_spots, null);
  });

  it('are none where there is nothing, or nothing that can be read', async () => {
    const empty = await runAgentProcess('artifact-analyzer', tree.root);
    assert.deepEqual([empty.exitCode, told(empty)], [0, []]);
    const nothing = valuesOf(empty, 'output');
    assert.deepEqual([nothing.artifacts, nothing.quality_mean, nothing.health], [0, null, undefined]);
    await tree.write({
      'nul.py': '\0\0',
      'deep.js': '['.repeat(100_000),
      'deep.py': `x = ${'{'.repeat(5000)}`,
      'odd.ts': Buffer.from([0xff, 0xfe, 0x61]),
      'bad.json': '{'.repeat(50_000),
      'rubbish.tsx': Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 7919) % 251)),
      'quotes.js': '""'.repeat(20_000),
    });
    const odd = await runAgentProcess('artifact-analyzer', tree.root);
    assert.deepEqual([odd.exitCode, told(odd)], [0, []], odd.errors);
    assert.equal(valuesOf(odd, 'output').artifacts, 7);
  });

  it('refuses parameters that are none', async () => {
    await assertRefused(artifactAnalyzer, tree.root, [
      [{ max_complexity: 0 }, /^with\.max_complexity must be a whole number from 1/],
      [{ since: 'soon' }, /^with\.since must be /],
    ]);
    assert.equal((await runAgentProcess('artifact-analyzer', tree.root, { since: '30d' })).exitCode, 0);
  });
});
