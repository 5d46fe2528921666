import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parsedHeadings, readHeadings } from '../../../src/markdown/read-headings.ts';
import { readMarkdown } from '../../../src/markdown/read-markdown.ts';
import { scanHeadings } from '../../../src/markdown/scan-headings.ts';

const start = fc.constantFrom(
  ...['', '# a', '## b #', '#no', '####### c', '#\tt', '#', '  # in', '    # code', '\t# code'],
  ...[
    'text',
    'more text',
    '  text',
    '    text',
    'a  ',
    '===',
    '---',
    '--',
    '-',
    '=',
    '  ---',
    '- - -',
    '***',
    '*',
    '+',
  ],
  ...[
    '- item',
    '* # x',
    '1. one',
    '2) two',
    '10. ten',
    '  - inner',
    '> quote',
    '> # q',
    '> ---',
    '>',
    '- ```',
    '-',
  ],
  ...['```', '```js', '~~~', '````', '``` `', '  ```', '    ```', '   ~~~', '```x```', '~~~ ~'],
  ...[
    '<div>',
    '</div>',
    '<!-- c',
    '-->',
    '<!-- a -->',
    '<pre>',
    '</pre>',
    '<span>x',
    '<?php',
    '<!X',
    '  <div>',
    '<a@b.c>',
  ],
  ...[
    '[a]: /url',
    '[a]',
    '![p](q)',
    '| a | b |',
    '|---|---|',
    '\\# e',
    '`code` x',
    'ü',
    '2024',
    '1.',
    '"q"',
    '_e_',
  ],
);
const text = fc
  .array(fc.tuple(start, fc.constantFrom('\n', '\n', '\n', '\n\n', '\r\n', ' \n')), { maxLength: 12 })
  .map((lines) => lines.map(([line, end]) => line + end).join(''));

describe('scanHeadings', () => {
  it('finds what a parser finds, or says that it takes one', () => {
    let told = 0;
    fc.assert(
      fc.property(text, (source) => {
        const scanned = scanHeadings(source);
        if (scanned === null) return;
        told += scanned.length;
        assert.deepEqual(
          scanned.map(({ depth, line }) => [depth, line]),
          parsedHeadings(source).map(({ depth, line }) => [depth, line]),
        );
      }),
      { numRuns: 4000 },
    );
    assert.ok(told > 200, `${told}`);
  });

  it('reads the text of a heading as a parser does', () => {
    const sign = fc.constantFrom(
      ...[
        'a',
        'b c',
        ' ',
        '`',
        '``',
        '*',
        '**',
        '_',
        '#',
        ' #',
        '!',
        '"',
        ':',
        '-',
        'ü',
        '\t',
        '{#x}',
        '\\',
        '&amp;',
      ],
    );
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 10 }), (signs) => {
        const source = `## ${signs.join('')}\n`;
        assert.deepEqual(
          readHeadings(source).headings.map(({ text: title }) => title),
          readMarkdown(source).headings.map(({ text: title }) => title),
        );
      }),
      { numRuns: 3000 },
    );
  });

  it('takes no parser for what is written as usual', () => {
    const source = `Title
=====

Text with \`# no\` heading, and <b>HTML</b>.

\`\`\`sh
# a comment
\`\`\`

## Second

- a list
  - in a list

  \`\`\`
  # a comment
  \`\`\`

<!-- # no
# no -->
Third
---
`;
    assert.deepEqual(
      scanHeadings(source)?.map(({ depth, line }) => [depth, line]),
      [
        [1, 1],
        [2, 10],
        [2, 21],
      ],
    );
  });
});
