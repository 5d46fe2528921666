import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readHeadings } from '../../../src/markdown/read-headings.ts';
import { readMarkdown } from '../../../src/markdown/read-markdown.ts';
import { splitMarkdown } from '../../../src/markdown/split-markdown.ts';
import { tameMarkdown } from '../../../src/markdown/tame-markdown.ts';

/** Texts that hold much of what Markdown is made of. */
const piece = fc.constantFrom(
  '# a\n',
  '\n',
  '\n\n',
  '- ',
  '> ',
  '1. ',
  '    ',
  '`',
  '```\n',
  '~~~\n',
  '[',
  ']',
  '(',
  ')',
  '](x.md)',
  '[a]: b\n',
  '[^1]',
  '[^1]: n\n',
  '![',
  '<a id="x">',
  '<!--',
  '-->',
  '|',
  '|-|\n',
  '*',
  '_',
  '\\',
  '\r',
  '\r\n',
  'ü',
  '😀',
  '\0',
  '---\n',
  'title: x\n',
  '=\n',
  'www.a.b',
  '&amp;',
  '<h1>',
  '</h1>',
  '{#x}',
);
const markdown = fc.array(piece, { maxLength: 120 }).map((pieces) => pieces.join(''));

describe('reading Markdown', () => {
  it('takes any text, and every place lies in it', () => {
    fc.assert(
      fc.property(fc.oneof(markdown, fc.string({ maxLength: 200, unit: 'binary' })), (text) => {
        const document = readMarkdown(text);
        const lines = text.split(/\r\n|\n|\r/);
        for (const { line, column } of [
          ...document.links,
          ...document.codes,
          ...document.missingReferences,
        ]) {
          assert.ok(line >= 1 && line <= lines.length, `line ${line} of ${lines.length}`);
          assert.ok(column >= 1 && column <= (lines[line - 1]?.length ?? 0) + 1, `column ${column}`);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('reads the same headings by themselves', () => {
    fc.assert(
      fc.property(markdown, (text) => {
        // A table takes the place of a title of two lines, and references need their definitions.
        fc.pre(!/\||\[|<h1>/.test(text));
        const own = readHeadings(text).headings;
        const whole = readMarkdown(text).headings;
        assert.deepEqual(
          own.map(({ depth, text: title, line }) => [depth, title, line]),
          whole.map(({ depth, text: title, line }) => [depth, title, line]),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('names the place of a destination exactly, where it says that it does', () => {
    fc.assert(
      fc.property(markdown, (text) => {
        const lines = text.split(/\r\n|\n|\r/);
        for (const { url, line, column, endColumn } of readMarkdown(text).links) {
          if (endColumn !== null) assert.equal(lines[line - 1]?.slice(column - 1, endColumn - 1), url);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('reads a large document piece by piece as if it were one', () => {
    const section = (at: number) =>
      `# Part ${at}\n\n[x](#part-${at}) [y][one] \`code ${at}\` [z][none]\n\n\`\`\`\n# no heading\n\n[no](link)\n\`\`\`\n\n${'word '.repeat(300)}\n\n`;
    const text = `${Array.from({ length: 100 }, (_, at) => section(at)).join('')}[one]: x.md\n`;
    assert.ok(splitMarkdown(text).length > 3);
    assert.equal(
      splitMarkdown(text)
        .map((piece) => piece.text)
        .join(''),
      text,
    );
    const document = readMarkdown(text);
    const lines = text.split('\n');
    assert.equal(document.headings.length, 100);
    for (const { line, text: title } of document.headings) assert.equal(lines[line - 1], `# ${title}`);
    assert.equal(document.links.length, 101);
    assert.equal(document.codes.length, 100);
    assert.equal(document.missingReferences.length, 100);
    assert.ok(
      document.missingReferences.every(({ line, column }) =>
        lines[line - 1]?.startsWith('[z][none]', column - 1),
      ),
    );
    assert.deepEqual(document.unusedDefinitions, []);
  });

  it('leaves a text as it is that a parser can take, and its lines in any case', () => {
    fc.assert(
      fc.property(markdown, (text) => {
        const tamed = tameMarkdown(text);
        if (tamed.blanked === 0) assert.equal(tamed.text, text);
        assert.equal(tamed.text.length, text.length);
        assert.equal(tamed.text.replace(/[^\n]/g, ''), text.replace(/[^\n]/g, ''));
      }),
    );
    const hostile = [
      '>'.repeat(9000),
      `${'* '.repeat(5000)}b`,
      '['.repeat(9000),
      '[a]('.repeat(5000),
      `${' '.repeat(500)}- a`,
    ];
    for (const text of hostile) assert.ok(tameMarkdown(`${text}\n`).blanked > 0, text.slice(0, 10));
    for (const text of ['* * * * *', '- - -', '|[a](b)'.repeat(40), '> > a', '-'.repeat(200)])
      assert.equal(tameMarkdown(text).blanked, 0, text);
  });

  const anchors: readonly (readonly [string, readonly string[]])[] = [
    ['# A title', ['a-title']],
    ['# A\n# A\n# A', ['a', 'a-1', 'a-2']],
    ['# `a.b()` & c', ['ab--c']],
    ['# *a* **b** _c_ d_e', ['a-b-c-d_e']],
    ['# Ünï 😀', ['ünï-']],
    ['# :tada: A', ['tada-a', 'a']],
    ['# [A](x.md) ![b](c.png)', ['a']],
    ['A\n=\n\nB\n-', ['a', 'b']],
    ['<h2 align="center">In <em>HTML</em></h2>', ['in-html']],
    ['<a name="x"></a> <p id=y>', ['x', 'y']],
    ['# A {#own}', ['own', 'a']],
    ['(label)=\n# A', ['label', 'a']],
    ['```\n# A\n```', []],
    ['# Vec<T>', ['vec']],
    ['# a < b', ['a--b']],
  ];
  it('knows the anchors that GitHub makes', () => {
    for (const [text, expected] of anchors) {
      const found = readMarkdown(text).anchors;
      for (const anchor of expected) assert.ok(found.has(anchor), `${text}: ${[...found]}`);
      if (expected.length === 0) assert.equal(found.size, 0);
    }
  });

  it('knows titles, front matter and rules apart', () => {
    const titles: readonly (readonly [string, string | null])[] = [
      ['---\ntitle: "One"\n---\n# Two\n', 'One'],
      ['+++\ntitle = "One"\n+++\n', 'One'],
      ['---\nlayout: x\n---\n# Two\n', 'Two'],
      ['---\n\ntext\n\n---\n# Two\n', 'Two'],
      ['## Second\n# First\n', 'First'],
      ['text', null],
      ['', null],
    ];
    for (const [text, title] of titles) assert.equal(readMarkdown(text).title, title, text);
    assert.equal(readMarkdown('---\na: 1\n---\n\n[x](y)\n').links[0]?.line, 5);
  });

  it('misses references, and nothing that looks like one', () => {
    const missing = (text: string) => readMarkdown(text).missingReferences.map(({ label }) => label);
    assert.deepEqual(missing('[a b][cc dd] ![e][ff] [`x`][gg] [hh][]'), ['cc dd', 'ff', 'gg', 'hh']);
    assert.deepEqual(missing('[a][b c]\n\n[B  C]: x'), []);
    for (const text of [
      'a[x][yy]',
      '[1][22]',
      '[a-z][A-Z]',
      '[a] [bb]',
      '[aa]',
      '`[a][bb]`',
      '\\[a][bb]',
      '[^1]',
      '[x][yy](z)',
      '[ ][ab]',
    ])
      assert.deepEqual(missing(text), [], text);
    assert.deepEqual(missing('a[^1] b[^2]\n\n[^1]: n'), ['2']);
  });
});
