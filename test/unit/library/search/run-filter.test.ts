import assert from 'node:assert/strict';
import { DocumentWriter } from '../../../../src/library/store/document-writer.ts';
import { indexedDocument } from '../../../../src/library/store/indexed-document.ts';
import { SearchedWorkspace } from './searched-workspace.ts';

const runs = ['01AAA1', '01AAB2', '01BBB3'] as const;
const log = '.dodeca/logs/01BBB3/E3.log';

describe('the filter run: of a search', () => {
  let workspace: SearchedWorkspace;

  beforeEach(async () => {
    workspace = await SearchedWorkspace.open({
      'out/report.md': '# Report\n\nThe pressure of the vessel.\n',
      'out/table.csv': 'pressure,time\n1,2\n',
      'src/fit.py': 'def fit(pressure):\n    return pressure\n',
      'src/old.py': 'def old(pressure):\n    return pressure\n',
    });
    for (const run of runs)
      workspace.insert('runs', { run_id: run, pipeline: 'all', at: '2026-01-01T00:00:00.000Z' });
    workspace.insert(
      'run_files',
      { run_id: '01AAA1', path: 'src/old.py' },
      { run_id: '01AAA1', path: 'gone.txt' },
      { run_id: '01BBB3', path: 'out/report.md' },
      { run_id: '01BBB3', path: 'src/fit.py' },
      { run_id: '01BBB3', path: log },
    );
    writeLog();
  });
  afterEach(() => workspace.close());

  /** The log of the last run shows two troubles; an earlier run has met one of them, too. */
  function writeLog(): void {
    const { store } = workspace;
    const writer = new DocumentWriter(store.db);
    const passage = (kind: 'failure' | 'error', text: string, line: number) => ({
      kind,
      titlePath: [],
      line,
      endLine: line,
      cell: null,
      text,
      symbols: [],
    });
    const document = indexedDocument(log, {
      kind: 'run',
      language: null,
      title: 'fit in the stage analysis',
      summary: null,
      passages: [
        passage('failure', 'the pressure vessel burst', 1),
        passage('error', 'ValueError: pressure is negative', 7),
      ],
      names: [],
      links: [],
      trouble: null,
      lines: 9,
      words: 8,
      secrets: 0,
      secretLines: [],
    });
    store.group((change) => {
      const id = writer.add(
        { path: log, size: 1, mtimeMs: 0, ctimeMs: -1, hash: 'run:E3', document },
        change,
      );
      writer.endGroup();
      const rows = store.db
        .prepare<{ id: number; kind: string }>(
          'SELECT id, kind FROM passages WHERE file = ? ORDER BY ordinal',
        )
        .all(id);
      for (const { id: passageId, kind } of rows)
        workspace.insert('trouble_passages', { passage: passageId, fingerprint: kind });
      return true;
    });
    for (const fingerprint of ['failure', 'error']) {
      workspace.insert('troubles', { fingerprint, stage: 'analysis', agent: 'fit', fixed_by: null });
      workspace.insert('sightings', { fingerprint, run_id: '01BBB3', execution_id: 'E3' });
    }
    workspace.insert('sightings', { fingerprint: 'error', run_id: '01AAB2', execution_id: 'E2' });
  }

  it('lets through what a run had to do with, and what it met', () => {
    const table: readonly (readonly [query: string, paths: readonly string[]])[] = [
      ['pressure run:last', [log, 'out/report.md', 'src/fit.py']],
      ['pressure run:01BBB3', [log, 'out/report.md', 'src/fit.py']],
      ['pressure run:01b', [log, 'out/report.md', 'src/fit.py']],
      ['run:last', [log, 'out/report.md', 'src/fit.py']],
      ['run:01AAA1', ['src/old.py']],
      ['run:01AAA1,last path:src', ['src/fit.py', 'src/old.py']],
      ['pressure run:last kind:python', ['src/fit.py']],
      ['pressure -run:last', ['out/table.csv', 'src/old.py']],
      ['pressure -run:last -run:01AAA1', ['out/table.csv']],
      ['run:01AAB2', [log]],
      ['kind:run', [log]],
    ];
    for (const [query, paths] of table) assert.deepEqual(workspace.found(query).sort(), paths, query);
  });

  it('shows of a log what that run has met, with where and how often it was seen', () => {
    const [hit] = workspace.searcher.search({ query: 'pressure run:01AAB2' }).hits;
    assert.deepEqual([hit?.path, hit?.passage, hit?.line], [log, 'error', 7]);
    assert.deepEqual(hit?.seen, {
      runId: '01BBB3',
      stage: 'analysis',
      agent: 'fit',
      firstRunId: '01AAB2',
      runs: 2,
      fixedBy: null,
    });
  });

  it('goes together with the kinds of what runs met', () => {
    const kinds = (query: string) =>
      workspace.searcher.search({ query }).hits.map(({ path, passage }) => [path, passage]);
    assert.deepEqual(kinds('pressure kind:failure'), [[log, 'failure']]);
    assert.deepEqual(kinds('kind:error'), [[log, 'error']]);
    assert.deepEqual(kinds('pressure kind:failure run:01AAB2'), []);
    assert.deepEqual(kinds('pressure run:last -kind:failure path:logs'), [[log, 'error']]);
    assert.deepEqual(
      kinds('pressure kind:error,python')
        .map(([path]) => path)
        .sort(),
      [log, 'src/fit.py', 'src/old.py'],
    );
  });

  it('says what is wrong where no run, or more than one, is meant, and goes without it', async () => {
    const problem = (query: string) => workspace.searcher.search({ query }).problem ?? '';
    assert.match(problem('pressure run:99'), /No run begins with 99\./);
    assert.match(problem('pressure run:01AA'), /Several runs begin with 01aa: write more/);
    assert.equal(workspace.found('pressure run:01AA').length, 5);
    const other = await SearchedWorkspace.open({ 'a.txt': 'pressure' });
    try {
      const answer = other.searcher.search({ query: 'pressure run:last' });
      assert.match(answer.problem ?? '', /knows of no run yet/);
      assert.equal(answer.hits.length, 1);
    } finally {
      await other.close();
    }
  });
});
