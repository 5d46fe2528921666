import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..', '..');

/** The bundles that `npm test` has made just before: they start in half the time, and are what users run. */
const bundles = process.env.DODECA_TEST_DIST;

/** What is run as a process, or as a thread. */
export type Program = 'cli' | 'debug-adapter' | 'engine' | 'library-worker' | `agents/${string}`;

/** The file of a program that is run as a process: its bundle in `npm test`, else its source. */
export function programFile(name: Program): string {
  if (bundles !== undefined) return resolve(bundles, `${name}.js`);
  return resolve(root, 'src', name.startsWith('agents/') ? `${name}/main.ts` : `${name}.ts`);
}
