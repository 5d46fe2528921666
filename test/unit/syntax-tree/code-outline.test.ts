import assert from 'node:assert/strict';
import fc from 'fast-check';
import { codeOutline, outlineReader } from '../../../src/syntax-tree/code-outline.ts';
import type { Grammar } from '../../../src/syntax-tree/grammar.ts';

const grammars: readonly Grammar[] = ['python', 'javascript', 'typescript', 'tsx'];

/** Texts that look like code here and there. */
const codeLike = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...[
          'def f(a, *, b=1):',
          'class A:',
          'import a.b',
          'from . import x',
          '"""doc"""',
          '@deco',
          '\n',
          '\n    ',
        ],
        ...[
          'function f(a) {',
          'class A {',
          'export default ',
          'import x from "y";',
          '/** doc */',
          '}',
          '(',
          ')',
          '=>',
        ],
        ...[
          'module.exports = ',
          'a.b = ',
          'if (a) ',
          'else ',
          ' ? ',
          ' : ',
          ' && ',
          'get x() {',
          '`${',
          '<A>',
          '#!',
        ],
      ),
      fc.string({ unit: 'binary', maxLength: 8 }),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(' '));

describe('code outline', () => {
  it('is read of any text, with places inside of it', async () => {
    for (const grammar of grammars) {
      const read = await outlineReader(grammar);
      fc.assert(
        fc.property(codeLike, (text) => {
          const { definitions, imports, lines } = read(text);
          assert.equal(lines, text === '' ? 0 : text.split('\n').length - (text.endsWith('\n') ? 1 : 0));
          for (const one of definitions) {
            assert.ok(one.line >= 1 && one.line <= one.endLine && one.endLine <= lines, JSON.stringify(one));
            assert.ok(one.start >= 0 && one.start <= one.end && one.end <= text.length);
            assert.ok(one.column >= 1 && one.lines === one.endLine - one.line + 1);
            assert.ok(one.documented === (one.doc !== null) && one.nesting >= 0 && one.complexity >= 0);
          }
          for (const { line, column } of imports) assert.ok(line >= 1 && line <= lines && column >= 1);
        }),
        { numRuns: 300 },
      );
    }
  });

  it('is read of what is nested deeper than the stack', async () => {
    for (const grammar of grammars) {
      for (const text of [
        '('.repeat(50_000),
        'a:{'.repeat(20_000),
        `x = ${'['.repeat(900)}${']'.repeat(900)}`,
      ]) {
        const outline = await codeOutline(grammar, text);
        assert.equal(outline.lines, 1);
      }
      const afterwards = await codeOutline(grammar, 'x = 1\n');
      assert.equal(afterwards.parses, true);
    }
  });

  it('gives up on what is no code', async () => {
    const outline = await codeOutline('javascript', '""'.repeat(60_000));
    assert.deepEqual(outline, {
      parses: false,
      definitions: [],
      imports: [],
      entryPoint: false,
      comments: 0,
      lines: 1,
    });
    assert.equal((await codeOutline('javascript', 'let a = 1;')).parses, true);
  });

  it('is the same with any ends of lines', async () => {
    const text = 'def f():\n    """Doc\n\n    more\n    """\n    if a:\n        pass\n\nimport b\n';
    const unix = await codeOutline('python', text);
    const windows = await codeOutline('python', text.replaceAll('\n', '\r\n'));
    const rows = (outline: typeof unix) => outline.definitions.map(({ start: _, end: _end, ...one }) => one);
    assert.deepEqual(rows(windows), rows(unix));
    assert.deepEqual(windows.imports, unix.imports);
  });
});
