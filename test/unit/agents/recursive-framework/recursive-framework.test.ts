import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readRecord } from '../../../../src/agents/recursive-framework/iteration-record.ts';
import { recursiveFramework } from '../../../../src/builtin/recursive-framework.ts';
import { type TemporaryTree, temporaryTree } from '../../library/temporary-tree.ts';
import { type AgentRun, messagesOf, runAgentProcess, valuesOf } from '../agent-process.ts';
import { assertRefused } from '../assert-refused.ts';
import { type HistoryQuery, historyEngine } from './history-engine.ts';

const recordPath = '.dodeca/reports/recursive-framework.json';

describe('recursive framework', () => {
  let tree: TemporaryTree;

  beforeEach(async () => {
    tree = await temporaryTree();
  });
  afterEach(() => tree.remove());

  /** Runs the agent behind agents of which each told the part of its name. */
  async function run(
    scores: Record<string, number>,
    parameters: object = {},
    env: NodeJS.ProcessEnv = {},
  ): Promise<AgentRun> {
    const outputs: Record<string, object> = {};
    for (const [name, score] of Object.entries(scores)) {
      const told = { health: { part: name, weight: 10, score, basis: `measured ${name}` } };
      outputs[`${name}_agent`] = told;
      outputs[`stage/${name}_agent`] = told;
    }
    return await runWith(outputs, parameters, env);
  }

  async function runWith(outputs: object, parameters: object, env: NodeJS.ProcessEnv): Promise<AgentRun> {
    const input = join(tree.root, 'input.json');
    await writeFile(input, JSON.stringify({ with: parameters, params: {}, outputs }));
    return await runAgentProcess('recursive-framework', tree.root, parameters, {
      DODECA_SOCKET: '',
      DODECA_RUN_ID: '',
      DODECA_AGENT: '',
      ...env,
      DODECA_INPUT: input,
    });
  }

  const record = async () => JSON.parse(await readFile(join(tree.root, recordPath), 'utf8'));

  it('makes the score of what was told, and keeps a record', async () => {
    const first = await run({ tests: 90, docs: 60 }, {}, { DODECA_RUN_ID: 'one' });
    assert.deepEqual(valuesOf(first, 'metric'), { health_score: 75, health_parts: 2, best_score: 75 });
    assert.deepEqual(valuesOf(first, 'output'), {
      health_score: 75,
      health_parts: 2,
      parts: [
        { part: 'docs', weight: 10, score: 60, contribution: 30 },
        { part: 'tests', weight: 10, score: 90, contribution: 45 },
      ],
      change: null,
      best_score: 75,
      verdict: 'first',
    });
    assert.equal(first.exitCode, 0);
    assert.equal(first.errors, '');
    assert.deepEqual(messagesOf(first, 'artifact'), [{ type: 'artifact', path: recordPath, kind: 'report' }]);
    assert.match(first.text, /^Health: 75\.0 of 100 \(2 of \d+ parts measured\)$/m);
    assert.match(first.text, /^ {2}tests +90\.0 +10 +45\.0 {2}measured tests$/m);
    assert.match(first.text, /syntax .*not measured \(smoke_tester\)/);

    const second = await run({ tests: 90, docs: 70 }, {}, { DODECA_RUN_ID: 'two' });
    assert.deepEqual(valuesOf(second, 'metric'), {
      health_score: 80,
      health_parts: 2,
      change: 5,
      best_score: 80,
    });
    assert.equal(valuesOf(second, 'output').verdict, 'improved');
    assert.match(second.text, /^ {2}docs {4}60\.0 → {2}70\.0 {2}\+5\.0 points$/m);
    const { iterations, best, verdict, compared_with, about } = await record();
    assert.deepEqual(
      iterations.map(({ run_id }: { run_id: string }) => run_id),
      ['two', 'one'],
    );
    assert.equal(best.iteration.run_id, 'two');
    assert.equal(verdict, 'improved');
    assert.equal(compared_with.run_id, 'one');
    assert.ok(about.score.length > 0);
  });

  it('warns of a score that has fallen, and fails only where it is told to', async () => {
    await run({ tests: 90, docs: 60 });
    const fallen = await run({ tests: 80, docs: 60 });
    assert.equal(fallen.exitCode, 0);
    assert.deepEqual(
      messagesOf(fallen, 'log').map(({ level }) => level),
      ['warning'],
    );
    assert.match(messagesOf(fallen, 'log')[0]?.message ?? '', /fallen.*−5\.0 points.*tests 90\.0 → 80\.0/);
    const failed = await run({ tests: 60, docs: 60 }, { fail_on_regression: true });
    assert.equal(failed.exitCode, 1);
    assert.equal(valuesOf(failed, 'output').best_score, 75);
    const tolerant = await run({ tests: 50, docs: 60 }, { fail_on_regression: true, tolerance: 5 });
    assert.equal(tolerant.exitCode, 0);
    assert.equal(valuesOf(tolerant, 'output').verdict, 'steady');
  });

  it('converges after as many alike runs as its patience', async () => {
    const verdicts: unknown[] = [];
    for (const tests of [80, 80.2, 80.1]) {
      verdicts.push(valuesOf(await run({ tests }, { patience: 2 }), 'output').verdict);
    }
    assert.deepEqual(verdicts, ['first', 'steady', 'converged']);
  });

  it('does not compare parts that only one of the runs measured, and says so', async () => {
    await run({ tests: 90, docs: 10 });
    const { text, ...second } = await run({ tests: 90, data: 20 });
    assert.equal(valuesOf({ text, ...second }, 'output').change, 0);
    assert.match(text, /not measured then, and not compared: data/);
    assert.match(text, /not measured now, and not compared: docs/);
  });

  it('keeps the best beyond the bound of the record', async () => {
    for (const tests of [90, 50, 50, 50]) await run({ tests }, { history: 2 });
    const { iterations, best } = await record();
    assert.equal(iterations.length, 2);
    assert.equal(best.score, 90);
  });

  it('takes the place of its own earlier attempt in the same run', async () => {
    await run({ tests: 90 }, {}, { DODECA_RUN_ID: 'one' });
    const again = await run({ tests: 50 }, {}, { DODECA_RUN_ID: 'one' });
    assert.equal(valuesOf(again, 'output').verdict, 'first');
    assert.equal((await record()).iterations.length, 1);
  });

  it('says what to do where nothing was measured', async () => {
    const nothing = await run({});
    assert.equal(nothing.exitCode, 0);
    assert.deepEqual(valuesOf(nothing, 'metric'), { health_parts: 0 });
    assert.equal(valuesOf(nothing, 'output').verdict, 'unmeasured');
    assert.match(nothing.text, /Put it into a stage behind agents that measure: .*smoke_tester/);
    const broken = await runWith({ mine: { health: 'fine' } }, {}, {});
    assert.equal(broken.exitCode, 0);
    assert.match(messagesOf(broken, 'log')[0]?.message ?? '', /what mine told as its health cannot be read/);
  });

  it('begins anew where the record is broken', async () => {
    await mkdir(join(tree.root, '.dodeca/reports'), { recursive: true });
    for (const text of ['', '{', '[]', '{"iterations":[1,{}],"best":7}', '\0'.repeat(100)]) {
      await writeFile(join(tree.root, recordPath), text);
      assert.deepEqual(readRecord(tree.root) ?? [], [], JSON.stringify(text));
    }
    const { exitCode, errors } = await run({ tests: 90 });
    assert.deepEqual([exitCode, errors], [0, '']);
    assert.equal((await record()).iterations.length, 1);
  });

  it('asks the engine for what was before it had a record', async () => {
    const told = (runId: string, at: string, value: object) => ({ runId, at, value });
    const part = (part: string, score: number) => ({ part, weight: 10, score, basis: '' });
    const answers: Record<string, object[]> = {
      'tests_agent/health': [
        told('now', '2026-01-05T00:00:00.000Z', part('tests', 1)),
        told('r2', '2026-01-02T00:00:00.000Z', part('tests', 70)),
        told('r2', '2026-01-02T00:00:00.000Z', part('tests', 2)),
        told('r1', '2026-01-01T00:00:00.000Z', part('tests', 95)),
        told('r0', '2026-01-01T00:00:00.000Z', { part: 'tests' }),
      ],
      'docs_agent/health': [
        told('r2', '2026-01-02T00:00:00.000Z', part('docs', 60)),
        told('r1', '2026-01-01T00:00:00.000Z', part('docs', 95)),
      ],
      'loop/parts': [told('r3', '2026-01-03T00:00:00.000Z', [part('tests', 71), part('docs', 61)])],
    };
    const engine = await historyEngine(({ agent, name }: HistoryQuery) => answers[`${agent}/${name}`] ?? []);
    try {
      const env = { ...engine.env, DODECA_RUN_ID: 'now', DODECA_AGENT: 'loop' };
      const { text, ...rest } = await run({ tests: 80, docs: 70 }, { history: 7 }, env);
      const output = valuesOf({ text, ...rest }, 'output');
      assert.deepEqual([output.verdict, output.change, output.best_score], ['improved', 9, 95]);
      assert.match(text, /Since run r3 of 2026-01-03 00:00 UTC/);
      assert.match(text, /Best: 95\.0, run r1/);
      assert.deepEqual(engine.queries, [
        { kind: 'output', name: 'health', agent: 'tests_agent', limit: 7 },
        { kind: 'output', name: 'health', agent: 'docs_agent', limit: 7 },
        { kind: 'output', name: 'parts', agent: 'loop', limit: 7 },
      ]);
    } finally {
      await engine.close();
    }
  });

  it('goes on without the engine where that refuses, is gone or tells nonsense', async () => {
    const refusing = await historyEngine(() => {
      throw new Error('not for agents');
    });
    const strange = await historyEngine(() => [{ runId: 7 }]);
    try {
      for (const env of [
        refusing.env,
        strange.env,
        { DODECA_SOCKET: join(tree.root, 'nobody.sock'), DODECA_TOKEN: 'x' },
      ]) {
        const { exitCode, errors } = await run({ tests: 80 }, {}, env);
        assert.deepEqual([exitCode, errors], [0, '']);
      }
      assert.equal((await record()).iterations.length, 3);
    } finally {
      await refusing.close();
      await strange.close();
    }
  });

  it('refuses parameters that are none', async () => {
    await assertRefused(recursiveFramework, tree.root, [
      [{ tolerance: -1 }, 'with.tolerance must be a number from 0 to 100, not -1'],
    ]);
  });
});
