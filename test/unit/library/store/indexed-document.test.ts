import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { NamedThing, Passage } from '../../../../src/library/document.ts';
import { indexedDocument, passagesOf } from '../../../../src/library/store/indexed-document.ts';

function passage(line: number, endLine: number): Passage {
  return { kind: 'text', titlePath: [], line, endLine, cell: null, text: '', symbols: [] };
}

function name(line: number): NamedThing {
  return { name: 'x', kind: 'key', line, endLine: line, signature: null, within: null };
}

describe('a document that is made ready to be written', () => {
  it('has for each name the innermost passage that holds it', () => {
    const passages = [passage(1, 30), passage(5, 20), passage(7, 9), passage(12, 15), passage(40, 50)];
    const lines = [8, 1, 5, 12, 16, 25, 35, 50, 60];
    assert.deepEqual(passagesOf(lines.map(name), passages), [2, 0, 1, 3, 1, 0, null, 4, null]);
  });

  it('has it in any order, where passages lie within each other', () => {
    const nested = fc.array(fc.tuple(fc.nat(40), fc.nat(40)), { maxLength: 12 }).map((ranges) => {
      const kept: Passage[] = [];
      for (const [a, b] of ranges) {
        const next = passage(Math.min(a, b), Math.max(a, b));
        const crosses = kept.some(
          ({ line, endLine }) =>
            (line < next.line && next.line <= endLine && endLine < next.endLine) ||
            (next.line < line && line <= next.endLine && next.endLine < endLine) ||
            (line === next.line && endLine === next.endLine),
        );
        if (!crosses) kept.push(next);
      }
      return kept;
    });
    fc.assert(
      fc.property(nested, fc.array(fc.nat(45)), (passages, lines) => {
        const expected = lines.map((at) => {
          const holding = passages.filter(({ line, endLine }) => line <= at && at <= endLine);
          const size = Math.min(...holding.map(({ line, endLine }) => endLine - line));
          return passages.findIndex((one) => holding.includes(one) && one.endLine - one.line === size);
        });
        assert.deepEqual(
          passagesOf(lines.map(name), passages).map((place) => place ?? -1),
          expected,
        );
      }),
    );
  });

  it('has one passage that is empty where nothing can be read, by which its path is found', () => {
    const { passages } = indexedDocument('src/emptyFile.txt', {
      kind: 'text',
      language: null,
      title: null,
      summary: null,
      passages: [],
      names: [],
      links: [],
      trouble: null,
      lines: 0,
      words: 0,
      secrets: 0,
    });
    assert.equal(passages.length, 1);
    assert.ok(passages[0]?.texts.some((text) => text.includes('emptyFile')));
  });
});
