import assert from 'node:assert/strict';
import { chmod, cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dataValidator } from '../../../../src/builtin/data-validator.ts';
import { type TemporaryTree, temporaryTree } from '../../library/temporary-tree.ts';
import { type AgentRun, agentFixture, messagesOf, runAgentProcess, valuesOf } from '../agent-process.ts';
import { assertRefused } from '../assert-refused.ts';

function places(run: AgentRun): string[] {
  return messagesOf(run, 'finding').map(
    ({ path, line, column, rule }) => `${path}:${line}:${column} ${rule}`,
  );
}

function messageOf(run: AgentRun, rule: string, path: string): string {
  const found = messagesOf(run, 'finding').find((finding) => finding.rule === rule && finding.path === path);
  return found?.message ?? '';
}

/** A CSV of so many rows that something is usual in it. */
function table(rows: number, row: (at: number) => string, head = 'name,size'): string {
  return `${[head, ...Array.from({ length: rows }, (_, at) => row(at))].join('\n')}\n`;
}

describe('data validator', () => {
  let tree: TemporaryTree;

  beforeEach(async () => {
    tree = await temporaryTree();
  });
  afterEach(() => tree.remove());

  describe('on the planted files', () => {
    let planted: TemporaryTree;
    let run: AgentRun;
    before(async () => {
      planted = await temporaryTree();
      await cp(agentFixture('data-validator'), planted.root, { recursive: true });
      run = await runAgentProcess('data-validator', planted.root);
    });
    after(() => planted.remove());

    it('finds every fault that was planted, where it is, and nothing else', () => {
      assert.deepEqual(places(run), [
        'planted/half.jsonl:12:1 broken-line',
        'planted/latin1.csv:6:2 invalid-encoding',
        'planted/mixed-encoding.csv:14:2 invalid-encoding',
        'planted/nul.csv:7:2 nul-character',
        'planted/open-end.csv:27:1 unclosed-quote',
        'planted/unclosed.csv:19:1 unclosed-quote',
        'planted/dates.csv:20:5 mixed-dates',
        'planted/day-first.csv:24:5 mixed-dates',
        'planted/decimal.csv:13:5 type-drift',
        'planted/events.jsonl:31:24 type-drift',
        'planted/headers.csv:1:11 duplicate-header',
        'planted/headers.csv:1:16 empty-header',
        'planted/headers.csv:1:17 header-whitespace',
        'planted/headers.csv:16:1 repeated-header',
        'planted/joined.csv:14:1 repeated-header',
        'planted/mark.json:1:1 byte-order-mark',
        'planted/marked-cell.csv:9:4 byte-order-mark',
        'planted/mojibake.tsv:9:4 mojibake',
        'planted/mojibake.tsv:11:4 mojibake',
        'planted/numbers.csv:25:5 placeholder-value',
        'planted/ragged.csv:12:1 ragged-row',
        'planted/records.json:286:16 type-drift',
        'planted/releases.yaml:66:14 type-drift',
        'planted/repeated.csv:31:1 duplicate-row',
        'planted/repeated.csv:35:1 duplicate-key',
        'planted/spaces.csv:18:4 whitespace-variant',
        'planted/times.csv:152:1 time-order',
        'planted/types.csv:15:5 type-drift',
        'planted/missing.csv:57:5 missing-value',
        'planted/missing.csv:63:11 mixed-missing',
        'planted/numbers.csv:40:11 outlier',
        'planted/records.json:545:16 missing-value',
        'planted/times.csv:92:1 time-gap',
      ]);
      assert.equal(run.exitCode, 0);
      assert.equal(run.errors, '');
      assert.match(run.text, /1 × cannot be parsed/);
      const { files_skipped, findings, tables } = valuesOf(run, 'metric');
      assert.deepEqual({ files_skipped, findings, tables }, { files_skipped: 1, findings: 33, tables: 52 });
    });

    it('says what it found in words', () => {
      const messages: [string, string, RegExp][] = [
        ['ragged-row', 'ragged.csv', /^the row has 2 cells, the table 3 columns \(2 places: lines 12, 30\)$/],
        ['type-drift', 'types.csv', /^column "quantity": "many" among numbers .*\(2 places: lines 15, 33\)$/],
        ['type-drift', 'records.json', /^field "value" of \$\.measurements: the text "21\.5" among numbers/],
        ['mixed-dates', 'day-first.csv', /"02\/27\/2026" is written as m\/d\/y, 39 others as d\/m\/y/],
        ['duplicate-key', 'repeated.csv', /"105" stands in line 7 too/],
        ['duplicate-row', 'repeated.csv', /repeats line 8/],
        ['placeholder-value', 'numbers.csv', /^column "flow": -999 seems to stand for a missing value/],
        ['outlier', 'numbers.csv', /^column "pressure": 5120\.0 is far from all others, .*Tukey/],
        ['mojibake', 'mojibake.tsv', /"Café crème"/],
        [
          'time-gap',
          'times.csv',
          /before 2026-01-01T01:35Z 5 rows are missing: all others are 1 min 00 s apart/,
        ],
        ['mixed-missing', 'missing.csv', /empty \(50\), "NA" \(1\)/],
        ['invalid-encoding', 'latin1.csv', /0xF6 is not UTF-8; in Windows-1252 it is "ö"/],
      ];
      for (const [rule, path, message] of messages)
        assert.match(messageOf(run, rule, `planted/${path}`), message);
    });

    it('mends white space and mojibake where it stands', () => {
      const edits = (rule: string): unknown =>
        messagesOf(run, 'finding').find((finding) => finding.rule === rule)?.fix?.edits;
      assert.deepEqual(edits('whitespace-variant'), [
        { line: 18, column: 4, end_line: 18, end_column: 10, old: 'south ', text: 'south' },
        { line: 22, column: 4, end_line: 22, end_column: 11, old: '"east "', text: '"east"' },
      ]);
      assert.deepEqual(edits('header-whitespace'), [
        { line: 1, column: 17, end_line: 1, end_column: 22, old: ' unit', text: 'unit' },
      ]);
      assert.deepEqual(edits('mojibake'), [
        { line: 9, column: 4, end_line: 9, end_column: 16, old: 'CafÃ© crÃ¨me', text: 'Café crème' },
      ]);
    });

    it('writes schemas into its report, the same bytes each time', async () => {
      const path = join(planted.root, '.dodeca/reports/data-validator.json');
      const first = await readFile(path, 'utf8');
      await runAgentProcess('data-validator', planted.root);
      assert.equal(await readFile(path, 'utf8'), first);
      const report = JSON.parse(first);
      const numbers = report.tables.find((entry: { path: string }) => entry.path === 'planted/numbers.csv');
      assert.deepEqual(
        numbers.columns.map(({ name, type, distinct }: { name: string; type: string; distinct: number }) => [
          name,
          type,
          distinct > 10,
        ]),
        [
          ['probe', 'text', true],
          ['flow', 'number', true],
          ['pressure', 'number', true],
        ],
      );
      assert.equal(numbers.columns[2].max, 5120);
      const types = report.problems.find((problem: { path: string }) => problem.path === 'planted/types.csv');
      assert.deepEqual(types.places, [
        [15, 5],
        [33, 5],
      ]);
      assert.equal(typeof report.about.outlier, 'string');
    });
  });

  it('measures health by tables and rows without errors and warnings', async () => {
    await tree.write({
      'good.csv': table(50, (at) => `n${at},${at}`),
      'bad.csv': table(50, (at) => (at === 3 ? `n${at}` : `n${at},${at}`)),
    });
    const run = await runAgentProcess('data-validator', tree.root);
    assert.deepEqual(valuesOf(run, 'output').health, {
      part: 'data',
      weight: 10,
      score: 50 * 0.5 + 50 * 0.99,
      basis: '1 of 2 tables and 99 of 100 rows without errors and warnings',
    });
  });

  it('measures no health where there is no table', async () => {
    await tree.write({ 'a.json': '{"a": 1}', 'b.csv': '', 'c.yaml': 'a: 1\n', 'readme.md': '# x\n' });
    const run = await runAgentProcess('data-validator', tree.root);
    assert.equal('health' in valuesOf(run, 'output'), false);
    assert.equal(valuesOf(run, 'output').missing_share, null);
    assert.equal('missing_share' in valuesOf(run, 'metric'), false);
    assert.match(run.text, /3 data files read in .*: none of them holds a table/);
  });

  it('has nothing to say in an empty workspace', async () => {
    const run = await runAgentProcess('data-validator', tree.root);
    assert.deepEqual(places(run), []);
    assert.match(run.text, /No data files/);
    assert.equal(run.exitCode, 0);
    assert.equal(run.errors, '');
  });

  it('fails from the severity on that it is told', async () => {
    await tree.write({ 'a.csv': table(50, (at) => (at === 3 ? 'n3' : `n${at},${at}`)) });
    const exitCode = async (fail_on: string) =>
      (await runAgentProcess('data-validator', tree.root, { fail_on })).exitCode;
    assert.deepEqual(await Promise.all(['never', 'error', 'warning', 'info'].map(exitCode)), [0, 0, 1, 1]);
    await assertRefused(dataValidator, tree.root, [
      [{ fail_on: 'often' }, /^with\.fail_on must be never, error, warning or info/],
    ]);
  });

  it('leaves out what is ignored, and lets it count nowhere', async () => {
    await tree.write({ 'a.csv': table(50, (at) => (at === 3 ? 'n3' : `n${at},${at}`)) });
    const run = await runAgentProcess('data-validator', tree.root, { ignore: ['ragged-row *.csv'] });
    assert.deepEqual(places(run), []);
    assert.equal(valuesOf(run, 'metric').rows_at_fault, 0);
  });

  it('reads what is included, not excluded, not ignored by git and not too large', async () => {
    const ragged = table(50, (at) => (at === 3 ? 'n3' : `n${at},${at}`));
    const list = JSON.stringify(Array.from({ length: 30 }, (_, at) => ({ a: at === 9 ? 'x' : at, b: at })));
    await tree.write({
      '.gitignore': 'ignored/\n',
      'ignored/a.csv': ragged,
      'in/a.csv': ragged,
      'in/out.csv': ragged,
      'in/b.json': list,
      'other/a.csv': ragged,
    });
    const choice = { include: ['in/**', 'ignored/**'], exclude: ['out.csv'] };
    const all = await runAgentProcess('data-validator', tree.root, choice);
    assert.deepEqual(places(all), ['in/a.csv:5:1 ragged-row', 'in/b.json:1:133 type-drift']);
    const small = await runAgentProcess('data-validator', tree.root, { ...choice, max_file_size: 100 });
    assert.deepEqual(places(small), ['in/a.csv:5:1 ragged-row']);
    assert.match(small.text, /1 × too large/);
    const tiny = await runAgentProcess('data-validator', tree.root, { ...choice, max_table_size: 100 });
    assert.deepEqual(places(tiny), ['in/b.json:1:133 type-drift']);
  });

  it('takes a list for a table from min_rows on', async () => {
    const list = Array.from({ length: 25 }, (_, at) => ({ a: at === 9 ? 'x' : at, b: at }));
    await tree.write({ 'a.json': JSON.stringify(list) });
    const rules = async (min_rows: number) =>
      places(await runAgentProcess('data-validator', tree.root, { min_rows })).length;
    assert.deepEqual([await rules(25), await rules(26)], [1, 0]);
  });

  it('takes a column for complete up to missing_share, and a number for an outlier beyond outlier_fence', async () => {
    const text = table(200, (at) => `n${at},${at % 40 === 7 ? '' : at === 9 ? 60 : 10 + (at % 7)}`);
    await tree.write({ 'a.csv': text });
    const found = async (parameters: object) =>
      places(await runAgentProcess('data-validator', tree.root, parameters)).map(
        (place) => place.split(' ')[1],
      );
    assert.deepEqual(await found({}), ['outlier']);
    assert.deepEqual(await found({ missing_share: 0.03 }), ['missing-value', 'outlier']);
    assert.deepEqual(await found({ outlier_fence: 50 }), []);
  });

  it('says of a wide matrix once more than a few columns is enough', async () => {
    const row = (at: number): string => Array.from({ length: 30 }, () => (at === 7 ? 'x' : at)).join(',');
    const head = Array.from({ length: 30 }, (_, at) => `c${at}`).join(',');
    await tree.write({ 'a.csv': table(60, row, head) });
    const run = await runAgentProcess('data-validator', tree.root);
    assert.equal(places(run).length, 5);
    assert.match(messagesOf(run, 'finding')[4]?.message ?? '', /so are 25 more columns, see the report/);
    assert.equal(valuesOf(run, 'metric').findings, 30);
  });

  it('goes on where a file is binary, cannot be read or is hostile', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const rows = Array.from(
      { length: 12 },
      (_, at) => `{"a":${'['.repeat(5000)}${']'.repeat(5000)},"b":${at}}`,
    );
    await tree.write({
      'binary.csv': Uint8Array.from({ length: 5000 }, (_, at) => (at * 7919) % 256),
      'nuls.json': new Uint8Array(100),
      'deep.json': deep,
      'deep-rows.json': `[${rows.join(',')}]`,
      'deep.yaml': `${'- '.repeat(20_000)}a: 1\n${'- a: 1\n'.repeat(20)}`,
      'proto.json': `[${'{"__proto__": {"x": 1}, "constructor": 1, "hasOwnProperty": 2},'.repeat(12)}{"a":1,"constructor":1,"hasOwnProperty":2}]`,
      'quotes.csv': `a,b\n${'"'.repeat(5001)}`,
      'newlines.csv': `a,b\n"${'\n'.repeat(200_000)}",1\n`,
      'wide.csv': `${','.repeat(20_000)}\n${','.repeat(20_000)}\n`,
      'long.jsonl': `{"a": "${'x'.repeat(5_000_000)}"}\n{"a": 1}\n`,
      'odd.csv': '\uFEFF\n\n\n#\n,\n"\n',
      'closed.csv': 'a,b\n1,2\n',
    });
    if (process.platform !== 'win32' && process.getuid?.() !== 0)
      await chmod(join(tree.root, 'closed.csv'), 0);
    const run = await runAgentProcess('data-validator', tree.root);
    assert.equal(run.errors, '');
    assert.equal(run.exitCode, 0);
    assert.match(run.text, /2 × binary/);
  });
});
