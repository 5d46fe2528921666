import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Notebook, placeInNotebook, readNotebook } from '../../../../src/agents/syntax/notebook.ts';
import { pythonOfCell } from '../../../../src/agents/syntax/notebook-cell.ts';

function withCells(cells: unknown[], more: object = {}): string {
  return JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells, ...more }, null, 1);
}

function code(source: unknown): object {
  return { cell_type: 'code', metadata: {}, outputs: [], source };
}

function problem(notebook: Notebook): string {
  return notebook.kind === 'fault' ? `${notebook.fault.line} ${notebook.fault.message}` : notebook.kind;
}

describe('readNotebook', () => {
  it('gives the code cells with their numbers among all cells', () => {
    const notebook = readNotebook(
      withCells([{ cell_type: 'markdown', source: 'x' }, code(['a\n', 'b']), code('c')]),
    );
    assert.ok(notebook.kind === 'notebook');
    assert.deepEqual(
      notebook.cells.map(({ number, source }) => [number, source]),
      [
        [2, 'a\nb'],
        [3, 'c'],
      ],
    );
  });

  it('reads the third format', () => {
    const cells = [
      { cell_type: 'code', input: ['x = 1'], language: 'python' },
      { cell_type: 'heading', level: 1, source: 'x' },
    ];
    const notebook = readNotebook(JSON.stringify({ nbformat: 3, metadata: {}, worksheets: [{ cells }] }));
    assert.ok(notebook.kind === 'notebook');
    assert.equal(notebook.cells[0]?.source, 'x = 1');
  });

  it('has no cells to compile where the kernel is not Python', () => {
    for (const metadata of [
      { kernelspec: { language: 'R', name: 'ir' } },
      { language_info: { name: 'julia' } },
    ]) {
      const notebook = readNotebook(withCells([code('x')], { metadata }));
      assert.ok(notebook.kind === 'notebook');
      assert.equal(notebook.cells.length, 0);
    }
  });

  it('tells what is wrong with its form, where it is', () => {
    assert.match(problem(readNotebook('{"cells": [}')), /^1 value expected/);
    assert.match(problem(readNotebook('[]')), /a notebook is a JSON object/);
    assert.match(problem(readNotebook('{"cells": []}')), /`nbformat` must be/);
    assert.match(problem(readNotebook('{"nbformat": 9}')), /nbformat 9 is not known/);
    assert.match(problem(readNotebook('{"nbformat": 4}')), /`cells` must be a list/);
    assert.match(problem(readNotebook(withCells([], { metadata: [] }))), /`metadata` must be/);
    assert.match(problem(readNotebook(withCells([code('x'), 7]))), /^\d+ cell 2: a cell is an object/);
    assert.match(problem(readNotebook(withCells([{ source: '' }]))), /cell 1: `cell_type` must be/);
    assert.match(
      problem(readNotebook(withCells([{ cell_type: 'code', source: 'x' }]))),
      /cell 1: `outputs` must be/,
    );
    const text = withCells([code('x'), { ...code('y'), source: [1] }]);
    const line = text.split('\n').findLastIndex((row) => row.includes('"source"')) + 1;
    assert.match(problem(readNotebook(text)), new RegExp(`^${line} cell 2: \`source\` must be`));
  });
});

describe('placeInNotebook', () => {
  it('finds every character of a cell, however its source is cut and escaped', () => {
    const piece = fc.constantFrom('a', 'Z', '"', '\\', '\n', '\t', 'ü', '😀', '\u0001', "'");
    const lines = fc.array(
      fc.array(piece, { minLength: 1, maxLength: 6 }).map((parts) => parts.join('')),
      { minLength: 1, maxLength: 5 },
    );
    fc.assert(
      fc.property(lines, fc.boolean(), fc.nat(), (parts, asList, pick) => {
        const text = withCells([code('first'), code(asList ? parts : parts.join(''))]);
        const notebook = readNotebook(text);
        assert.ok(notebook.kind === 'notebook');
        const cell = notebook.cells.at(-1);
        const source = parts.join('');
        if (source.trim() === '') return;
        assert.ok(cell !== undefined && cell.number === 2);
        const offset = pick % source.length;
        const before = source.slice(0, offset).split('\n');
        if (source[offset] === '\n') return;
        const place = placeInNotebook(text, cell, {
          line: before.length,
          column: (before.at(-1) ?? '').length + 1,
        });
        const found = text.split('\n')[place.line - 1]?.slice(place.column - 1) ?? '';
        const own = JSON.stringify(source[offset]).slice(1, -1);
        // Half of a pair is escaped only when it stands alone.
        const whole = /[\uD800-\uDFFF]/.test(source[offset] ?? '') ? (source[offset] ?? '') : own;
        assert.ok(found.startsWith(whole), `${JSON.stringify(found)} begins with ${JSON.stringify(whole)}`);
      }),
    );
  });
});

describe('pythonOfCell', () => {
  const cells: [name: string, source: string, plain: string | null][] = [
    ['line magics', '%matplotlib inline\nx = 1', 'pass\nx = 1'],
    ['magics in blocks', 'if x:\n    %time f()\n    !ls', 'if x:\n    pass\n    pass'],
    ['commands with open quotes and brackets', "!echo it's (\nx = 1", 'pass\nx = 1'],
    ['commands that go on', '!pip install \\\n  a \\\n  b\nx = 1', 'pass\n\n\nx = 1'],
    ['assigned magics and commands', 'a = %timeit -o f()\nb, c = !ls', 'a = None\nb, c = None'],
    ['help', 'x?\nx.y??\n?x\nx[0].y?', 'pass\npass\npass\npass'],
    ['cell magics of Python', '%%time\nx = 1', '\nx = 1'],
    ['cell magics of others', '%%bash\nif x', null],
    ['cell magics after empty lines', '\n  \n%%html\n<a>', null],
    ['remainders in brackets', 'x = (7\n%3)', 'x = (7\n%3)'],
    ['remainders after a backslash', 'x = 7 \\\n%a', 'x = 7 \\\n%a'],
    ['texts of several lines', "t = '''\n!x\n%y\nz?\n'''\n!ls", "t = '''\n!x\n%y\nz?\n'''\npass"],
    ['brackets and quotes in comments and texts', "a = '(' # '''\n!ls", "a = '(' # '''\npass"],
    ['inequality', 'x != y', 'x != y'],
  ];
  for (const [name, source, plain] of cells) {
    it(`reads ${name}`, () => assert.equal(pythonOfCell(source), plain));
  }

  it('keeps every line where it is', () => {
    const line = fc.constantFrom('x = 1', '%magic', '!ls \\', "'''", '(', ')', 'a?', '  !x', '', '"', '# x');
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
        const plain = pythonOfCell(lines.join('\n'));
        assert.equal(plain?.split('\n').length, lines.join('\n').split('\n').length);
      }),
    );
  });
});
