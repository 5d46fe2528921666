import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { decodeText } from '../../../src/pipeline/decode-text.ts';
import { evaluateCondition, parseExpression } from '../../../src/pipeline/expression.ts';
import { analyze } from './analyze.ts';

const fixtures = join(import.meta.dirname, '../../fixtures/pipeline');
const texts = ['orchestrator_config.yaml', 'bad.yaml'].map((name) =>
  readFileSync(join(fixtures, name), 'utf8'),
);

/** Whatever the text is: an answer, every problem in the file and in order, and a definition exactly where no error is. */
function isSound(text: string): void {
  const { definition, problems, positions } = analyze(text);
  const lines = text.split('\n');
  assert.equal(
    definition === null,
    problems.some(({ severity }) => severity === 'error'),
  );
  let last = 0;
  for (const { line, column, message } of problems) {
    assert.ok(line >= last && line <= lines.length);
    assert.ok(column >= 1 && column <= (lines[line - 1]?.length ?? 0) + 2, `${line}:${column} ${message}`);
    // What the file itself says stands in quotes; the rest is ours, and no library speaks.
    const own = message.replace(/`[^`]*`|"[^"]*"/g, '');
    assert.ok(own.length > 0 && !/Invalid input|invalid_|zod|received/i.test(own), message);
    last = line;
  }
  assert.ok(positions.agents.length >= 0);
}

describe('any text', () => {
  it('made of random characters has an answer', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), isSound), { numRuns: 500 });
  });

  it('made of random bytes has an answer', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const text = decodeText(bytes);
        if (text.ok) isSound(text.value);
      }),
      { numRuns: 500 },
    );
  });

  it('made of the marks of YAML has an answer', () => {
    const mark = fc.constantFrom(
      ...[
        '- ',
        ': ',
        '? ',
        '[',
        ']',
        '{',
        '}',
        ', ',
        '&a ',
        '*a',
        '!t ',
        '"',
        "'",
        '|\n',
        '>\n',
        '\n',
        '\n  ',
        '#',
      ],
      ...[
        'a',
        'agents',
        'pipelines',
        'stages',
        'name',
        '<<',
        '---\n',
        '%',
        '@',
        '\t',
        '\r\n',
        '__proto__',
        '~',
        '1',
      ],
    );
    fc.assert(
      fc.property(
        fc.array(mark, { maxLength: 60 }).map((marks) => marks.join('')),
        isSound,
      ),
      { numRuns: 1500 },
    );
  });

  it('that was a definition, and was damaged, has an answer', () => {
    const damage = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.nat(20),
      put: fc.oneof(
        fc.string({ maxLength: 5 }),
        fc.constantFrom('\n', ': ', '- ', '[', '{', '*x', '"', '\t', ''),
      ),
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.array(damage, { minLength: 1, maxLength: 4 }),
        (text, damages) => {
          let broken = text;
          for (const { at, length, put } of damages) {
            const place = Math.floor(at * broken.length);
            broken = broken.slice(0, place) + put + broken.slice(place + length);
          }
          isSound(broken);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('that is a value of any shape in every place has an answer', () => {
    fc.assert(
      fc.property(
        fc.json({ maxDepth: 4 }),
        fc.constantFrom('agents', 'pipelines', 'clusters', 'phases', 'limits'),
        (json, block) => {
          isSound(json);
          isSound(`${block}: ${json}\n`);
          isSound(`agents: { a: ${json} }\n`);
          isSound(`pipelines: { p: { stages: ${json}, params: ${json} } }\n`);
          isSound(
            `pipelines: { p: { stages: [${json}, { name: s, agents: ${json}, needs: ${json}, when: ${json} }] } }\n`,
          );
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('any expression', () => {
  it('has a value or an error', () => {
    const word = fc.constantFrom(
      ...[
        'params',
        'outputs',
        'attempt',
        '.',
        '.?',
        '[',
        ']',
        '(',
        ')',
        '"a"',
        '1',
        '2.5',
        '+',
        '-',
        '*',
        '/',
        '%',
      ],
      ...[
        '==',
        '<',
        '&&',
        '||',
        '!',
        '?',
        ':',
        'in',
        'has',
        'size',
        'true',
        'null',
        '{',
        '}',
        ',',
        ' ',
        'x',
        'all',
      ],
    );
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 12 }).map((words) => words.join('')),
        (text) => {
          const parsed = parseExpression(text);
          if (!parsed.ok) assert.ok(parsed.error.message.length > 0 && parsed.error.offset <= text.length);
          const value = evaluateCondition(text, { params: { x: 1 }, outputs: { a: 'b' } });
          if (!value.ok) assert.ok(value.error.length > 0);
        },
      ),
      { numRuns: 3000 },
    );
  });
});
