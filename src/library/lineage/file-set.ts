import { folderOf } from './folder-of.ts';

/** The files of a workspace as a resolver asks for them; paths are relative to the workspace, with `/`. */
export interface FileSet {
  has(path: string): boolean;
  /** Whether a file lies in a folder or below it. @param folder ends with `/` */
  hasFolder(folder: string): boolean;
  /** The files that have one of these names, in whatever folder, in order. */
  called(names: readonly string[]): readonly string[];
}

/** Files that are all known. */
export function fileSet(paths: Iterable<string>): FileSet {
  const all = new Set(paths);
  let folders: Set<string> | null = null;
  return {
    has: (path) => all.has(path),
    hasFolder: (folder) => {
      folders ??= foldersOf(all);
      return folders.has(folder);
    },
    called: (names) => {
      const wanted = new Set(names);
      return [...all].filter((path) => wanted.has(path.slice(path.lastIndexOf('/') + 1))).sort();
    },
  };
}

function foldersOf(paths: Iterable<string>): Set<string> {
  const folders = new Set<string>();
  for (const path of paths) {
    for (let at = folderOf(path); at !== '' && !folders.has(at); at = folderOf(at.slice(0, -1)))
      folders.add(at);
  }
  return folders;
}
