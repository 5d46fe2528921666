/** The folder of a file: empty, or ending with `/`. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

/** The folder around a folder, both as `folderOf` has them; null of the workspace itself. */
export function folderAround(folder: string): string | null {
  return folder === '' ? null : folderOf(folder.slice(0, -1));
}
