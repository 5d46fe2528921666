import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeSource, positionAt } from '../../../src/agents/source-text.ts';

describe('decodeSource', () => {
  it('reads every encoding that a byte order mark names, UTF-8, and Latin-1 for the rest', () => {
    const text = 'ü😀\n';
    const little = Buffer.from(`\uFEFF${text}`, 'utf16le');
    assert.equal(decodeSource(Buffer.from(text)), text);
    assert.equal(decodeSource(Buffer.from(`\uFEFF${text}`)), text);
    assert.equal(decodeSource(little), text);
    assert.equal(decodeSource(Buffer.from(little).swap16()), text);
    assert.equal(decodeSource(Buffer.from('für', 'latin1')), 'für');
    assert.equal(decodeSource(Buffer.from([0xfe, 0xff, 0, 0x41, 0])), 'A');
  });

  it('reads any bytes', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 50 }),
        (bytes) => typeof decodeSource(Buffer.from(bytes)) === 'string',
      ),
    );
  });
});

describe('positionAt', () => {
  it('agrees with lines that are split', () => {
    const piece = fc.constantFrom('a', '\n', '\r\n', '\r', 'ü');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), fc.nat(40), (pieces, at) => {
        const text = pieces.join('');
        const offset = Math.min(at, text.length);
        if (text[offset - 1] === '\r' && text[offset] === '\n') return;
        const before = text.slice(0, offset).split(/\r\n|\r|\n/);
        assert.deepEqual(positionAt(text, at), {
          line: before.length,
          column: (before.at(-1) ?? '').length + 1,
        });
      }),
    );
  });
});
