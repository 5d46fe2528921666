import assert from 'node:assert/strict';
import { declarationSummary } from '../../../../src/library/search/declaration-summary.ts';

describe('what a declaration says of itself', () => {
  const table: readonly (readonly [
    what: string,
    language: string,
    line: number,
    text: string,
    said: string | null,
  ])[] = [
    ['a docstring', 'python', 1, 'def f(a):\n    """Does it. And more."""\n', 'Does it.'],
    ['a raw one in single quotes', 'python', 1, "def f(a):\n    r'''Does it'''\n", 'Does it'],
    [
      'behind a header of many lines',
      'python',
      1,
      'def f(\n    a: int = 1,\n    b={},\n) -> x:\n\n    "Does it."\n',
      'Does it.',
    ],
    [
      'of many lines',
      'python',
      1,
      'class A:\n    """\n    Is it,\n    as ever.\n\n    More.\n    """\n',
      'Is it, as ever.',
    ],
    ['no string that is something else', 'python', 1, 'def f(a):\n    x = "no"\n    return x\n', null],
    ['a comment in front', 'python', 2, '# Does it.\ndef f(a):\n    pass\n', 'Does it.'],
    [
      'a comment in front of what decorates it',
      'python',
      3,
      '# Does it.\n@cached\ndef f(a):\n    pass\n',
      'Does it.',
    ],
    ['no line that names a program', 'python', 2, '#!/usr/bin/python\ndef f(a):\n    pass\n', null],
    ['a block', 'typescript', 4, '/**\n * Does it. And more.\n */\nexport function f() {}\n', 'Does it.'],
    ['a block on a line', 'typescript', 2, '/** Does it. */\nconst f = 1;\n', 'Does it.'],
    ['lines with slashes', 'typescript', 3, '// Does it\n// slowly.\nconst f = 1;\n', 'Does it slowly.'],
    ['no block that only has tags', 'typescript', 2, '/** @internal */\nconst f = 1;\n', null],
    ['no comment that stands apart', 'typescript', 3, '// Does it.\n\nconst f = 1;\n', null],
    ['nothing at the top', 'typescript', 1, 'const f = 1;\n', null],
    ['nothing behind the end', 'typescript', 9, 'const f = 1;\n', null],
  ];
  for (const [what, language, line, text, said] of table)
    it(`is ${what}`, () => assert.equal(declarationSummary(text.split('\n'), line, language), said));
});
