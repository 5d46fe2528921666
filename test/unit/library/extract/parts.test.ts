import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { divideText, withoutBlobs } from '../../../../src/library/extract/bounded-text.ts';
import { jsonEntries } from '../../../../src/library/extract/data/json-entries.ts';
import { plainRows } from '../../../../src/library/extract/data/plain-rows.ts';
import { tableProfile } from '../../../../src/library/extract/data/table-profile.ts';
import { tomlEntries } from '../../../../src/library/extract/data/toml-entries.ts';
import { yamlEntries } from '../../../../src/library/extract/data/yaml-entries.ts';
import { divideLines } from '../../../../src/library/extract/divide-lines.ts';
import { fileKind } from '../../../../src/library/extract/file-kind.ts';
import { firstSentence } from '../../../../src/library/extract/first-sentence.ts';
import { PassageFitter } from '../../../../src/library/extract/fit-passages.ts';
import { readCells } from '../../../../src/library/extract/notebook/read-cells.ts';
import { lineSection } from '../../../../src/library/extract/section.ts';
import { SourceLines, sourceText } from '../../../../src/library/extract/source-lines.ts';

const linesOf = (text: string): SourceLines => new SourceLines(sourceText(text));

describe('lines of a source', () => {
  it('are those that a split gives', () => {
    const piece = fc.constantFrom('a', 'bc', '\n', '\r\n', '\r', ' ', 'ü');
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('');
        const lines = linesOf(text);
        const split = text.split(/\r\n|\n|\r/);
        if (split.at(-1) === '') split.pop();
        assert.deepEqual(
          Array.from({ length: lines.count }, (_, at) => lines.line(at + 1)),
          split,
        );
        for (let at = 1; at <= lines.count; at++) {
          assert.equal(lines.lineAt(lines.start(at)), at);
          assert.equal(lines.indent(at) === -1, (split[at - 1] ?? '').trim() === '');
        }
        assert.equal(lines.lengthOf(1, lines.count), text.length);
      }),
    );
  });

  it('are divided into runs that are short enough, each line that is not blank in one of them', () => {
    const line = fc.constantFrom('', 'a', '  bb', '    ccc', 'd'.repeat(40), '  ');
    fc.assert(
      fc.property(
        fc.array(line),
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 0, max: 50 }),
        (all, longest, shortest) => {
          const lines = linesOf(all.join('\n'));
          const ranges = divideLines(lines, 1, lines.count, longest, shortest);
          let last = 0;
          const covered = new Set<number>();
          for (const { line: from, endLine } of ranges) {
            assert.ok(from > last && endLine >= from);
            assert.ok(from === endLine || lines.lengthOf(from, endLine) <= longest);
            assert.ok(lines.indent(from) !== -1 && lines.indent(endLine) !== -1);
            for (let at = from; at <= endLine; at++) covered.add(at);
            last = endLine;
          }
          for (let at = 1; at <= lines.count; at++) assert.ok(covered.has(at) || lines.indent(at) === -1);
        },
      ),
    );
  });

  it('are divided where it makes sense', () => {
    const code = linesOf('if a:\n    b\n    c\nif d:\n    e\n    f\n');
    assert.deepEqual(divideLines(code, 1, 6, 30), [
      { line: 1, endLine: 3 },
      { line: 4, endLine: 6 },
    ]);
  });
});

describe('passages', () => {
  const lengths = { short: 10, joined: 30, longest: 40 };
  const fitted = (text: string, sections: Parameters<PassageFitter['add']>[0]) => {
    const fitter = new PassageFitter(linesOf(text), lengths, false);
    fitter.add(sections, false);
    return fitter.passages.map(({ line, endLine, titlePath, kind, symbols }) => [
      line,
      endLine,
      kind,
      titlePath.join('.'),
      symbols.join(),
    ]);
  };
  const text = `${'a'.repeat(5)}\n${'b'.repeat(6)}\n${'c'.repeat(20)}\n${'d d '.repeat(8)}\n`;

  it('join short neighbours under one title, and say what is in them', () => {
    const sections = [
      lineSection('class', 'module', ['A'], 1, 1, ['A']),
      lineSection('method', 'class', ['A', 'm'], 2, 2, ['m']),
      lineSection('method', 'class', ['A', 'n'], 3, 3, ['n']),
      lineSection('function', 'module', ['f'], 4, 4, ['f']),
    ];
    assert.deepEqual(fitted(text, sections), [
      [1, 2, 'class', 'A', 'A,m'],
      [3, 3, 'method', 'A.n', 'n'],
      [4, 4, 'function', 'f', 'f'],
    ]);
  });

  it('begin anew at what is opened', () => {
    const opening = { ...lineSection('class', 'class', ['B'], 2, 2, ['B']), opens: true };
    assert.deepEqual(
      fitted(text, [lineSection('function', 'module', ['f'], 1, 1, ['f']), opening]).slice(0, 2),
      [
        [1, 1, 'function', 'f', 'f'],
        [2, 2, 'class', 'B', 'B'],
      ],
    );
  });

  it('take what belongs to no section, too', () => {
    assert.deepEqual(fitted(text, [lineSection('section', 'section', ['T'], 3, 3)]), [
      [1, 2, 'text', '', ''],
      [3, 3, 'section', 'T', ''],
      [4, 4, 'text', '', ''],
    ]);
  });

  it('hold the whole of an endless line, up to what is data', () => {
    const words = 'word '.repeat(100);
    const fitter = new PassageFitter(linesOf(words), lengths, false);
    fitter.add([], false);
    assert.equal(fitter.passages.map((passage) => passage.text).join(' '), words.trim());
    const minified = new PassageFitter(linesOf(words), lengths, true);
    minified.add([], false);
    assert.equal(minified.passages.length, 1);
  });
});

