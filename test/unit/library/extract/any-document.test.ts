import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ExtractedDocument } from '../../../../src/library/document.ts';
import { type Extractor, openExtractor } from '../../../../src/library/extract/extractor.ts';

const names = [
  ...[
    'a.py',
    'a.ts',
    'a.tsx',
    'a.js',
    'a.ipynb',
    'a.md',
    'a.rst',
    'a.adoc',
    'a.html',
    'a.tex',
    'a.org',
    'a.txt',
    'a',
  ],
  ...[
    'a.csv',
    'a.tsv',
    'a.jsonl',
    'a.json',
    'a.yaml',
    'a.yml',
    'a.toml',
    'a.ini',
    '.env',
    'a.xml',
    'a.sql',
    'a.sh',
  ],
  ...[
    'a.go',
    'a.java',
    'a.rs',
    'a.c',
    'a.rb',
    'a.css',
    'Dockerfile',
    'Makefile',
    'a.unknown',
    'dir/ü.py',
    '.py',
  ],
];
const name = fc.constantFrom(...names);

/** What the languages are made of, so that texts come near to being something. */
const piece = fc.constantFrom(
  ...[
    '\n',
    '\n\n',
    '\r\n',
    '\r',
    ' ',
    '    ',
    '\t',
    'a',
    'name',
    'ü',
    '😀',
    '\ud800',
    '\0',
    '1',
    ';',
    ',',
    ':',
    '=',
  ],
  ...[
    '"',
    "'",
    '`',
    '"""',
    "'''",
    '\\',
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    '<',
    '>',
    '/',
    '*',
    '#',
    '-',
    '- ',
    '$$',
    '${',
  ],
  ...[
    'def f(a):\n',
    'class A:\n',
    'async ',
    '@x\n',
    'import os\n',
    'from . import b\n',
    'return ',
    'X = 1\n',
  ],
  ...[
    'function f() {',
    'class B extends C {',
    'export ',
    'const d = ',
    '=> ',
    'interface E {',
    'import x from "y"\n',
  ],
  ...[
    '# t\n',
    '## u\n',
    '===\n',
    '---\n',
    '```\n',
    '[l](m.md)',
    '<h1>',
    '</h1>',
    '<script>',
    '<!--',
    '-->',
    'k: v\n',
  ],
  ...[
    '"cells": [',
    '"cell_type": "code"',
    '"source": ',
    '[t]\n',
    'k = 1\n',
    'SELECT 1;',
    'CREATE TABLE t (',
    '--',
  ],
  ...[
    'password = "hunter22"\n',
    'AKIAIOSFODNN7EXAMPLA',
    '-----BEGIN PRIVATE KEY-----\n',
    'func g() {\n',
    '// c\n',
    '/* c */',
  ],
);
const nearText = fc.array(piece, { maxLength: 100 }).map((pieces) => Buffer.from(pieces.join('')));
const anyBytes = fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes));
const utf16 = fc
  .array(piece, { maxLength: 40 })
  .map((pieces) => Buffer.from(`\uFEFF${pieces.join('')}`, 'utf16le'));

/** Of these every line is to be found; a key that has no end hides what follows it. */
const keyless = nearText.filter((bytes) => !bytes.includes('PRIVATE KEY'));

/** Every line, from 1, on which something stands that can be seen. */
function filledLines(text: string): number[] {
  return text.split(/\r\n|\n|\r/).flatMap((line, at) => (/[^\p{Cc} ]/u.test(line) ? [at + 1] : []));
}

function assertSound(document: ExtractedDocument, bytes: Buffer): void {
  const most = document.lines;
  for (const { line, endLine, text, cell } of document.passages) {
    assert.ok(line >= 1 && line <= endLine && endLine <= most, `${line}-${endLine} of ${most}`);
    assert.ok(text.isWellFormed());
    assert.equal(cell !== null, document.kind === 'notebook' && document.trouble === null);
  }
  for (const { name: own, line, endLine } of document.names) {
    assert.ok(line >= 1 && line <= endLine && endLine <= most, `${own} ${line}-${endLine} of ${most}`);
    assert.notEqual(own, '');
  }
  for (const { line, target } of document.links) {
    assert.ok(line >= 1 && line <= most, `${target} ${line} of ${most}`);
    assert.notEqual(target, '');
  }
  const written = document.passages.reduce((sum, { text }) => sum + text.length, 0);
  assert.ok(written <= 2 * bytes.length + 100, `${written} of ${bytes.length}`);
}

