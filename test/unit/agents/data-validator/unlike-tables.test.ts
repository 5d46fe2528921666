import assert from 'node:assert/strict';
import { fitParameters } from '../../../../src/agents/data-validator/fit-parameters.ts';
import { type TemporaryTree, temporaryTree } from '../../library/temporary-tree.ts';
import { type AgentRun, messagesOf, runAgentProcess } from '../agent-process.ts';

function told(run: AgentRun): string[] {
  return messagesOf(run, 'finding').map(
    ({ path, line, rule, message }) => `${path}:${line} ${rule} ${message}`,
  );
}

/** A CSV of so many rows. */
function table(head: string, rows: number, row: (at: number) => string): string {
  return `${[head, ...Array.from({ length: rows }, (_, at) => row(at))].join('\n')}\n`;
}

describe('tables of the data validator that are unlike others', () => {
  let tree: TemporaryTree;

  beforeEach(async () => {
    tree = await temporaryTree();
  });

  afterEach(() => tree.remove());

  it('tells a row that is far off in several columns once', async () => {
    const row = (at: number): string => (at === 17 ? '9000,8000,7' : `${at % 9},${at % 7},${at % 8}`);
    await tree.write({ 'a.csv': table('width,depth,height', 60, row) });
    const [first, ...more] = told(await runAgentProcess('data-validator', tree.root));
    assert.deepEqual(more, []);
    assert.match(
      first ?? '',
      /^a\.csv:19 outlier column "width": 9000 is far from all others, .*; so is "depth" of the same row$/,
    );
  });

  it('takes the parameters of a formula for no outliers, and other columns beside them for what they are', async () => {
    const row = (at: number): string =>
      at === 17 ? '9000,-8000,7000,1' : `${at % 9},${at % 7},${at % 8},${at === 30 ? 5000 : at % 6}`;
    await tree.write({ 'a.csv': table('A,B,C,tmax', 60, row), 'b.csv': table('c0,c1,width,tmax', 60, row) });
    const found = told(await runAgentProcess('data-validator', tree.root));
    assert.deepEqual(
      found.map((one) => one.replace(/ is far.*others, which.*?\)/, '')),
      [
        'a.csv:32 outlier column "tmax": 5000',
        'b.csv:19 outlier column "c0": 9000; so are "c1" and 1 more column of the same row',
        'b.csv:32 outlier column "tmax": 5000',
      ],
    );
  });

  it('says nothing of lists of many lengths, and counts cells in words', async () => {
    const list = (at: number): string => ['name', ...Array.from({ length: at % 7 }, () => 'other')].join(',');
    const row = (at: number): string => (at === 5 ? 'one' : `n${at},${at}`);
    await tree.write({
      'lists.csv': table('name,first', 70, list),
      'table.csv': table('name,size', 40, row),
    });
    assert.deepEqual(told(await runAgentProcess('data-validator', tree.root)), [
      'table.csv:7 ragged-row the row has 1 cell, the table 2 columns',
    ]);
  });
});

describe('parameters of a formula', () => {
  for (const [columns, expected] of [
    [
      ['id', 'A', 'B', 'C', 'D', 'Tmin'],
      [1, 2, 3, 4],
    ],
    [
      ['a0', 'a1', 'a2', 'c_1', 'c_2', 'c_3'],
      [0, 1, 2, 3, 4, 5],
    ],
    [['A', 'B'], []],
    [['A', 'C', 'B'], []],
    [['x1', 'x2', 'x3', 'V1', 'V2', 'V3'], []],
    [['B', 'C', 'D'], []],
    [['a0', 'b1', 'c2'], []],
  ] as const) {
    it(`are ${expected.length} of ${columns.join(', ')}`, () => {
      assert.deepEqual([...fitParameters(columns)], expected);
    });
  }
});
