import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import type { EngineClient } from '../../../src/client/engine-client.ts';
import type { SearchHit } from '../../../src/model/library-report.ts';
import { runPipeline } from '../../harness/run-pipeline.ts';
import { endOf } from '../../harness/run-story.ts';
import { TestWorkspace } from '../../harness/test-workspace.ts';

const definition = `
agents:
  solver:
    run: sh agents/solver.sh
  reporter:
    run: >-
      echo made > report.md;
      echo '::dodeca {"type":"artifact","path":"report.md"}';
      echo '::dodeca {"type":"finding","path":"src/plant.py","line":2,"severity":"warning","message":"too warm"}'
  smoke: { uses: "builtin:smoke_tester" }
pipelines:
  smoke: { stages: [ { name: test, agents: [smoke] } ] }
  cooling:
    stages:
      - { name: solve, agents: [solver] }
      - { name: report, agents: [reporter] }
  reports: { stages: [ { name: report, agents: [reporter] } ] }
`;

const broken = `echo "solving the plant in $$"
echo "Traceback (most recent call last):" >&2
echo "  File \\"$PWD/solver.py\\", line $$, in step" >&2
echo "    solve(matrix)" >&2
echo "numpy.linalg.LinAlgError: Singular cryomatrix at row $$" >&2
exit 3
`;

describe('what runs know', () => {
  let workspace: TestWorkspace;
  let client: EngineClient;

  beforeEach(async () => {
    workspace = new TestWorkspace(definition, {
      'agents/solver.sh': broken,
      'src/plant.py': 'def plant():\n    return 4.2\n',
      'src/other.py': 'def other():\n    return "plant"\n',
    });
    client = await workspace.connect();
  });
  afterEach(() => workspace.dispose());

  // As the command line asks.
  const search = async (query: string): Promise<readonly SearchHit[]> => {
    const request = { query, limit: 10, fresh: true, explain: false, excerpts: false };
    return (await client.call('library/search', request)).hits;
  };
  /** A run that fails; answers with its id. */
  const failed = async (): Promise<string> => {
    const end = endOf(await runPipeline(client, 'cooling'));
    assert.equal(end.status, 'failed');
    return end.runId;
  };
  const succeeded = async (pipeline: string): Promise<void> => {
    assert.equal(endOf(await runPipeline(client, pipeline)).status, 'succeeded');
  };
  const git = (...words: string[]): string =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...words], {
      cwd: workspace.path,
      encoding: 'utf8',
    }).trim();

  it('is found by what logs say: once, by the newest run, with how often and since when', async () => {
    const first = await failed();
    const [hit, ...others] = await search('singular cryomatrix kind:run');
    assert.deepEqual(others, []);
    assert.match(hit?.path ?? '', new RegExp(`^\\.dodeca/logs/${first}/\\w+\\.log$`));
    assert.equal(hit?.kind, 'run');
    assert.equal(hit.title, `solver in cooling, run ${first}`);
    assert.deepEqual([hit.line, hit.endLine], [2, 5]);
    assert.equal(hit.seen?.runs, 1);
    const second = await failed();
    const [again, ...more] = await search('singular cryomatrix kind:run');
    assert.deepEqual(more, []);
    assert.deepEqual(again?.seen, {
      runId: second,
      stage: 'solve',
      agent: 'solver',
      firstRunId: first,
      runs: 2,
      fixedBy: null,
    });
    const told = await workspace.expect(0, 'library', 'search', '--json', 'singular cryomatrix kind:run');
    const [answer] = told.lines as unknown as [{ readonly hits: readonly SearchHit[] }];
    assert.deepEqual(answer.hits[0]?.seen, again.seen);
    const people = await workspace.expect(0, 'library', 'search', 'singular cryomatrix kind:run');
    assert.match(people.stdout, new RegExp(`… seen in 2 runs, last ${second}$`, 'm'));
    const status = await workspace.expect(0, 'library', 'status');
    assert.match(status.stdout, /^\d+ files and 1 log of runs, /);
  });

  it('says which commit has mended it', async () => {
    git('init', '-q');
    git('add', '.');
    git('commit', '-q', '-m', 'broken');
    await failed();
    assert.equal((await search('singular cryomatrix kind:run'))[0]?.seen?.fixedBy, null);
    workspace.write('agents/solver.sh', 'echo solved\n');
    git('add', '.');
    git('commit', '-q', '-m', 'mended');
    await succeeded('cooling');
    assert.equal((await search('singular cryomatrix kind:run'))[0]?.seen?.fixedBy, git('rev-parse', 'HEAD'));
    const people = await workspace.expect(0, 'library', 'search', 'singular cryomatrix kind:run');
    assert.match(people.stdout, /\(fixed by [0-9a-f]{7}\)$/m);
    workspace.write('agents/solver.sh', broken);
    await failed();
    const back = (await search('singular cryomatrix kind:run'))[0]?.seen;
    assert.deepEqual([back?.runs, back?.fixedBy], [2, null]);
  });

  it('finds files by the run that had to do with them', async () => {
    await succeeded('reports');
    const paths = async (query: string) => (await search(query)).map(({ path }) => path).sort();
    assert.deepEqual(await paths('plant run:last'), ['src/plant.py']);
    assert.deepEqual(await paths('report made run:last'), ['report.md']);
    const last = await failed();
    assert.ok((await paths('cryomatrix run:last')).every((path) => path.includes(last)));
  });

  it('validates what was tested, and what a run has written, as long as it is that', async () => {
    await succeeded('smoke');
    await succeeded('reports');
    const status = async (path: string) =>
      (await search(`plant made other path:${path}`)).find((hit) => hit.path === path)?.status;
    assert.equal(await status('src/plant.py'), 'validated');
    assert.equal(await status('report.md'), 'validated');
    workspace.write('src/plant.py', '"""A plant."""\n\n\ndef plant():\n    return 77\n');
    workspace.write('report.md', '# Made\n\nIt was not made by a run.\n');
    await client.call('library/build', { full: false });
    assert.equal(await status('src/plant.py'), 'reviewed');
    assert.equal(await status('report.md'), 'reviewed');
    assert.equal(await status('src/other.py'), 'validated');
  });

  it('is there in a library that was thrown away, and in one that is first used after the runs', async () => {
    const first = await failed();
    const second = await failed();
    const seen = async () => (await search('singular cryomatrix kind:run'))[0]?.seen;
    assert.deepEqual([(await seen())?.firstRunId, (await seen())?.runId], [first, second]);
    await workspace.expect(0, 'stop');
    workspace.write('.dodeca/library.db', 'damaged beyond all repair, '.repeat(1000));
    client = await workspace.connect();
    const anew = await seen();
    assert.deepEqual([anew?.firstRunId, anew?.runId, anew?.runs], [first, second, 2]);
  });
});
