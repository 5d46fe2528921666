import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordedExecution, RecordedFacts } from '../../../../src/library/record/recorded-facts.ts';
import { sightingOfPassage } from '../../../../src/library/record/sighting-of-passage.ts';
import { Database } from '../../../../src/sqlite/database.ts';
import { type OpenBuilder, openBuilder } from '../build/open-builder.ts';
import { type TemporaryTree, temporaryTree } from '../temporary-tree.ts';
import { execution, facts, run } from './facts.ts';

const sha = (text: string) => hash('sha256', text);

describe('what the journal knows, told to the library', () => {
  let tree: TemporaryTree;
  let opened: OpenBuilder;
  let seq: number;

  beforeEach(async () => {
    tree = await temporaryTree({ 'src/plant.py': 'def plant(): pass\n' });
    opened = openBuilder(tree.root);
    seq = 0;
  });
  afterEach(async () => {
    await opened.builder.close();
    await tree.remove();
  });

  const learn = async (some: Partial<RecordedFacts>): Promise<void> => {
    const known = await opened.builder.learn(facts(seq, seq + 1, some));
    seq += 1;
    assert.equal(known, seq);
  };

  /** A run of one execution with a log. */
  const fail = async (runId: string, log: string, some: Partial<RecordedExecution> = {}): Promise<void> => {
    const one = execution(runId, some);
    await tree.write({ [one.log]: log });
    await learn({ runs: [run(runId, `commit-${runId}`)], executions: [one] });
  };

  function read<Row>(sql: string, ...values: (string | number)[]): Row[] {
    const db = new Database(opened.database, { name: 'library', readOnly: true });
    try {
      return db
        .prepare<Row>(sql)
        .all(...values)
        .map((row) => ({ ...row }));
    } finally {
      db.close();
    }
  }

  /** Where a word is found: the run whose log shows it, and how often and since when it was seen. */
  function seen(word: string) {
    const db = new Database(opened.database, { name: 'library', readOnly: true });
    try {
      return db
        .prepare<{ id: number; path: string; kind: string }>(
          `SELECT passages.id, files.path, passages.kind FROM passage_text
             JOIN passages ON passages.id = passage_text.rowid JOIN files ON files.id = passages.file
           WHERE passage_text MATCH ? ORDER BY passages.id`,
        )
        .all(`body: ${word}`)
        .map(({ id, path, kind }) => {
          const { runs, firstRunId, runId, fixedBy } = sightingOfPassage(db, id) ?? {};
          return { in: path.split('/').at(-2), kind, runs, first: firstRunId, last: runId, fixedBy };
        });
    } finally {
      db.close();
    }
  }

  const logs = () => read<{ path: string }>("SELECT path FROM files WHERE kind = 'run' ORDER BY path").length;

  it('shows a trouble in the newest log alone, and what is left of the others where they are', async () => {
    await fail('r1', 'Error: helium is low, 3 g\nerror: xenon leaks\n');
    await fail('r2', 'Error: helium is low, 7 g\n');
    assert.deepEqual(seen('helium'), [
      { in: 'r2', kind: 'error', runs: 2, first: 'r1', last: 'r2', fixedBy: null },
    ]);
    assert.deepEqual(
      seen('xenon').map((found) => [found.in, found.runs]),
      [['r1', 1]],
    );
    await fail('r3', 'error: xenon leaks\nError: helium is low, 1 g\n');
    assert.deepEqual(
      seen('helium').map((found) => [found.in, found.runs]),
      [['r3', 3]],
    );
    assert.equal(logs(), 1);
  });

  it('does not let an older run that is told later take a trouble from a newer one', async () => {
    await fail('r2', 'Error: helium is low\n');
    await fail('r1', 'Error: helium is low\n');
    assert.deepEqual(seen('helium'), [
      { in: 'r2', kind: 'error', runs: 2, first: 'r1', last: 'r2', fixedBy: null },
    ]);
  });

  it('puts what is told once more of an execution in place of what was told before', async () => {
    await fail('r1', 'Error: helium is low\n');
    await fail('r1', 'Error: xenon leaks\n');
    assert.deepEqual(seen('helium'), []);
    assert.equal(seen('xenon').length, 1);
    await learn({ executions: [execution('r1', { status: 'cancelled' })] });
    assert.deepEqual(seen('xenon'), []);
    assert.equal(logs(), 0);
  });

  it('says with which commit a trouble was gone, and that it is back', async () => {
    await fail('r1', 'Error: helium is low\n');
    await fail('r2', 'fine\n', { status: 'succeeded', reason: null, exitCode: 0, stage: 'other' });
    assert.equal(seen('helium')[0]?.fixedBy, null);
    await fail('r3', 'fine\n', { status: 'succeeded', reason: null, exitCode: 0 });
    await fail('r4', 'fine\n', { status: 'succeeded', reason: null, exitCode: 0 });
    assert.equal(seen('helium')[0]?.fixedBy, 'commit-r3');
    await fail('r5', 'Error: helium is low\n', { status: 'succeeded', reason: null, exitCode: 0 });
    assert.deepEqual(seen('helium'), [
      { in: 'r5', kind: 'error', runs: 2, first: 'r1', last: 'r5', fixedBy: null },
    ]);
  });

  it('has why an execution failed, what it found and what it made, also without a log', async () => {
    await learn({
      runs: [run('r1')],
      executions: [
        execution('r1', {
          reason: 'ended by signal SIGKILL',
          exitCode: null,
          findings: [
            { path: 'src/plant.py', line: 2, severity: 'error', rule: 'cold', message: 'krypton is frozen' },
            { path: 'src/plant.py', line: 3, severity: 'info', rule: null, message: 'argon is fine' },
          ],
          artifacts: ['out/neon.json'],
          files: ['src/plant.py', 'out/neon.json'],
        }),
      ],
    });
    assert.deepEqual(
      [...seen('SIGKILL'), ...seen('krypton'), ...seen('neon'), ...seen('argon')].map(({ kind }) => kind),
      ['failure', 'finding', 'artifact'],
    );
    assert.deepEqual(
      read('SELECT path FROM run_files WHERE run_id = ? ORDER BY path', 'r1').map(
        (row) => Object.values(row as object)[0],
      ),
      ['.dodeca/logs/r1/r1-x.log', 'out/neon.json', 'src/plant.py'],
    );
  });

  it('leaves out secrets that a log holds all the same', async () => {
    await fail('r1', 'Error: helium: password = "hunter2hunter2" is wrong\n');
    assert.equal(seen('helium').length, 1);
    assert.deepEqual(seen('hunter2hunter2'), []);
  });

  it('forgets a run with all that is known from it', async () => {
    await fail('r1', 'Error: helium is low\n', { files: ['src/plant.py'] });
    await learn({
      productions: [
        {
          runId: 'r1',
          executionId: 'r1-x',
          stage: 'solve',
          agent: 'solver',
          at: '2026-11-26T21:07:43.000Z',
          outputs: [{ path: 'out.json', hash: sha('out') }],
          inputs: [{ path: 'in.csv', hash: sha('in') }],
        },
      ],
      tests: [{ path: 'src/plant.py', hash: sha('x'), passed: true, runId: 'r1', agent: 'smoke_tester' }],
    });
    await learn({ retired: ['r1', 'never-heard-of'] });
    for (const table of [
      'runs',
      'run_files',
      'productions',
      'production_inputs',
      'tests',
      'sightings',
      'troubles',
    ])
      assert.deepEqual(read(`SELECT * FROM ${table}`), [], table);
    assert.equal(logs(), 0);
  });

  it('keeps of each path the last productions, with what they read', async () => {
    for (let n = 1; n <= 8; n++) {
      await learn({
        productions: [
          {
            runId: `r${n}`,
            executionId: `x${n}`,
            stage: 'solve',
            agent: 'solver',
            at: `2026-11-26T21:07:0${n}.000Z`,
            outputs: [
              { path: 'out.json', hash: sha(`${n}`) },
              { path: 'unknown.json', hash: null },
            ],
            inputs: [{ path: 'in.csv', hash: null }],
          },
        ],
      });
    }
    const ids = (table: string) =>
      read<{ id: string }>(`SELECT execution_id AS id FROM ${table} ORDER BY 1`).map(({ id }) => id);
    assert.deepEqual(ids('productions'), ['x4', 'x5', 'x6', 'x7', 'x8']);
    assert.deepEqual(ids('production_inputs'), ['x4', 'x5', 'x6', 'x7', 'x8']);
  });

  it('reads which files were tested, from the report of that very execution', async () => {
    const report = (files: unknown[]) => JSON.stringify({ execution: 'x1', files });
    const passed = { path: 'a.py', hash: sha('a'), passed: true };
    await tree.write({
      '.dodeca/reports/tests.json': report([passed, { path: 'b.py', hash: 7, passed: true }, null]),
    });
    const from = { path: '.dodeca/reports/tests.json', runId: 'r1', agent: 'tester' };
    await learn({
      testReports: [
        { ...from, executionId: 'other' },
        { ...from, executionId: 'x1', path: 'no.json' },
      ],
    });
    assert.deepEqual(read('SELECT * FROM tests'), []);
    await learn({ testReports: [{ ...from, executionId: 'x1' }] });
    assert.deepEqual(read('SELECT path, agent, hash, passed, run_id FROM tests'), [
      { path: 'a.py', agent: 'tester', hash: sha('a'), passed: 1, run_id: 'r1' },
    ]);
  });

  it('keeps what a person said last of each document', async () => {
    const said = { path: 'a.md', hash: sha('a'), at: '2026-11-26T21:07:43.000Z', by: 'me' };
    await learn({ decisions: [{ ...said, decision: 'accept' }] });
    await learn({ decisions: [{ ...said, decision: 'reject' }] });
    assert.deepEqual(read('SELECT path, decision FROM decisions'), [{ path: 'a.md', decision: 'reject' }]);
  });

  it('is not kept where it does not follow on what was told before', async () => {
    await learn({ runs: [run('r1')] });
    assert.equal(await opened.builder.learn(facts(0, 9, { runs: [run('r2')] })), 1);
    assert.equal(await opened.builder.learn(facts(4, 9, { runs: [run('r3')] })), 1);
    assert.deepEqual(read('SELECT run_id FROM runs'), [{ run_id: 'r1' }]);
    assert.equal(await opened.builder.learn({ ...facts(1, 0), anew: true }), 0);
    assert.deepEqual(read('SELECT run_id FROM runs'), []);
  });

  it('is left alone by looks at the workspace, whose figures do not count it', async () => {
    await fail('r1', 'Error: helium is low\n');
    for (const full of [false, true, false]) {
      const { files, removed } = await opened.build(full);
      assert.deepEqual([files, removed], [1, 0]);
    }
    assert.equal(seen('helium').length, 1);
    rmSync(join(tree.root, 'src/plant.py'));
    const { files, removed } = await opened.build();
    assert.deepEqual([files, removed], [0, 1]);
    assert.equal(seen('helium').length, 1);
  });
});
