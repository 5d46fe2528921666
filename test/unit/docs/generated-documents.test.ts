import assert from 'node:assert/strict';
import { generatedDocuments } from '../../../scripts/docs.ts';
import { textOf } from './documents.ts';

describe('generated documents', () => {
  for (const [file, text] of generatedDocuments()) {
    it(`${file} is what npm run docs makes`, () => {
      assert.ok(textOf(file) === text, `${file} is out of date: npm run docs`);
    });
  }
});
