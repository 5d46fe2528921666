import type { Suite } from './suite.ts';
import type { TestEvidence } from './test-evidence.ts';
import { folderOf, liesIn, nearestFolder } from './test-paths.ts';

const projectFile =
  /(^|\/)(pyproject\.toml|setup\.(py|cfg)|pytest\.ini|tox\.ini|Pipfile|requirements[\w.-]*\.txt)$/;
const testFile = /(^|\/)(test_[^/]*|[^/]*_test|tests?)\.py$/;

/** The tests in Python, one suite a project; which runner they get depends on what is installed. */
export function findPythonSuites({ files, manifests, exampleFolders, read }: TestEvidence): Suite[] {
  const projects = [...new Set(manifests.filter((path) => projectFile.test(path)).map(folderOf))];
  const byProject = new Map<string, { readonly path: string; readonly kind: TestKind }[]>();
  for (const path of files) {
    if (!testFile.test(path)) continue;
    const kind = kindOf(read(path) ?? '');
    if (kind === null) continue;
    const folder = nearestFolder(path, projects) ?? '';
    const list = byProject.get(folder);
    if (list) list.push({ path, kind });
    else byProject.set(folder, [{ path, kind }]);
  }
  return [...byProject].map(([folder, tests]): Suite => {
    const own = manifests.filter((path) => projectFile.test(path) && folderOf(path) === folder);
    const named =
      own.some((path) => /\bpytest\b/.test(read(path) ?? '')) ||
      files.some((path) => isConftest(path, folder));
    const needed = tests.every(({ kind }) => kind === 'pytest');
    const inside = (other: string) => other !== folder && liesIn(other, folder);
    return {
      kind: 'python',
      title: 'Python tests',
      folder,
      definedIn: { path: own[0] ?? tests[0]?.path ?? '.' },
      files: tests.map(({ path }) => path),
      pytest: needed ? 'needed' : named ? 'named' : 'unnamed',
      left: [
        ...projects.filter((other) => inside(other) && byProject.has(other)),
        ...exampleFolders.filter(inside),
      ],
    };
  });
}

function isConftest(path: string, folder: string): boolean {
  return /(^|\/)conftest\.py$/.test(path) && liesIn(path, folder);
}

type TestKind = 'pytest' | 'unittest';

/** Who can run the tests of a file; null where it has none. */
function kindOf(text: string): TestKind | null {
  if (/\bTestCase\b/.test(text) && /^\s+(async\s+)?def test/m.test(text)) return 'unittest';
  return /^\s*(async\s+)?def test/m.test(text) ? 'pytest' : null;
}
