import { readCargo } from './read-cargo.ts';
import { readJest } from './read-jest.ts';
import { readMocha } from './read-mocha.ts';
import { readNodeSpec } from './read-node-spec.ts';
import { readPytestText, readUnittestText } from './read-python-text.ts';
import { readAva, readJasmine } from './read-small-runners.ts';
import { readVitest } from './read-vitest.ts';
import { addCounts, noCounts, type Reading } from './test-result.ts';

const readers = [
  readMocha,
  readNodeSpec,
  readJest,
  readVitest,
  readAva,
  readJasmine,
  readPytestText,
  readUnittestText,
];

/**
 * What the well-known runners print for people, read from the output of a command that may have run several of them;
 * null where none is recognised. Escape sequences must be gone.
 */
export async function readConsole(text: string): Promise<Reading | null> {
  const lines = text.split(/\r?\n/);
  const readings = readers.flatMap((read) => read(lines) ?? []);
  const cargo = readCargo(text);
  if (cargo !== null) readings.push(cargo);
  // Only what begins and counts as TAP does: "ok 1" is also prose.
  if (/^(?:TAP version \d+|1\.\.\d+)\s*$/m.test(text) && /^(?:not )?ok\b/m.test(text)) {
    const { readTap } = await import('./read-tap.ts');
    const tap = readTap(text);
    if (tap !== null && tap.tests.length > 0) readings.push({ ...tap, trouble: null });
  }
  if (readings.length === 0) return null;
  return {
    format: readings.map(({ format }) => format).join(', '),
    tests: readings.flatMap(({ tests }) => tests),
    counts: readings.reduce((sum, { counts }) => addCounts(sum, counts), noCounts),
    trouble: readings.find(({ trouble }) => trouble !== null)?.trouble ?? null,
  };
}
