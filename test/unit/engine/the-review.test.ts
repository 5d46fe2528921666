import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DocumentReport, FixReport, ReviewQueue } from '../../../src/model/library-review.ts';
import { Database } from '../../../src/sqlite/database.ts';
import { describe as outcomeText } from '../../harness/command-line.ts';
import { TestWorkspace } from '../../harness/test-workspace.ts';
import { prose } from '../library/review/reviewed-tree.ts';

const definition = `
version: 1
agents:
  mean:
    run: "cp data/raw.csv out/mean.csv"
    inputs: ["data/raw.csv"]
    outputs: ["out/mean.csv"]
pipelines:
  measure:
    stages:
      - { name: make, agents: [mean] }
`;

const files = {
  'README.md': '# Plant\n\nSee [how](docs/Cooling.md) and [what](docs/gone.md).\n',
  'docs/cooling.md': `# Cooling\n\n${prose(1)}\n`,
  'docs/old/cooling.md': `# Cooling\n\n${prose(1)}\n`,
  'data/raw.csv': 'a,b\n1,2\n',
  'out/.keep': '',
};

interface Generation {
  readonly artifact_path: string;
  readonly iteration_number: number;
  readonly classification: string;
  readonly changes_summary: string;
  readonly parent: number | null;
}

describe('the review on the command line', () => {
  let workspace: TestWorkspace;

  beforeEach(async () => {
    workspace = new TestWorkspace(definition, files);
    await workspace.connect();
  });
  afterEach(() => workspace.dispose());

  const json = async <T>(...words: string[]): Promise<T[]> => {
    const { stdout } = await workspace.expect(0, 'library', 'review', '--json', ...words);
    return stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as T);
  };
  const queue = async (): Promise<ReviewQueue> => {
    const [one, ...others] = await json<ReviewQueue>();
    assert.ok(one !== undefined && others.length === 0);
    return one;
  };
  const document = async (path: string): Promise<DocumentReport> => {
    const [one] = await json<DocumentReport>(path);
    assert.ok(one !== undefined);
    return one;
  };
  const rows = (sql: string): object[] => {
    const db = new Database(join(workspace.path, '.dodeca/journal.db'), { name: 'journal', readOnly: true });
    try {
      return db
        .prepare<object>(sql)
        .all()
        .map((row) => ({ ...row }));
    } finally {
      db.close();
    }
  };
  const generations = (): Generation[] =>
    rows(
      `SELECT artifact_path, iteration_number, classification, changes_summary,
         (SELECT iteration_number FROM artifact_generations p WHERE p.id = g.parent_artifact_id) AS parent
       FROM artifact_generations g JOIN dmaic_sessions USING (session_id) ORDER BY g.id`,
    ) as Generation[];

  it('tells what waits for somebody, for people and for programs', async () => {
    const { waiting, documents, groups, statuses } = await queue();
    assert.deepEqual(waiting, { stale: 0, findings: 1, duplicates: 1 });
    assert.deepEqual(
      documents.map(({ path, reason, status }) => [path, reason, status]),
      [['README.md', 'findings', 'found']],
    );
    assert.deepEqual(
      groups.map(({ canonical, members }) => [canonical, members.length]),
      [['docs/cooling.md', 2]],
    );
    assert.equal(statuses.canonical, 1);
    const { stdout } = await workspace.expect(0, 'library', 'review');
    assert.match(stdout, /With errors: 1\n {2}README\.md\n {4}3 {2}error {2}docs\/Cooling\.md leads nowhere/);
    assert.match(stdout, /docs\/cooling\.md {2}the same as 1 other; to go by since/);
    const one = await workspace.expect(0, 'library', 'review', 'docs/old/cooling.md');
    assert.match(one.stdout, /^docs\/old\/cooling\.md: reviewed\n {2}5 rules found no error\n/);
  });

  it('says why there is no such document', async () => {
    workspace.write('.gitignore', 'out/\n*.tmp\n');
    workspace.write('out/made.md', '# Made\n');
    workspace.write('scratch.tmp', 'x\n');
    const refusal = async (path: string) => (await workspace.expect(2, 'library', 'review', path)).stderr;
    assert.equal(await refusal('absent.md'), 'There is no document absent.md in the library.\n');
    const ignored = 'is left out: an ignore file or a setting says so.\n';
    assert.equal(
      await refusal('scratch.tmp'),
      `There is no document scratch.tmp in the library. It ${ignored}`,
    );
    assert.equal(
      await refusal('out/made.md'),
      `There is no document out/made.md in the library. out/ ${ignored}`,
    );
    assert.match(await refusal('/etc/passwd'), /^'\/etc\/passwd' is not in the workspace\. /);
  });

  it('keeps what a person says in the journal, whatever becomes of the library', async () => {
    const [accepted] = await json<DocumentReport>('--accept', 'README.md');
    assert.deepEqual([accepted?.status, accepted?.decision?.decision], ['validated', 'accept']);
    const said = await json<DocumentReport>('--canonical', 'docs/old/cooling.md', '--reject', 'data/raw.csv');
    assert.deepEqual(
      said.map(({ path, status }) => [path, status]),
      [
        ['data/raw.csv', 'rejected'],
        ['docs/old/cooling.md', 'canonical'],
      ],
    );
    await json('--canonical', join(workspace.path, 'docs/cooling.md'));
    assert.deepEqual((await queue()).waiting, { stale: 0, findings: 0, duplicates: 0 });
    assert.equal((await document('docs/old/cooling.md')).decision, null, 'there is one in a group');
    await workspace.expect(0, 'stop');
    rmSync(join(workspace.path, '.dodeca/library.db'));
    await workspace.expect(0, 'journal', 'rebuild');
    assert.equal((await document('README.md')).status, 'validated');
    assert.equal((await document('docs/cooling.md')).decision?.decision, 'canonical');
    assert.deepEqual(rows('SELECT path, decision FROM library_decisions ORDER BY path'), [
      { path: 'README.md', decision: 'accept' },
      { path: 'data/raw.csv', decision: 'reject' },
      { path: 'docs/cooling.md', decision: 'canonical' },
      { path: 'docs/old/cooling.md', decision: 'clear' },
    ]);
    workspace.write('README.md', '# Another one\n');
    assert.equal((await document('README.md')).status, 'reviewed');
  });

  it('mends what needs no person, and keeps every content', async () => {
    const [fixed] = await json<FixReport>('--fix');
    assert.deepEqual(fixed, {
      rounds: 1,
      changed: [{ path: 'README.md', fixes: ['line 3: Link to docs/cooling.md, not to docs/Cooling.md'] }],
      failed: [],
    });
    assert.equal(workspace.read('README.md'), files['README.md'].replace('Cooling', 'cooling'));
    const kept = [
      {
        artifact_path: 'README.md',
        iteration_number: 1,
        classification: 'review:found',
        changes_summary: 'as it was found',
        parent: null,
      },
      {
        artifact_path: 'README.md',
        iteration_number: 2,
        classification: 'review:fix:1',
        changes_summary: 'line 3: Link to docs/cooling.md, not to docs/Cooling.md',
        parent: 1,
      },
    ];
    assert.deepEqual(generations(), kept);
    const { findings } = await document('README.md');
    assert.deepEqual(
      findings.map(({ message }) => message),
      ['docs/gone.md leads nowhere.'],
    );
    assert.deepEqual((await json<FixReport>('--fix', 'README.md'))[0]?.changed, []);
    await workspace.expect(0, 'stop');
    await workspace.expect(0, 'journal', 'rebuild');
    assert.deepEqual(generations(), kept);
  });

  it('validates what a run wrote, and knows when it is stale', async () => {
    await workspace.expect(0, 'run', 'measure');
    assert.match((await document('out/mean.csv')).because, /^mean wrote it in run \w+, which succeeded/);
    workspace.write('data/raw.csv', 'a,b\n3,4\n');
    const { waiting, documents } = await queue();
    assert.equal(waiting.stale, 1);
    assert.match(
      documents[0]?.because ?? '',
      /^mean made it from data\/raw\.csv, which has changed since run/,
    );
    await workspace.expect(0, 'run', 'measure');
    assert.equal((await document('out/mean.csv')).status, 'validated');
    assert.deepEqual(
      generations().map(({ artifact_path, iteration_number, classification, parent }) => [
        artifact_path,
        iteration_number,
        classification,
        parent,
      ]),
      [
        ['out/mean.csv', 1, 'execution:make:mean', null],
        ['out/mean.csv', 2, 'execution:make:mean', 1],
      ],
    );
  });

  it('says in one message what is wrong with a call', async () => {
    const wrong = async (...words: string[]): Promise<string> => {
      const outcome = await workspace.dodeca('library', 'review', ...words);
      assert.equal(outcome.code, 2, outcomeText(outcome));
      return outcome.stderr;
    };
    assert.match(await wrong('no/such.md'), /There is no document no\/such\.md in the library\./);
    assert.match(await wrong('no/such.md', '--fix'), /There is no document no\/such\.md/);
    assert.match(await wrong('--accept', '../outside.md'), /^'\.\.\/outside\.md' is not in the workspace\./);
    assert.match(
      await wrong('--accept', 'README.md', '--reject', './README.md'),
      /Say one thing of README\.md/,
    );
    assert.match(await wrong('README.md', '--accept', 'README.md'), /one after the other/);
    assert.match(await wrong('--limit', '0'), /whole number/);
    assert.deepEqual(rows('SELECT * FROM library_decisions'), []);
  });
});
