import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { DocumentKind } from '../../../../src/agents/document-consumer/document-kind.ts';
import { extract } from '../../../../src/agents/document-consumer/extract.ts';
import { divided } from '../../../../src/agents/document-consumer/passage.ts';
import { nearDuplicates } from '../../../../src/library/duplicates/near-duplicates.ts';
import { jaccard, shingles } from '../../../../src/library/duplicates/shingles.ts';
import { countWords } from '../../../../src/library/extract/count-words.ts';
import { asciiDocTitles, codeTitle, textTitle } from '../../../../src/library/extract/titles.ts';

const kinds: readonly DocumentKind[] = [
  'markdown',
  'restructuredtext',
  'asciidoc',
  'text',
  'html',
  'notebook',
  'table',
  'json',
  'yaml',
  'toml',
  'code',
];
const piece = fc.constantFrom(
  '# a\n',
  '\n',
  'a b\n',
  '===\n',
  '---\n',
  '= x\n',
  '<h1>',
  '</h1>',
  '<title>',
  '<script>',
  '</script',
  '<!--',
  '-->',
  '{',
  '}',
  '[',
  ']',
  '"',
  ',',
  ':',
  ';',
  '"cells": [',
  '"cell_type": ',
  '"""',
  '/*',
  '*/',
  '//',
  'ü',
  '\r',
  '\t',
  '\0',
  'a: 1\n',
  'b = 2\n',
  '[t]\n',
);

describe('parts of the document consumer', () => {
  it('reads any text as any kind, into passages that are in it, in order, and apart', () => {
    const text = fc.array(piece, { maxLength: 80 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds),
        text,
        fc.integer({ min: 1, max: 200 }),
        (kind, content, longest) => {
          const read = extract(kind, 'a.csv', content, longest);
          if ('reason' in read) return assert.equal(kind, 'notebook');
          const lines = content.split(/\r\n|\n|\r/).length;
          let last = 0;
          for (const { line, end_line, length } of read.passages) {
            assert.ok(
              line > last && end_line >= line && end_line <= lines,
              `${line}-${end_line} of ${lines}`,
            );
            assert.ok(length > 0);
            last = end_line;
          }
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('divides at blank lines, and loses none that is not blank', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('', 'a', 'bb bb', 'c'.repeat(30))),
        fc.integer({ min: 1, max: 60 }),
        (lines, longest) => {
          const covered = new Set<number>();
          for (const { line, end_line } of divided(lines, [], 1, lines.length, longest))
            for (let at = line; at <= end_line; at++) covered.add(at);
          for (const [at, line] of lines.entries()) if (line !== '') assert.ok(covered.has(at + 1));
        },
      ),
    );
    const lines = ['one', '', 'two', 'three', '', 'four'];
    assert.deepEqual(
      divided(lines, ['t'], 1, 6, 15).map(({ line, end_line, length }) => [line, end_line, length]),
      [
        [1, 4, 15],
        [6, 6, 5],
      ],
    );
  });

  it('counts words', () => {
    for (const [text, words] of [
      ['', 0],
      ['a b', 2],
      ["it's – 3.5\n\tü", 3],
      ['-- * #', 0],
    ] as const)
      assert.equal(countWords(text), words, text);
  });

  it('finds the texts that are nearly the same, and compares exactly', () => {
    const words = fc.array(
      fc.nat({ max: 50 }).map((at) => `w${at}`),
      { minLength: 60, maxLength: 200 },
    );
    fc.assert(
      fc.property(words, fc.nat({ max: 59 }), (all, at) => {
        const changed = all.map((word, own) => (own === at ? 'changed' : word));
        const sets = [
          shingles(all.join(' ')),
          shingles(changed.join(' ')),
          shingles('something else '.repeat(50)),
        ];
        const similarity = jaccard(sets[0] ?? new Uint32Array(), sets[1] ?? new Uint32Array());
        const found = nearDuplicates(sets, 0.8);
        assert.deepEqual(found, similarity >= 0.8 ? [{ original: 0, duplicate: 1, similarity }] : []);
      }),
    );
    assert.equal(jaccard(Uint32Array.of(1, 2, 3), Uint32Array.of(2, 3, 4)), 0.5);
    assert.equal(shingles('A b, c. d E').length, 1);
    assert.deepEqual(shingles('a B c d e'), shingles('(a) b C -- d, e!'));
  });

  it('knows titles', () => {
    assert.deepEqual(
      asciiDocTitles(['= A', '----', '== no', '----', '== B']).map(({ text }) => text),
      ['A', 'B'],
    );
    assert.equal(textTitle('\n Notes \nmore'), 'Notes');
    assert.equal(textTitle('x'.repeat(100)), null);
    const codes: readonly (readonly [string, string | null])[] = [
      ['#!/bin/sh\n# Copyright x\n# Does it.\n', 'Does it.'],
      ['/*\n * Copyright x\n */\n\n/** Says it. */\n', 'Says it.'],
      ["'use strict';\n// eslint-disable\n// Says it\n", 'Says it'],
      ['r"""Says it."""\n', 'Says it.'],
      ['import x\n# late\n', null],
      ['', null],
    ];
    for (const [text, title] of codes) assert.equal(codeTitle(text), title, text);
  });
});
