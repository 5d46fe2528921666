import assert from 'node:assert/strict';
import { chmod, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { profiledCommand } from '../../../../src/agents/performance-profiler/profiled-command.ts';
import { splitCommand } from '../../../../src/agents/performance-profiler/split-command.ts';
import { findWorkingPython } from '../../../../src/agents/working-python.ts';
import { performanceProfiler } from '../../../../src/builtin/performance-profiler.ts';
import { processTable } from '../../../../src/process/process-table.ts';
import { type TemporaryTree, temporaryTree } from '../../library/temporary-tree.ts';
import { agentFixture, messagesOf, runAgentProcess, valuesOf } from '../agent-process.ts';
import { assertRefused } from '../assert-refused.ts';
import { fakeEngine } from '../fake-engine.ts';
import { speedscopeSchema } from './speedscope-schema.ts';

const name = 'performance-profiler';
const node = process.execPath;
const quick = { runs: 1, warmup: 0 };

function findings(run: Awaited<ReturnType<typeof runAgentProcess>>): string[] {
  return messagesOf(run, 'finding').map(({ path, line, rule }) => `${path}:${line} ${rule}`);
}

function logs(run: Awaited<ReturnType<typeof runAgentProcess>>): string {
  return messagesOf(run, 'log')
    .map(({ level, message }) => `${level}: ${message}`)
    .join('\n');
}

describe('performance profiler', () => {
  let tree: TemporaryTree;
  const report = async (file: string): Promise<Record<string, unknown>> =>
    JSON.parse(await readFile(join(tree.root, '.dodeca/reports', file), 'utf8'));
  /** The fixture as a workspace that may be written to. */
  const copy = async (...files: string[]): Promise<void> => {
    for (const file of files)
      await tree.write({ [basename(file)]: await readFile(join(agentFixture(name), file), 'utf8') });
  };

  beforeEach(async () => {
    tree = await temporaryTree();
  });
  afterEach(() => tree.remove());

  it('runs nothing unasked, and says what could be asked for', async () => {
    await tree.write({ 'bench.js': 'require("fs").writeFileSync("ran", "")' });
    const run = await runAgentProcess(name, tree.root);
    assert.equal(run.exitCode, 0);
    assert.match(run.text, /Nothing to profile: set with\.command/);
    assert.match(run.text, /command: node bench\.js/);
    assert.deepEqual(findings(run), []);
    assert.deepEqual(valuesOf(run, 'metric'), { runs: 0 });
    assert.equal(valuesOf(run, 'output').wall_median_ms, null);
    assert.equal('health' in valuesOf(run, 'output'), false);
    await assert.rejects(readFile(join(tree.root, 'ran')));
    assert.equal((await report('performance-profiler.json')).command, null);
  });

  it('finds the functions of Node that take the time, in themselves and outside of the workspace', async () => {
    await copy('hot.mjs');
    await tree.write({
      'node_modules/library/package.json': '{"name":"library","main":"index.js"}',
      'node_modules/library/index.js': await readFile(join(agentFixture(name), 'library.js'), 'utf8'),
    });
    const run = await runAgentProcess(name, tree.root, {
      ...quick,
      command: [node, '--no-warnings', 'hot.mjs'],
      min_share: 0.2,
    });
    assert.equal(run.exitCode, 0, run.text + run.errors);
    assert.deepEqual(findings(run), ['hot.mjs:5 hot-spot', 'hot.mjs:14 hot-spot']);
    const [spin, use] = messagesOf(run, 'finding');
    assert.match(spin?.message ?? '', /^hot spot: spin takes /);
    assert.match(
      use?.message ?? '',
      /^hot spot: useLibrary takes .*in what it calls outside of the workspace/,
    );
    assert.equal(valuesOf(run, 'metric').hot_spots, 2);
    const file = speedscopeSchema.parse(await report('profile.speedscope.json'));
    assert.ok(
      file.shared.frames.some(
        (frame) => frame.name === 'spin' && frame.file === 'hot.mjs' && frame.line === 5,
      ),
    );
    assert.deepEqual(
      messagesOf(run, 'artifact').map(({ path }) => path),
      ['.dodeca/reports/profile.speedscope.json', '.dodeca/reports/performance-profiler.json'],
    );
  });

  it('finds those of Python, and agrees with what pstats says', async function () {
    const python = await findWorkingPython(tree.root);
    if (python === null) return this.skip();
    await copy('hot.py');
    const run = await runAgentProcess(name, tree.root, {
      ...quick,
      command: `"${python.path}" -B hot.py`,
      min_share: 0.2,
    });
    assert.equal(run.exitCode, 0, run.text + run.errors);
    assert.deepEqual(findings(run), ['hot.py:5 hot-spot', 'hot.py:12 hot-spot']);
    assert.match(messagesOf(run, 'finding')[1]?.message ?? '', /sort_rows takes/);
    const told = (await report('performance-profiler.json')) as {
      functions: { name: string; self: number; total: number; calls: number }[];
    };
    const byName = new Map(told.functions.map((one) => [one.name, one]));
    assert.equal(byName.get('spin')?.calls, 3);
    assert.ok(
      (byName.get('sort_rows')?.total ?? 0) >= (byName.get('<built-in method builtins.sorted>')?.self ?? 1),
    );
    speedscopeSchema.parse(await report('profile.speedscope.json'));
  });

  it('profiles a module of Python', async function () {
    const python = await findWorkingPython(tree.root);
    if (python === null) return this.skip();
    await tree.write({ 'tool/__main__.py': await readFile(join(agentFixture(name), 'hot.py'), 'utf8') });
    const run = await runAgentProcess(name, tree.root, {
      ...quick,
      command: [python.path, '-X', 'utf8', '-m', 'tool'],
      min_share: 0.2,
    });
    assert.deepEqual(findings(run), ['tool/__main__.py:5 hot-spot', 'tool/__main__.py:12 hot-spot']);
  });

  it('times what it cannot profile, each run once', async function () {
    if (process.platform === 'win32') this.skip();
    const run = await runAgentProcess(name, tree.root, { command: 'echo x >> out', runs: 3, warmup: 2 });
    assert.equal(run.exitCode, 0);
    assert.equal(await readFile(join(tree.root, 'out'), 'utf8'), 'x\n'.repeat(5));
    assert.match(run.text, /Not profiled: it is a line for the shell/);
    const outputs = valuesOf(run, 'output');
    assert.equal(outputs.command, 'echo x >> out');
    assert.equal((outputs.samples as number[]).length, 3);
    assert.equal(outputs.hot_spots, null);
    assert.ok(Number(outputs.wall_min_ms) <= Number(outputs.wall_median_ms));
    assert.equal(typeof outputs.peak_rss_bytes, 'number');
    assert.equal('health' in outputs, false);
  });

  it('knows scripts by their first line', async function () {
    if (process.platform === 'win32') this.skip();
    await copy('hot.mjs');
    await tree.write({
      'node_modules/library/index.js': await readFile(join(agentFixture(name), 'library.js'), 'utf8'),
      tool: '#!/usr/bin/env node\nimport("./hot.mjs");\n',
    });
    await chmod(join(tree.root, 'tool'), 0o755);
    const run = await runAgentProcess(name, tree.root, { ...quick, command: './tool', min_share: 0.2 });
    assert.deepEqual(findings(run), ['hot.mjs:5 hot-spot', 'hot.mjs:14 hot-spot']);
  });

  it('fails with a command that fails, and says why', async () => {
    await tree.write({ 'bad.js': 'console.error("no such table"); process.exit(3)' });
    const run = await runAgentProcess(name, tree.root, { command: [node, 'bad.js'] });
    assert.equal(run.exitCode, 1);
    assert.match(run.text, /could not be timed: it ended with exit code 3\n {2}no such table/);
    assert.match(logs(run), /^error: .*bad\.js: it ended with exit code 3$/);
    assert.deepEqual([valuesOf(run, 'metric').runs, valuesOf(run, 'output').samples], [0, null]);
  });

  it('ends a command that takes too long, with all that it started', async () => {
    await tree.write({
      'long.js': `const { spawn } = require('node:child_process');
spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
setInterval(() => {}, 1000);`,
    });
    const run = await runAgentProcess(name, tree.root, { command: [node, 'long.js'], timeout: '300ms' });
    assert.equal(run.exitCode, 1);
    assert.match(run.text, /it took longer than with\.timeout, 0\.3 s/);
  });

  it('does not wait for what a command leaves in the background', async function () {
    if (process.platform === 'win32') this.skip();
    const run = await runAgentProcess(name, tree.root, { ...quick, command: 'sleep 1000 & echo started' });
    assert.equal(run.exitCode, 0);
  });

  it('ends what has left the group of its command', async () => {
    await tree.write({
      'leave.js': `const { spawn } = require('node:child_process');
const options = { detached: true, stdio: 'inherit' };
const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], options);
require('node:fs').writeFileSync('pid', String(child.pid));
child.unref();`,
    });
    const run = await runAgentProcess(name, tree.root, {
      ...quick,
      kind: 'time',
      command: [node, 'leave.js'],
    });
    assert.equal(run.exitCode, 0);
    const pid = Number(await readFile(join(tree.root, 'pid'), 'utf8'));
    // A zombie has ended.
    assert.equal(
      (await processTable()).some((entry) => entry.pid === pid),
      false,
    );
  });

  it('tells a regression at the script, and fails with it only when asked to', async () => {
    await tree.write({ 'work.js': 'for (let i = 0; i < 1e6; i++);' });
    const command = `"${node}" work.js`;
    let samples = [0.001, 0.001];
    const said = [node, 'work.js'].map((word) =>
      /^[\w@%+=:,./\\-]+$/.test(word) ? word : JSON.stringify(word),
    );
    const engine = await fakeEngine({
      'history/values': ({ name }) =>
        [1, 2, 3, 4, 5, 6].map((run) => ({
          runId: String(run),
          at: run,
          value: name === 'command' ? said.join(' ') : samples,
        })),
    });
    try {
      const slow = await runAgentProcess(name, tree.root, { ...quick, command }, engine.env);
      assert.deepEqual(findings(slow), ['work.js:undefined performance-regression']);
      assert.equal(messagesOf(slow, 'finding')[0]?.severity, 'warning');
      assert.equal(slow.exitCode, 0);
      assert.equal(valuesOf(slow, 'metric').earlier_runs, 6);
      const health = valuesOf(slow, 'output').health as { part: string; score: number };
      assert.ok(health.part === 'performance' && health.score < 1);
      const strict = { ...quick, command, fail_on_regression: true };
      assert.equal((await runAgentProcess(name, tree.root, strict, engine.env)).exitCode, 1);

      samples = [1e6];
      const fast = await runAgentProcess(name, tree.root, strict, engine.env);
      assert.deepEqual([findings(fast), fast.exitCode], [[], 0]);
      assert.equal((valuesOf(fast, 'output').health as { score: number }).score, 100);

      const unlike = await runAgentProcess(
        name,
        tree.root,
        { ...strict, command: `${command} 2` },
        engine.env,
      );
      assert.match(unlike.text, /not enough history/);
      assert.equal('health' in valuesOf(unlike, 'output'), false);
    } finally {
      await engine.close();
    }
  });

  it('says in one message what is wrong with the command', async () => {
    const missing = /^[^\n]*no-such-program-here was not found on PATH$/;
    for (const [command, kind, code, message] of [
      ['no-such-program-here --x', 'auto', 'no-program', missing],
      ['./nothing', 'auto', 'no-program', /^[^\n]*\.\/nothing is no program$/],
      ['echo a | cat', 'python', 'wrong-kind', /^with\.kind is python, but [^\n]* a line for the shell$/],
      [[node, 'a.js'], 'python', 'wrong-kind', /^with\.kind is python[^\n]*$/],
      [[node], 'node', 'wrong-kind', /^[^\n]*it names no script$/],
    ] as const)
      await assert.rejects(
        profiledCommand(splitCommand(command), kind, tree.root, tree.root),
        { code: `profiler.${code}`, message },
        String(command),
      );
    const run = await runAgentProcess(name, tree.root, { command: 'no-such-program-here --x' });
    assert.equal(run.exitCode, 2);
    assert.match(run.errors.trimEnd(), missing);
  });

  it('tells in one message which parameter is wrong', async () => {
    await assertRefused(performanceProfiler, tree.root, [
      [{ command: [] }, /^with\.command must be /],
      [{ command: 7 }, /^with\.command must be /],
      [{ runs: 0 }, /^with\.runs must be a whole number/],
      [{ kind: 'perl' }, /^with\.kind must be auto, python, node or time/],
      [{ timeout: 0 }, /^with\.timeout must be a duration/],
    ]);
  });

  it('gives the command neither the token of the engine nor its messages a way out', async () => {
    await tree.write({
      'speak.js': `console.log('::dodeca {"type":"metric","name":"evil","value":1}');
if (process.env.DODECA_TOKEN || process.env.DODECA_SOCKET) process.exit(9);`,
    });
    const env = { DODECA_TOKEN: 'token', DODECA_SOCKET: '/nowhere' };
    const run = await runAgentProcess(name, tree.root, { ...quick, command: [node, 'speak.js'] }, env);
    assert.equal(run.exitCode, 0);
    assert.equal('evil' in valuesOf(run, 'metric'), false);
  });
});