describe('any document', () => {
  let extractor: Extractor;
  before(async () => {
    extractor = await openExtractor();
  });

  it('is read, whatever its name is, into passages and names within it', () => {
    fc.assert(
      fc.property(name, fc.oneof({ weight: 6, arbitrary: nearText }, anyBytes, utf16), (path, bytes) => {
        assertSound(extractor.read(path, bytes), bytes);
        assertSound(extractor.readPlain(path, bytes, 'a reason'), bytes);
      }),
      { numRuns: 4000 },
    );
  });

  it('has every line that is not blank in a passage, apart and in order, but for notebooks and pages', () => {
    const lineBased = name.filter((path) => !/\.(ipynb|html)$/.test(path));
    fc.assert(
      fc.property(lineBased, keyless, (path, bytes) => {
        const document = extractor.read(path, bytes);
        const covered = new Set<number>();
        let last = 0;
        for (const { line, endLine } of document.passages) {
          assert.ok(line >= last);
          last = endLine;
          for (let at = line; at <= endLine; at++) covered.add(at);
        }
        assert.deepEqual(
          filledLines(bytes.toString()).filter((line) => !covered.has(line)),
          [],
        );
      }),
      { numRuns: 3000 },
    );
  });

  it('is the same when it is read again', () => {
    fc.assert(
      fc.property(name, nearText, (path, bytes) => {
        assert.deepEqual(extractor.read(path, bytes), extractor.read(path, bytes));
      }),
      { numRuns: 300 },
    );
  });

  it('takes what is deep, endless or without an end', function () {
    this.timeout(120_000);
    const much = 40_000;
    const texts = [
      '['.repeat(much),
      '{"a":'.repeat(much),
      '('.repeat(much),
      `${'['.repeat(much)}${']'.repeat(much)}`,
      '> '.repeat(much),
      '- '.repeat(much),
      '#'.repeat(much),
      'a'.repeat(much),
      'a '.repeat(much),
      'a\n'.repeat(much),
      '\n'.repeat(much),
      '"'.repeat(much),
      '\\'.repeat(much),
      '`'.repeat(much),
      '<'.repeat(much),
      '<a '.repeat(much),
      '/*'.repeat(much),
      'def f(:\n'.repeat(much / 10),
      'class A:\n '.repeat(much / 10),
      'function f() {\n'.repeat(much / 10),
      'import {\n'.repeat(much / 10),
      'import a\n'.repeat(much / 10),
      'const a = (\n'.repeat(much / 10),
      'const a: b\n'.repeat(much / 10),
      'x = '.repeat(much / 4),
      ',;\t'.repeat(much / 3),
      'key: value\n'.repeat(much / 10),
      'token = "a1B2c3D4"\n'.repeat(much / 20),
      'password: '.repeat(much / 10),
      '://a:'.repeat(much / 5),
      '-----BEGIN PRIVATE KEY-----\n'.repeat(1000),
      `var a=1;${'function b(){return 1}'.repeat(much / 20)}`,
      '[a](b '.repeat(much / 6),
      '- a\n'.repeat(much / 4),
      "'a': [".repeat(much / 6),
    ];
    for (const text of texts) {
      for (const path of names) {
        const bytes = Buffer.from(text);
        const start = process.cpuUsage();
        assertSound(extractor.read(path, bytes), bytes);
        const { user, system } = process.cpuUsage(start);
        assert.ok(user + system < 20_000_000, `${path} ${text.slice(0, 20)}: ${user + system} µs`);
      }
    }
  });
});
