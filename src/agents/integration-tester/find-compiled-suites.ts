import type { TestFramework } from '../../builtin/integration-tester.ts';
import type { Suite } from './suite.ts';
import type { TestEvidence } from './test-evidence.ts';
import { folderOf, liesIn, nearestFolder } from './test-paths.ts';

/** The modules of Go and the crates of Rust that have tests. */
export function findCompiledSuites(evidence: TestEvidence, frameworks: ReadonlySet<TestFramework>): Suite[] {
  return [
    ...(frameworks.has('go') ? goModules(evidence) : []),
    ...(frameworks.has('cargo') ? crates(evidence) : []),
  ];
}

function goModules({ files, manifests, read }: TestEvidence): Suite[] {
  const modules = manifests.filter((path) => /(^|\/)go\.mod$/.test(path));
  const folders = modules.map(folderOf);
  const tested = new Set(
    files.filter((path) => path.endsWith('_test.go')).map((path) => nearestFolder(path, folders)),
  );
  return modules
    .filter((path) => tested.has(folderOf(path)))
    .map((path) => ({
      kind: 'go',
      title: 'go test',
      folder: folderOf(path),
      definedIn: { path },
      module: /^module\s+"?([^\s"]+)/m.exec(read(path) ?? '')?.[1] ?? '',
    }));
}

function crates({ files, manifests, read }: TestEvidence): Suite[] {
  const crates = manifests
    .filter((path) => /(^|\/)Cargo\.toml$/.test(path))
    .map((path) => ({
      path,
      folder: folderOf(path),
      workspace: /^\s*\[workspace[.\]]/m.test(read(path) ?? ''),
    }));
  const folders = crates.map(({ folder }) => folder);
  const tested = new Set<string>();
  for (const path of files) {
    if (!path.endsWith('.rs')) continue;
    const folder = nearestFolder(path, folders);
    if (folder === undefined || tested.has(folder)) continue;
    if (/#\[(?:\w+::)*test\b/.test(read(path) ?? '')) tested.add(folder);
  }
  return crates.flatMap(({ path, folder, workspace }): Suite[] => {
    const covers = (other: string) => other === folder || (workspace && liesIn(other, folder));
    const inWorkspace = crates.some(
      (above) => above.workspace && above.folder !== folder && liesIn(folder, above.folder),
    );
    if (inWorkspace || ![...tested].some(covers)) return [];
    return [{ kind: 'cargo', title: 'cargo test', folder, definedIn: { path }, workspace }];
  });
}
