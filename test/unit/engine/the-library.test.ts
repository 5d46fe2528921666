import assert from 'node:assert/strict';
import { describe as outcomeText } from '../../harness/command-line.ts';
import { until } from '../../harness/scripted-workspace.ts';
import { TestWorkspace } from '../../harness/test-workspace.ts';

const files = {
  'src/boil_off.py':
    '"""Boil-off of a helium bath."""\n\n\ndef boil_off_rate(heat_load):\n    """Rate in g/s."""\n    return heat_load / 20.9\n',
  'docs/cooling.md':
    '# Cooling\n\nThe plant cools superconducting cavities.\n\n## Quench\n\nWhat to do in a quench.\n',
  'ignored/secret.md': '# Superconducting secrets\n',
  '.gitignore': 'ignored/\n',
};

interface Line {
  readonly id: string;
  readonly query: string;
  readonly hits: readonly Record<string, unknown>[];
}

describe('the knowledge library on the command line', () => {
  let workspace: TestWorkspace;

  beforeEach(() => {
    workspace = new TestWorkspace(null, files);
  });
  afterEach(() => workspace.dispose());

  const search = async (...words: string[]): Promise<Line[]> => {
    const { stdout } = await workspace.expect(0, 'library', 'search', '--json', ...words);
    return stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Line);
  };

  it('is built, tells what it holds, and answers with files, the best first', async () => {
    const built = await workspace.expect(0, 'library', 'build', '--json');
    const { files: count, added, skipped } = JSON.parse(built.stdout) as Record<string, unknown>;
    assert.deepEqual([count, added, skipped], [3, 3, { ignored: 1, 'not-source': 1 }], built.stdout);
    const [answer, ...others] = await search('superconducting', 'cavities');
    assert.equal(others.length, 0);
    assert.deepEqual(
      [answer?.id, answer?.query, answer?.hits.map(({ path }) => path)],
      ['1', 'superconducting cavities', ['docs/cooling.md']],
    );
    const [hit] = answer?.hits ?? [];
    assert.deepEqual(Object.keys(hit ?? {}), ['path', 'line', 'endLine', 'title', 'kind', 'status', 'score']);
    assert.deepEqual([hit?.kind, hit?.status], ['markdown', 'reviewed']);
    const status = await workspace.expect(0, 'library', 'status');
    assert.match(status.stdout, /^3 files, \d+ passages, \d+ names/);
  });

  it('is brought up to date by whoever searches, also what changed while no engine was there', async () => {
    assert.deepEqual((await search('entirely_new'))[0]?.hits, []);
    assert.deepEqual((await search('boil_off_rate'))[0]?.hits[0]?.path, 'src/boil_off.py');
    workspace.write('src/new_module.py', 'def entirely_new():\n    return 1\n');
    assert.deepEqual((await search('entirely_new'))[0]?.hits[0]?.path, 'src/new_module.py');
  });

  it('answers the queries of a file in one go', async () => {
    workspace.write('ignored/queries.tsv', 'q1\tquench\nq2\tboil off rate\n\nq3\tno such thing anywhere\n');
    const lines = await search('--queries', `${workspace.path}/ignored/queries.tsv`, '--limit', '1');
    assert.deepEqual(
      lines.map(({ id, query, hits }) => [id, query, hits.map(({ path }) => path)]),
      [
        ['q1', 'quench', ['docs/cooling.md']],
        ['q2', 'boil off rate', ['src/boil_off.py']],
        ['q3', 'no such thing anywhere', []],
      ],
    );
  });

  it('says in one message what is wrong with a call', async () => {
    const wrong = async (...words: string[]): Promise<string> => {
      const outcome = await workspace.dodeca('library', 'search', ...words);
      assert.equal(outcome.code, 2, outcomeText(outcome));
      return outcome.stderr;
    };
    assert.match(await wrong(), /Say what to search for/);
    assert.match(await wrong('--queries', 'none.tsv'), /cannot be read: .*none\.tsv/);
    assert.match(await wrong('a', '--queries', 'none.tsv'), /not for both/);
    workspace.write('bad.tsv', 'q1\tfine\nno tab\n');
    assert.match(await wrong('--queries', `${workspace.path}/bad.tsv`), /bad\.tsv:2: a line is an id, a tab/);
  });
});

describe('the rules of the library of a real workspace', () => {
  let workspace: TestWorkspace;

  beforeEach(() => {
    workspace = new TestWorkspace(null, {
      ...files,
      'data/raw/table.csv': 'quench,cavities\n1,2\n',
      'build/bundle.min.js': 'export const quench = 1;\n',
    });
  });
  afterEach(() => workspace.dispose());

  it('come from its definition and its editor, while the engine lives', async () => {
    const client = await workspace.connect();
    const ask = { query: 'quench', limit: 10, fresh: false, explain: false, excerpts: false };
    const search = async () => await client.call('library/search', ask);
    const paths = async () => (await search()).hits.map(({ path }) => path).sort();
    const becomes = (expected: string[]) =>
      until(async () => (await paths()).join() === expected.join(), `${expected.join()} to be found`);
    await client.call('library/watch', {});
    const all = ['build/bundle.min.js', 'data/raw/table.csv', 'docs/cooling.md'];
    await becomes(all);
    const written = 'library: { exclude: ["data/raw/**", "*.min.js", dodeca.yaml] }\n';
    workspace.write('dodeca.yaml', written);
    await becomes(['docs/cooling.md']);
    // What is wrong changes nothing.
    workspace.write('dodeca.yaml', 'library: { exclude: [');
    workspace.write('.vscode/settings.json', '{ "files.exclude": { "**/docs": true, ".vscode": true } }');
    await becomes([]);
    workspace.write('dodeca.yaml', 'library: { index: false }\n');
    await until(async () => (await search()).problem !== null, 'it to say that nothing is indexed');
    const told = 'Nothing is indexed: dodeca.yaml says `index: false` under `library`.';
    assert.deepEqual(await search(), { hits: [], problem: told });
    // The command line says the same.
    const outcome = await workspace.expect(0, 'library', 'search', '--json', 'quench');
    assert.match(outcome.stderr, /Nothing is indexed: dodeca\.yaml/);
    assert.match((await workspace.expect(2, 'library', 'build')).stderr, /^Nothing is indexed/);
    workspace.write('dodeca.yaml', 'library: { exclude: [dodeca.yaml] }\n');
    workspace.write('.vscode/settings.json', '{ "files.exclude": { ".vscode": true } }');
    await becomes(all);
  });
});
