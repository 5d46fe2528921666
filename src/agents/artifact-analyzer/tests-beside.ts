import { posix } from 'node:path';
import type { Classification } from './classify.ts';

/** Groups of code that is expected to be tested. */
const testedGroups: ReadonlySet<string> = new Set(['library', 'agent', 'pipeline', 'service', 'interface']);

/** Tells for each file whether a test of the workspace is named after it; null where none is expected. */
export function testsBeside(
  artifacts: readonly { readonly path: string; readonly classification: Classification }[],
): (path: string, classification: Classification) => boolean | null {
  const tested = new Set<string>();
  for (const { path, classification } of artifacts) {
    if (classification.group === 'test') tested.add(subject(path));
  }
  return (path, { type, group }) =>
    type === 'code' && testedGroups.has(group) && !/\.(css|scss|less|html?)$/i.test(path)
      ? tested.has(subject(path))
      : null;
}

/** `test_load.py`, `load_test.py`, `load.test.ts` and `load.py` are all about `load`. */
function subject(path: string): string {
  return posix
    .basename(path)
    .toLowerCase()
    .replace(/\.[^.]*$/, '')
    .replace(/^test[_-]|[._-](test|tests|spec)$/g, '')
    .replaceAll('_', '-');
}
