const testFolders: ReadonlySet<string> = new Set(['test', 'tests', '__tests__', 'testing', 'spec', 'specs']);

/** Folders that hold projects to be looked at by tests, or to be copied: their tests are nobody's. */
const exampleFolders: ReadonlySet<string> = new Set([
  'fixtures',
  'fixture',
  '__fixtures__',
  'test-fixtures',
  'test_fixtures',
  'testdata',
  'test-data',
  'test_data',
  'testcases',
  '__mocks__',
  '__snapshots__',
  'template',
  'templates',
  'vendor',
  'third_party',
  'third-party',
]);

function foldersOf(path: string): string[] {
  return path.split('/').slice(0, -1);
}

/** Whether a file is a test by its path, or lies among tests. */
export function isTestPath(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return (
    /^tests?[-_.]|[-_.](test|tests|spec)\.[^/]+$|^tests?\.\w+$|_test\.\w+$/.test(name) ||
    foldersOf(path).some((folder) => testFolders.has(folder))
  );
}

/** Whether a file lies among fixtures, templates, or what was taken over from others. */
export function isExamplePath(path: string): boolean {
  return foldersOf(path).some((folder) => exampleFolders.has(folder.toLowerCase()));
}

/** Whether a manifest lies among tests, so that it is part of them and no project. */
export function isAmongTests(path: string): boolean {
  return foldersOf(path).some((folder) => testFolders.has(folder));
}

/** The folder of a path: `` for what lies at the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** Whether a path or folder is a folder or lies in it; everything lies in the root. */
export function liesIn(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}

/** The innermost of some folders that a path lies in; undefined where it lies in none. */
export function nearestFolder(path: string, folders: Iterable<string>): string | undefined {
  let nearest: string | undefined;
  for (const folder of folders)
    if (liesIn(path, folder) && (nearest === undefined || folder.length > nearest.length)) nearest = folder;
  return nearest;
}

/** How many folders deep a folder is; the root is 0. */
export function depthOf(folder: string): number {
  return folder === '' ? 0 : folder.split('/').length;
}
