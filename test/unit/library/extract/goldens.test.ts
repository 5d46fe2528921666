import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExtractedDocument } from '../../../../src/library/document.ts';
import { type Extractor, openExtractor } from '../../../../src/library/extract/extractor.ts';

const fixtures = join(import.meta.dirname, '../../../fixtures/library');
const folder = join(fixtures, 'documents');

/** A document as text, one line for each thing in it. */
function told(document: ExtractedDocument): string {
  const { kind, language, title, summary, trouble, lines, words, secrets, passages, names, links } = document;
  return [
    `${kind} ${language}, ${lines} lines, ${words} words, ${secrets} secrets`,
    `title: ${title}`,
    `summary: ${summary}`,
    `trouble: ${trouble}`,
    ...passages.flatMap((passage) => [
      `${passage.kind} ${passage.line}-${passage.endLine}${passage.cell === null ? '' : ` cell ${passage.cell}`}: ${passage.titlePath.join(' > ')} {${passage.symbols.join(', ')}}`,
      ...passage.text.split('\n').map((line) => `  | ${line}`.trimEnd()),
    ]),
    ...names.map(
      (name) =>
        `${name.kind} ${name.within === null ? '' : `${name.within} > `}${name.name} ${name.line}-${name.endLine}: ${name.signature}`,
    ),
    ...links.map((link) => `${link.kind} ${link.target} ${link.line}`),
    '',
  ].join('\n');
}

describe('extracted documents', () => {
  let extractor: Extractor;
  before(async () => {
    extractor = await openExtractor();
  });

  for (const file of readdirSync(folder).sort()) {
    it(`are what they were: ${file}`, () => {
      const actual = told(extractor.read(file, readFileSync(join(folder, file))));
      const golden = join(fixtures, 'extracted', `${file}.txt`);
      // A new one is written to be looked at, and fails once.
      if (!existsSync(golden)) {
        writeFileSync(golden, actual);
        assert.fail(`${golden} was not there`);
      }
      assert.equal(actual, readFileSync(golden, 'utf8'));
    });
  }
});
