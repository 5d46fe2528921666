import assert from 'node:assert/strict';
import fc from 'fast-check';
import { maxMessageBytes } from '../../../../src/agent-protocol/message-prefix.ts';
import { MessageSplitter } from '../../../../src/kernel/executor/message-splitter.ts';

function split(chunks: readonly Buffer[]): { plain: string; lines: string[]; tooLong: number } {
  const seen = { plain: '', lines: [] as string[], tooLong: 0 };
  const splitter = new MessageSplitter({
    onPlain: (bytes) => {
      seen.plain += bytes.toString('latin1');
    },
    onLine: (line, newline) => seen.lines.push(line.toString('latin1') + (newline ? '' : '(end)')),
    onTooLong: (bytes) => {
      seen.tooLong += 1;
      seen.plain += bytes.toString('latin1');
    },
  });
  for (const chunk of chunks) splitter.write(chunk);
  splitter.end();
  return seen;
}

describe('MessageSplitter', () => {
  it('takes messages at the start of lines only', () => {
    const text = 'a\n::dodeca 1\nb ::dodeca 2\n::dodeca 3\r\n ::dodeca 4\n::dod\n::dodeca 5';
    assert.deepEqual(split([Buffer.from(text)]), {
      plain: 'a\nb ::dodeca 2\n ::dodeca 4\n::dod\n',
      lines: ['::dodeca 1', '::dodeca 3\r', '::dodeca 5(end)'],
      tooLong: 0,
    });
  });

  it('gives the same whatever the chunks are', () => {
    const part = fc.constantFrom(
      '::dodeca ',
      '::dodeca {}',
      '\n',
      '::',
      ':',
      'text',
      ' ',
      '\r\n',
      '::dodeca',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), fc.array(fc.nat(), { maxLength: 10 }), (parts, cuts) => {
        const bytes = Buffer.from(parts.join(''));
        const places = cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b);
        const chunks = [...places, bytes.length].map((place, at) =>
          bytes.subarray(at === 0 ? 0 : places[at - 1], place),
        );
        assert.deepEqual(split(chunks), split([bytes]));
        const single = Array.from(bytes, (byte) => Buffer.from([byte]));
        assert.deepEqual(split(single), split([bytes]));
      }),
      { numRuns: 1000 },
    );
  });

  it('does not hold a line back for ever', () => {
    const long = Buffer.from(`::dodeca ${'x'.repeat(maxMessageBytes)}`);
    const seen = split([long.subarray(0, 40_000), long.subarray(40_000), Buffer.from('tail\n::dodeca 1\n')]);
    assert.equal(seen.tooLong, 1);
    assert.equal(seen.plain, `${long.toString()}tail\n`);
    assert.deepEqual(seen.lines, ['::dodeca 1']);
  });
});
