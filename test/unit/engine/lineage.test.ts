import assert from 'node:assert/strict';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import type { EngineClient } from '../../../src/client/engine-client.ts';
import { isUserError } from '../../../src/common/errors.ts';
import type { DodecaEvent } from '../../../src/model/event.ts';
import type { LineageReport } from '../../../src/model/lineage-report.ts';
import { describe as outcomeText } from '../../harness/command-line.ts';
import { runPipeline } from '../../harness/run-pipeline.ts';
import { endOf } from '../../harness/run-story.ts';
import { TestWorkspace } from '../../harness/test-workspace.ts';

const definition = `
agents:
  cryo:
    run: mkdir -p out; cat data/x.csv data/y.csv > out/all.txt; printf 'a\\000b' > out/all.bin
    inputs: ["data/*.csv", "src/cryo.py"]
    outputs: ["out/all.*"]
    cache: true
  report:
    run: cp out/all.txt out/report.md
    inputs: ["out/all.txt"]
    outputs: ["out/report.md"]
  round: { run: "cp out/report.md data/y.csv", inputs: ["out/report.md"], outputs: ["data/y.csv"] }
  tells: { run: 'echo hello > told.txt; echo ''::dodeca {"type":"artifact","path":"told.txt"}''' }
pipelines:
  run_pipeline:
    stages:
      - { name: analysis, agents: [cryo] }
      - { name: documentation, agents: [report] }
  circle: { stages: [ { name: back, agents: [round] } ] }
  telling: { stages: [ { name: say, agents: [tells] } ] }
`;

const files = {
  'data/x.csv': '1\n',
  'data/y.csv': '2\n',
  'src/cryo.py': 'from units import gram\n\nTABLE = "data/x.csv"\n',
  'src/units.py': 'gram = 1\n',
  'tests/test_cryo.py': 'import cryo\n',
  'README.md': 'See [the result](out/report.md).\n',
};