describe('texts without an end', () => {
  it('lose words of data, and nothing else', () => {
    const piece = fc.constantFrom(
      'a',
      ' ',
      '\n',
      'b+/=',
      'x'.repeat(199),
      'y'.repeat(200),
      'z'.repeat(450),
      '.',
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('');
        assert.equal(withoutBlobs(text), text.replace(/[A-Za-z0-9+/=_-]{200,}/g, ' '));
      }),
    );
  });

  it('are divided between words and never within a character', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', ' ', '😀', 'ü', ',') }),
        fc.integer({ min: 2, max: 20 }),
        (text, longest) => {
          const parts = divideText(text, longest, 1000);
          assert.equal(parts.join('').replaceAll(' ', ''), text.replaceAll(' ', ''));
          for (const part of parts) assert.ok(part.length <= longest && part.isWellFormed());
        },
      ),
    );
  });
});

describe('entries of data', () => {
  it('are the keys of JSON, however it is written', () => {
    const key = fc.constantFrom('a', 'b c', 'd"e', '{', ':', 'ü');
    const value = fc.jsonValue({ maxDepth: 3 });
    fc.assert(
      fc.property(fc.dictionary(key, value), fc.constantFrom(undefined, 1, '\t'), (data, indent) => {
        const text = JSON.stringify(data, null, indent);
        const lines = linesOf(text);
        const entries = jsonEntries(text, (offset) => lines.lineAt(offset), 1) ?? [];
        assert.deepEqual(
          entries.map((entry) => JSON.parse(`"${entry.key}"`)),
          Object.keys(data),
        );
        for (const { line, endLine } of entries) assert.ok(line <= endLine && endLine <= lines.count);
      }),
    );
  });

  it('end where their values do, comments and commas left aside', () => {
    const text = '{\n  // a: 1\n  a: [\n    {"name": "x"},\n  ],\n  /* } */ "b": 2\n}\n';
    const lines = linesOf(text);
    assert.deepEqual(
      jsonEntries(text, (offset) => lines.lineAt(offset), 2)?.map(({ key, line, endLine, depth }) => [
        key,
        line,
        endLine,
        depth,
      ]),
      [
        ['a', 3, 5, 1],
        ['[0]', 4, 4, 2],
        ['b', 6, 6, 1],
      ],
    );
    for (const wrong of ['{', '{"a', '[}', ']'])
      assert.equal(
        jsonEntries(wrong, () => 1, 1),
        null,
      );
  });

  it('are those of YAML by their indentation', () => {
    const text =
      '# c\na: 1 # d\nb:\n  c: >\n    e: f\n\n    g\n  h:\n    i: j\n- k\nl:\n- m: n\n  o: p\n-\n---\nq: r\n';
    assert.deepEqual(
      yamlEntries(linesOf(text), 2).map(({ key, line, endLine, depth, value }) => [
        key,
        line,
        endLine,
        depth,
        value,
      ]),
      [
        ['a', 2, 2, 1, '1'],
        ['b', 3, 10, 1, null],
        ['c', 4, 7, 2, null],
        ['h', 8, 9, 2, null],
        ['[0]', 10, 10, 2, null],
        ['l', 11, 14, 1, null],
        ['[0]', 12, 13, 2, null],
        ['[1]', 14, 14, 2, null],
        ['q', 16, 16, 1, 'r'],
      ],
    );
  });

  it('are those of TOML by its tables', () => {
    const text = 'a = 1\n[b.c] # d\ne = """\n[f]\n"""\ng = "h"\n[[i]]\n';
    assert.deepEqual(
      tomlEntries(linesOf(text), 2).map(({ key, line, endLine, depth }) => [key, line, endLine, depth]),
      [
        ['a', 1, 1, 1],
        ['b.c', 2, 6, 1],
        ['e', 3, 5, 2],
        ['g', 6, 6, 2],
        ['i', 7, 7, 1],
      ],
    );
  });
});

