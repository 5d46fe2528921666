import assert from 'node:assert/strict';
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findWorkingPython } from '../../../../src/agents/working-python.ts';
import { processTable } from '../../../../src/process/process-table.ts';
import { type TemporaryTree, temporaryTree } from '../../library/temporary-tree.ts';
import { agentFixture, messagesOf, runAgentProcess, valuesOf } from '../agent-process.ts';

interface Speedup {
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
  readonly runs: number;
  readonly same_result: boolean;
}

function warnings(run: Awaited<ReturnType<typeof runAgentProcess>>): string[] {
  return messagesOf(run, 'log').map(({ message }) => message);
}

describe('cryo optimizer, hot spots', () => {
  let tree: TemporaryTree;

  beforeEach(async () => {
    tree = await temporaryTree();
    await cp(agentFixture('cryo-optimizer/pairs'), tree.root, { recursive: true });
  });
  afterEach(() => tree.remove());

  const pair = (baseline: object, candidate: object, more: object = {}) => ({
    hot_spots: [{ name: 'pair', baseline, candidate, args: [[3, 1, 2], 3], runs: 10, ...more }],
  });

  it('runs nothing that nobody declares', async () => {
    const run = await runAgentProcess('cryo-optimizer', tree.root);
    assert.equal(valuesOf(run, 'metric').hot_spots_measured, 0);
    assert.equal(valuesOf(run, 'output').speedup, undefined);
  });

  it('times the pairs of a pack, and none whose results differ', async () => {
    const run = await runAgentProcess('cryo-optimizer', tree.root, { packs: ['pack.yaml'] });
    const speedup = valuesOf(run, 'output').speedup as Record<string, Speedup>;
    assert.deepEqual(Object.keys(speedup), ['same']);
    const { ratio, low, high, runs, same_result } = speedup.same as Speedup;
    assert.ok(low > 0 && low <= ratio && ratio <= high);
    assert.equal(runs, 10);
    assert.equal(same_result, true);
    assert.deepEqual(
      messagesOf(run, 'finding').map(({ path, line, rule }) => `${path}:${line} ${rule}`),
      ['pack.yaml:3 hot-spot-result'],
    );
    assert.match(run.text, /as measured in this run/);
    assert.equal(run.exitCode, 0);
  });

  it('times functions of Python, once for each item', async function () {
    if ((await findWorkingPython(tree.root)) === null) this.skip();
    const run = await runAgentProcess(
      'cryo-optimizer',
      tree.root,
      pair(
        { python: 'medians.py:slow' },
        { python: 'medians:quick' },
        { items: 'medians.py:series', args: [3] },
      ),
    );
    assert.deepEqual(warnings(run), []);
    const { same_result, ratio } = (valuesOf(run, 'output').speedup as Record<string, Speedup>)
      .pair as Speedup;
    assert.equal(same_result, true);
    assert.ok(ratio > 0);
  });

  it('compares functions of two languages', async function () {
    if ((await findWorkingPython(tree.root)) === null) this.skip();
    const sides = [{ python: 'medians.py:quick' }, { node: 'medians.mjs#quick' }] as const;
    const run = await runAgentProcess('cryo-optimizer', tree.root, pair(...sides));
    assert.deepEqual(warnings(run), []);
    assert.equal(valuesOf(run, 'metric').hot_spots_measured, 1);
  });

  it('takes numbers as the same only within the tolerance', async function () {
    if ((await findWorkingPython(tree.root)) === null) this.skip();
    const both = { baseline: { python: 'medians.py:quick' }, candidate: { python: 'medians.py:near' } };
    const more = { ...both, args: [[3, 1, 2], 3], runs: 10 };
    const run = await runAgentProcess('cryo-optimizer', tree.root, {
      hot_spots: [
        { name: 'strict', ...more },
        { name: 'loose', ...more, tolerance: 1e-9 },
      ],
    });
    assert.match(messagesOf(run, 'finding')[0]?.message ?? '', /the result\.median is 2 and 2\.0/);
    assert.equal(messagesOf(run, 'finding')[0]?.path, 'medians.py');
    assert.equal(messagesOf(run, 'finding').length, 1);
    assert.deepEqual(Object.keys(valuesOf(run, 'output').speedup as object), ['loose']);
  });

  it('times commands, and compares what they print', async function () {
    if (process.platform === 'win32') this.skip();
    const run = await runAgentProcess('cryo-optimizer', tree.root, {
      hot_spots: [
        {
          name: 'same',
          baseline: { run: 'echo a; echo b' },
          candidate: { run: "printf 'a\\nb\\n'" },
          runs: 10,
        },
        { name: 'other', baseline: { run: 'echo a' }, candidate: { run: 'echo b' }, runs: 10 },
      ],
    });
    assert.equal(valuesOf(run, 'metric').hot_spots_measured, 1);
    assert.deepEqual(Object.keys(valuesOf(run, 'output').speedup as object), ['same']);
    assert.match(warnings(run).join(), /line 1 of what they print differs: "a" and "b"/);
  });

  it('says what fails, and goes on', async function () {
    if ((await findWorkingPython(tree.root)) === null) this.skip();
    const cases = [
      [{ python: 'medians.py:fails' }, /the candidate: ValueError: no medians today \(medians\.py:\d+\)/],
      [{ python: 'medians.py:none' }, /the candidate: AttributeError/],
      [{ python: 'nothing.py:none' }, /the candidate: FileNotFoundError/],
      [{ node: 'medians.mjs#none' }, /the candidate: medians\.mjs#none is no function that is exported/],
      [{ run: 'exit 3' }, /the candidate: ended with exit code 3/],
    ] as const;
    const run = await runAgentProcess('cryo-optimizer', tree.root, {
      hot_spots: cases.map(([candidate], at) => ({
        name: `pair ${at}`,
        baseline: { python: 'medians.py:quick' },
        candidate,
        args: [[3, 1, 2], 3],
      })),
    });
    const told = warnings(run);
    assert.equal(told.length, cases.length);
    for (const [at, [, pattern]] of cases.entries()) assert.match(told[at] ?? '', pattern);
    assert.equal(run.exitCode, 0);
  });

  it('ends a pair that takes too long, with all that it started', async function () {
    if (process.platform === 'win32') this.skip();
    const run = await runAgentProcess(
      'cryo-optimizer',
      tree.root,
      pair({ run: 'sleep 600 & echo $! > child; wait' }, { run: 'true' }, { timeout: 1 }),
    );
    assert.match(warnings(run).join(), /took longer than 1 s/);
    const child = Number(await readFile(join(tree.root, 'child'), 'utf8'));
    assert.ok(child > 0);
    assert.equal(
      (await processTable()).find(({ pid }) => pid === child),
      undefined,
    );
  });

  it('needs no Python where no pair does', async function () {
    if (process.platform === 'win32') this.skip();
    const quick = { node: 'medians.mjs#quick' };
    const more = { candidate: quick, args: [[3, 1, 2], 3], runs: 10 };
    const hot_spots = [
      { name: 'python', baseline: { python: 'medians.py:quick' }, ...more },
      { name: 'node', baseline: quick, ...more },
    ];
    const env = { PATH: join(tree.root, 'nothing'), VIRTUAL_ENV: '' };
    const run = await runAgentProcess('cryo-optimizer', tree.root, { hot_spots }, env);
    assert.match(warnings(run).join(), /no Python 3\.8 or newer was found/);
    assert.deepEqual(Object.keys(valuesOf(run, 'output').speedup as object), ['node']);
  });
});
