import { posix } from 'node:path';
import type { Classification } from './classify.ts';
import type { ImportEdge } from './import-graph.ts';

/** Groups of code that is expected to be tested. */
const testedGroups: ReadonlySet<string> = new Set(['library', 'agent', 'pipeline', 'service', 'interface']);

/** A file of the workspace by what it is. */
export interface Classified {
  readonly path: string;
  readonly classification: Classification;
}

/** Whether code is expected to be tested. */
export function wantsTest({ path, classification: { type, group } }: Classified): boolean {
  return type === 'code' && testedGroups.has(group) && !/\.(css|scss|less|html?)$/i.test(path);
}

/** Tells for each file whether a test of the workspace is named after it; null where none is expected. */
export function testsBeside(artifacts: readonly Classified[]): (artifact: Classified) => boolean | null {
  const tested = new Set<string>();
  for (const { path, classification } of artifacts) {
    if (classification.group === 'test') tested.add(subject(path));
  }
  return (artifact) => (wantsTest(artifact) ? tested.has(subject(artifact.path)) : null);
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

/** How tests and the files that they import hang together. */
export interface TestNeighbours {
  /** How many tests import a file, by its path. */
  readonly importing: ReadonlyMap<string, number>;
  /** Files that tests reach by their imports, and by the imports of what they import. */
  readonly reached: ReadonlySet<string>;
}

/** Finds what tests import. Imports for types only reach nothing. */
export function testNeighbours(
  edges: readonly ImportEdge[],
  isTest: (path: string) => boolean,
): TestNeighbours {
  const importing = new Map<string, number>();
  const targets = new Map<string, string[]>();
  const reached = new Set<string>();
  for (const { from, to, kind } of edges) {
    if (kind === 'type') continue;
    if (isTest(from)) {
      importing.set(to, (importing.get(to) ?? 0) + 1);
      reached.add(to);
    }
    const known = targets.get(from);
    if (known) known.push(to);
    else targets.set(from, [to]);
  }
  // A set can grow while it is gone through, and what is added comes up.
  for (const path of reached) for (const to of targets.get(path) ?? []) reached.add(to);
  return { importing, reached };
}
