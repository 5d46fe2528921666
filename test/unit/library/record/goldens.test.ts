import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findTrouble } from '../../../../src/library/record/find-trouble.ts';
import { normaliseLine } from '../../../../src/library/record/normalise-line.ts';

const folder = join(import.meta.dirname, '../../../fixtures/library/logs');

/** What is found in a log as text: where, by what it is known again, and what it says. */
function told(log: string): string {
  return [...findTrouble(log, 1)]
    .flatMap(({ line, endLine, key, text }) => [
      `${line}-${endLine}: ${key.map(normaliseLine).join(' / ')}`,
      ...text.split('\n').map((said) => `  | ${said}`.trimEnd()),
      '',
    ])
    .join('\n');
}

describe('what logs say went wrong', () => {
  const logs = readdirSync(folder).filter((file) => !file.endsWith('.found.txt'));
  for (const file of logs.sort()) {
    it(`is found: ${file}`, () => {
      const actual = told(readFileSync(join(folder, file), 'utf8'));
      const golden = join(folder, file.replace(/\.txt$/, '.found.txt'));
      // A new one is written to be looked at, and fails once.
      if (!existsSync(golden)) {
        writeFileSync(golden, actual);
        assert.fail(`${golden} was not there`);
      }
      assert.equal(actual, readFileSync(golden, 'utf8'));
    });
  }
});