describe('tables', () => {
  it('have the rows that a parser finds, where they need none', () => {
    const sign = fc.constantFrom('a', 'b c', ',', ';', '"', '""', '"d,e"', '\n', ' ', '"f\ng"');
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 20 }), fc.constantFrom('\n', '\r\n'), (signs, end) => {
        const text = signs.join('').replaceAll('\n', end);
        const rows = plainRows(text, ',', 5);
        if (rows === null) return;
        const options = {
          delimiter: ',',
          to: 5,
          relax_column_count: true,
          relax_quotes: true,
          skip_empty_lines: true,
        };
        assert.deepEqual(rows, parse(text, options));
      }),
      { numRuns: 3000 },
    );
  });

  it('are profiled alike with quotes and without', () => {
    const value = fc.constantFrom('1', '2.5', 'x', '', '2024-01-02', 'true');
    fc.assert(
      fc.property(
        fc.array(fc.array(value, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 8 }),
        (rows) => {
          const text = (quote: string) =>
            `a,b\n${rows.map((row) => row.map((one) => `${quote}${one}${quote}`).join()).join('\n')}\n`;
          assert.deepEqual(tableProfile('t.csv', text('"')).columns, tableProfile('t.csv', text('')).columns);
        },
      ),
    );
  });

  it('tell types and ranges', () => {
    const { delimiter, columns, rows } = tableProfile(
      't.csv',
      'a;b;c;d;e\n1;2024-01-02;x;;yes\n-2;2023-05-06;1;;no\n',
    );
    assert.deepEqual(
      [delimiter, rows, ...columns.map(({ type, range }) => [type, range])],
      [
        ';',
        2,
        ['integer', ['-2', '1']],
        ['date', ['2023-05-06', '2024-01-02']],
        ['text', null],
        ['empty', null],
        ['boolean', null],
      ],
    );
  });
});

describe('cells', () => {
  it('have the lines of their sources, however the notebook is written', () => {
    const source = fc.array(fc.constantFrom('a', 'b"c', '\\', '"cell_type": "code"', '"source": []', ''), {
      minLength: 1,
      maxLength: 4,
    });
    const cell = fc.tuple(source, fc.boolean(), fc.boolean());
    fc.assert(
      fc.property(
        fc.array(cell, { maxLength: 5 }),
        fc.constantFrom(0, 1, 2),
        fc.boolean(),
        (cells, indent, old) => {
          const rows = cells.map(([written, asText, isCode]) => {
            const whole = written.map((line, at) => (at < written.length - 1 ? `${line}\n` : line));
            const own = {
              attachments: {},
              cell_type: isCode ? 'code' : 'markdown',
              outputs: [{ source: ['no'] }],
            };
            const key = old && isCode ? 'input' : 'source';
            return { ...own, [key]: asText ? whole.join('') : whole, metadata: {} };
          });
          const notebook = old ? { worksheets: [{ cells: rows }] } : { metadata: {}, cells: rows };
          const lines = linesOf(JSON.stringify(notebook, null, indent));
          const read = readCells(lines);
          assert.ok(!('reason' in read));
          assert.deepEqual(
            read.cells.map((one) => one.source),
            cells.map(([written]) => written.join('\n')),
          );
          for (const [at, one] of read.cells.entries()) {
            const shown = lines.slice(one.line, one.endLine);
            assert.match(shown, /^\s*"(?:source|input)"|"(?:source|input)":/);
            if (one.textLine === null) continue;
            const [written = []] = cells[at] ?? [];
            for (const [own, line] of written.entries())
              assert.ok(lines.line(one.textLine + own).includes(JSON.stringify(line).slice(1, -1)));
          }
        },
      ),
    );
  });
});

describe('what a file is', () => {
  it('is told by its name, and by its first line where that says nothing', () => {
    for (const [path, head, kind, language] of [
      ['a/b.PY', '', 'python', 'python'],
      ['a.tsx', '', 'script', 'typescript'],
      ['data.csv.dvc', '', 'config', 'yaml'],
      ['x/Dockerfile.dev', '', 'code', 'dockerfile'],
      ['.env.local', '', 'config', 'ini'],
      ['poetry.lock', '', 'config', 'toml'],
      ['run', '#!/usr/bin/env -S python3 -u\n', 'python', 'python'],
      ['run', '#!/bin/sh', 'shell', 'shell'],
      ['README', '', 'text', null],
      ['a.zzz', 'x', 'text', null],
    ] as const)
      assert.deepEqual(fileKind(path, head), { kind, language }, path);
  });

  it('is said in its first sentence', () => {
    for (const [text, sentence] of [
      ['One. Two.', 'One.'],
      ['It is\nv1.2 of\nit. More', 'It is v1.2 of it.'],
      ['Title\n\nText.', 'Title'],
      ['---', null],
      ['', null],
    ] as const)
      assert.equal(firstSentence(text), sentence);
    assert.equal(firstSentence(null), null);
    assert.equal(firstSentence('a'.repeat(300))?.length, 200);
  });
});
