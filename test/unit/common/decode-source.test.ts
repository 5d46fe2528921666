import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeSource } from '../../../src/common/decode-source.ts';

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
