import type { TestFramework } from '../../builtin/integration-tester.ts';
import { findCompiledSuites } from './find-compiled-suites.ts';
import { findNodeSuites } from './find-node-suites.ts';
import { findPythonSuites } from './find-python-suites.ts';
import type { Suite } from './suite.ts';
import type { TestEvidence } from './test-evidence.ts';
import { depthOf, folderOf, isAmongTests, isExamplePath, isTestPath } from './test-paths.ts';

/** Manifests that lie deeper than so many folders are no projects of the workspace. */
export const deepestProject = 4;

const manifest =
  /(^|\/)(package\.json|go\.mod|Cargo\.toml|pyproject\.toml|setup\.(py|cfg)|pytest\.ini|tox\.ini|Pipfile|conftest\.py|requirements[\w.-]*\.txt)$/;

/** Whether a file can say anything about tests. */
export function isEvidence(path: string): boolean {
  return (
    manifest.test(path) || path.endsWith('.rs') || (/\.(py|[cm]?[jt]s|go)$/.test(path) && isTestPath(path))
  );
}

export interface FoundSuites {
  /** By folder, then by kind. */
  readonly suites: readonly Suite[];
  /** Manifests that were left alone: among tests and fixtures, or too deep. */
  readonly leftAlone: number;
}

/** Finds the suites of a workspace by its files. */
export function findSuites(
  paths: readonly string[],
  read: (path: string) => string | null,
  frameworks: ReadonlySet<TestFramework>,
): FoundSuites {
  const files = paths.filter((path) => !isExamplePath(path));
  const examples = paths.filter((path) => isExamplePath(path) && isTestPath(path));
  const everyManifest = paths.filter((path) => manifest.test(path) && !path.endsWith('conftest.py'));
  const manifests = everyManifest.filter(
    (path) => !isExamplePath(path) && !isAmongTests(path) && depthOf(folderOf(path)) <= deepestProject,
  );
  const evidence: TestEvidence = {
    files,
    manifests,
    exampleFolders: [...new Set(examples.map((path) => topExample(path)))],
    read,
  };
  const node = findNodeSuites(evidence, frameworks);
  const others = [
    ...(frameworks.has('pytest') || frameworks.has('unittest') ? findPythonSuites(evidence) : []),
    ...findCompiledSuites(evidence, frameworks),
  ];
  const suites = [...node, ...others.filter((suite) => !runsIt(node, suite, read))];
  suites.sort(
    (a, b) =>
      depthOf(a.folder) - depthOf(b.folder) || (a.folder < b.folder ? -1 : a.folder > b.folder ? 1 : 0),
  );
  return { suites, leftAlone: everyManifest.length - manifests.length };
}

/** The outermost folder of examples around a path. */
function topExample(path: string): string {
  const parts = path.split('/');
  for (let length = 1; length < parts.length; length++) {
    const folder = parts.slice(0, length).join('/');
    if (isExamplePath(`${folder}/x`)) return folder;
  }
  return folderOf(path);
}

/** Whether the script of a package runs the suite of another framework in the same folder. */
function runsIt(node: readonly Suite[], suite: Suite, read: (path: string) => string | null): boolean {
  const runners = {
    python: /\b(pytest|unittest|tox|nox)\b/,
    go: /\bgo test\b/,
    cargo: /\bcargo (test|nextest)\b/,
  };
  if (suite.kind !== 'python' && suite.kind !== 'go' && suite.kind !== 'cargo') return false;
  const named = runners[suite.kind];
  return node.some(
    (other) =>
      other.kind === 'npm' &&
      other.folder === suite.folder &&
      (named.test(other.script) ||
        (/\bnpm (run|test)|\byarn |\bpnpm |\brun-[sp]\b/.test(other.script) &&
          named.test(read(other.definedIn.path) ?? ''))),
  );
}