describe('the lineage of a file', () => {
  let workspace: TestWorkspace;
  let client: EngineClient;

  beforeEach(async () => {
    workspace = new TestWorkspace(definition, files);
    client = await workspace.connect();
  });
  afterEach(() => workspace.dispose());

  // As the command line asks.
  const lineage = async (path: string): Promise<LineageReport> => {
    await client.call('library/build', { full: false });
    return await client.call('library/lineage', { path });
  };
  const run = async (pipeline: string): Promise<readonly DodecaEvent[]> => {
    const events = await runPipeline(client, pipeline);
    assert.equal(endOf(events).status, 'succeeded');
    return events;
  };
  const runIdOf = async (pipeline: string): Promise<string> => {
    return endOf(await run(pipeline)).runId;
  };

  it('says who wrote it from what, and what has changed since', async () => {
    const runId = await runIdOf('run_pipeline');
    const [first, ...others] = (await lineage('out/all.txt')).producedBy;
    assert.equal(others.length, 0);
    const { executionId = '', at = '', ...told } = first ?? {};
    assert.ok(executionId !== '' && !Number.isNaN(Date.parse(at)));
    assert.deepEqual(told, {
      runId,
      pipeline: 'run_pipeline',
      stage: 'analysis',
      agent: 'cryo',
      cached: false,
      isCurrent: true,
      inputs: [
        { path: 'data/x.csv', changed: false },
        { path: 'data/y.csv', changed: false },
        { path: 'src/cryo.py', changed: false },
      ],
    });
    workspace.write('data/x.csv', '3\n');
    rmSync(join(workspace.path, 'data/y.csv'));
    workspace.write('out/all.txt', 'by hand\n');
    const [later] = (await lineage('out/all.txt')).producedBy;
    assert.equal(later?.isCurrent, false);
    assert.deepEqual(later?.inputs, [
      { path: 'data/x.csv', changed: true },
      { path: 'data/y.csv', changed: true },
      { path: 'src/cryo.py', changed: false },
    ]);
  });

  it('lists every run that wrote it, the newest first, and which took it from the cache', async () => {
    await run('run_pipeline');
    workspace.write('data/x.csv', 'other\n');
    await run('run_pipeline');
    workspace.write('data/x.csv', '1\n');
    await run('run_pipeline');
    const { producedBy } = await lineage('out/all.txt');
    assert.deepEqual(
      producedBy.map(({ cached, isCurrent }) => [cached, isCurrent]),
      [
        [true, true],
        [false, false],
        [false, true],
      ],
    );
  });

  it('knows a file that no library reads by its own content', async () => {
    await run('run_pipeline');
    const before = await lineage('out/all.bin');
    assert.deepEqual([before.exists, before.status, before.producedBy[0]?.isCurrent], [true, null, true]);
    writeFileSync(join(workspace.path, 'out/all.bin'), Buffer.from([0, 1]));
    assert.equal((await lineage('out/all.bin')).producedBy[0]?.isCurrent, false);
  });

  it('knows who refers to it, and all that depends on it by imports and by runs', async () => {
    await run('run_pipeline');
    const units = await lineage('src/units.py');
    assert.deepEqual(units.referredBy, [{ path: 'src/cryo.py', line: 1, kind: 'import' }]);
    assert.deepEqual(units.dependents, [
      'out/all.bin',
      'out/all.txt',
      'out/report.md',
      'src/cryo.py',
      'tests/test_cryo.py',
    ]);
    const cryo = await lineage('src/cryo.py');
    assert.deepEqual(cryo.refersTo, [
      { path: 'src/units.py', line: 1, kind: 'import' },
      { path: 'data/x.csv', line: 3, kind: 'file' },
    ]);
    assert.deepEqual(
      cryo.madeFromIt.map(({ path, stage, agent }) => [path, stage, agent]),
      [
        ['out/all.bin', 'analysis', 'cryo'],
        ['out/all.txt', 'analysis', 'cryo'],
      ],
    );
    assert.deepEqual((await lineage('out/report.md')).referredBy, [
      { path: 'README.md', line: 1, kind: 'link' },
      { path: 'dodeca.yaml', line: 9, kind: 'file' },
    ]);
  });

  it('comes to an end where things are made from one another in a circle', async () => {
    await run('run_pipeline');
    await run('circle');
    const { dependents } = await lineage('out/all.txt');
    assert.deepEqual(dependents, ['data/y.csv', 'out/all.bin', 'out/report.md']);
  });

  it('is told of what was only named as an artifact, and of what is gone', async () => {
    const runId = await runIdOf('telling');
    const { producedBy } = await lineage('told.txt');
    assert.deepEqual(
      producedBy.map((one) => [one.runId, one.agent, one.inputs]),
      [[runId, 'tells', []]],
    );
    rmSync(join(workspace.path, 'told.txt'));
    const gone = await lineage('told.txt');
    assert.deepEqual([gone.exists, gone.producedBy[0]?.isCurrent], [false, false]);
  });

  it('takes a path in whatever way it is written, if it is one in the workspace', async () => {
    const ways = [
      './src//units.py',
      'src/../src/units.py',
      join(workspace.path, 'src', 'units.py'),
      `src${sep}units.py`,
    ];
    for (const way of ways) assert.equal((await lineage(way)).path, 'src/units.py', way);
    const outside = join(tmpdir(), `dodeca-outside-${process.pid}`);
    mkdirSync(outside);
    try {
      writeFileSync(join(outside, 'secret.txt'), 'secret\n');
      symlinkSync(join(outside, 'secret.txt'), join(workspace.path, 'link.txt'));
      for (const way of ['../x.py', join(outside, 'secret.txt'), 'link.txt']) {
        const refused = await workspace.dodeca('library', 'lineage', way);
        assert.equal(refused.code, 2, outcomeText(refused));
        assert.match(refused.stderr, /is not in the workspace/);
        assert.equal(refused.stdout, '');
      }
    } finally {
      rmSync(outside, { recursive: true });
    }
    for (const path of ['none.py', 'src', '.'])
      await assert.rejects(
        client.call('library/lineage', { path }),
        (error) => isUserError(error) && error.code === 'unknown-document',
      );
  });

  it('is readable', async () => {
    await run('run_pipeline');
    workspace.write('data/x.csv', '3\n');
    const { stdout } = await workspace.expect(0, 'library', 'lineage', 'out/all.txt');
    const text = stdout
      .replace(/\b[0-9A-HJKMNP-TV-Z]{26}\b/g, 'RUN')
      .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}/g, 'TIME')
      .replace(/\((?:found|reviewed|validated|canonical|stale)\)/, '(STATUS)');
    assert.deepEqual(text.split('\n'), [
      'out/all.txt  (STATUS)',
      '',
      'Written by',
      '  analysis/cryo in run_pipeline, run RUN, TIME: unchanged since',
      '    from data/x.csv  (changed since)',
      '    from data/y.csv',
      '    from src/cryo.py',
      '',
      'What was made from it',
      '  out/report.md  by documentation/report, run RUN, TIME',
      '',
      'What refers to it',
      '  dodeca.yaml:4  names it',
      '',
      'What depends on it: 1 file',
      '  out/report.md',
      '',
    ]);
    const json = await workspace.expect(0, 'library', 'lineage', '--json', 'out/all.txt');
    assert.deepEqual(json.lines, [await lineage('out/all.txt')]);
  });
});
