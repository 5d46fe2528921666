import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findTrouble } from '../../../../src/library/record/find-trouble.ts';

const found = (log: string) => [...findTrouble(log, 1)];

describe('trouble in a log', () => {
  it('is nothing that only sounds like it', () => {
    const harmless = [
      '0 errors, 0 warnings',
      'no failures',
      'errors: 0',
      'FAILED: 0',
      'error: null',
      'the error handler was installed',
      'src/error/index.ts compiled',
      'raise ValueErrors no more',
      'ErrorBoundary rendered',
      'DeprecationWarning: use something else',
      'failed=0 ok=7',
      '::dodeca {"type":"log","level":"error","message":"error: told, not said"}',
    ];
    assert.deepEqual(
      harmless.flatMap((line) => found(line).map(({ text }) => text)),
      [],
    );
  });

  it('is found behind the colours of a terminal, whatever ends its lines', () => {
    const log = 'ok\r\n\u001b[31mError: \u001b[1mdisk full\u001b[0m\r\n    at save (/ws/a.js:1:2)\r\ndone';
    assert.deepEqual(
      found(log).map(({ line, endLine, text }) => [line, endLine, text]),
      [[2, 3, 'Error: disk full\n    at save (/ws/a.js:1:2)']],
    );
  });

  it('keeps of what is long its beginning and its end', () => {
    const frames = Array.from(
      { length: 300 },
      (_, at) => `  File "/ws/a.py", line ${at}, in f${at}\n    f()`,
    );
    const [trouble, ...more] = found(`Traceback (most recent call last):\n${frames.join('\n')}\n`);
    assert.deepEqual(more, []);
    assert.ok((trouble?.text.length ?? 0) < 2100);
    assert.match(trouble?.text ?? '', /^Traceback/);
  });

  const line = fc.oneof(
    fc.constantFrom(
      'Traceback (most recent call last):',
      '  File "/ws/a.py", line 3, in f',
      'ValueError: no',
      'Error: no',
      '    at f (/ws/a.js:1:2)',
      'panic: no',
      'goroutine 1 [running]:',
      "thread 'main' panicked at src/a.rs:1:2:",
      'E   assert 1 == 2',
      'a.c:1:2: error: no',
      '  | indented',
      '',
    ),
    fc.string({ unit: 'binary' }),
  );

  it('stands in lines that the log has, in order and apart, whatever the log is', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 60 }), fc.nat(1000), (lines, before) => {
        const count = lines.join('\n').split(/\r\n|\r|\n/).length;
        let last = before;
        for (const trouble of findTrouble(lines.join('\n'), before + 1)) {
          assert.ok(trouble.line > last && trouble.endLine >= trouble.line);
          assert.ok(trouble.endLine <= before + count);
          assert.ok(trouble.text.length <= 2100 && trouble.text.isWellFormed());
          last = trouble.endLine;
        }
      }),
      { numRuns: 1000 },
    );
  });

  describe('is looked for in bounded time', () => {
    const size = 1024 * 1024;
    const hostile: Readonly<Record<string, string>> = {
      'one line of words': 'a.'.repeat(size / 2),
      'one line of errors': 'error: '.repeat(size / 7),
      'one line of escapes': '\u001b['.repeat(size / 2),
      'one line of brackets': '['.repeat(size),
      'lines of brackets': `${'('.repeat(999)}\n`.repeat(size / 1000),
      'lines of dotted names': `${'a.'.repeat(490)}Error\n`.repeat(size / 1000),
      'lines that all begin a traceback': 'Traceback (most recent call last):\n'.repeat(size / 35),
      'lines that all name an error': 'ValueError: no\n'.repeat(size / 15),
      'lines that all begin a panic': 'panic: no\ngoroutine 1 [running]:\n'.repeat(size / 34),
      'lines that are all indented': `panic: no\n${'\tx\n'.repeat(size / 3)}`,
      'empty lines': '\n'.repeat(size),
      'lines of blanks': `${' '.repeat(999)}\n`.repeat(size / 1000),
      'lines of blanks before an error': `${' '.repeat(900)}error: x\n`.repeat(size / 1000),
      'lines of quotes': `thread '${"'".repeat(900)}\n`.repeat(size / 1000),
    };
    for (const [name, log] of Object.entries(hostile)) {
      it(name, () => {
        let count = 0;
        for (const _ of findTrouble(log, 1)) count += 1;
        assert.ok(count <= size);
      });
    }
  });
});
