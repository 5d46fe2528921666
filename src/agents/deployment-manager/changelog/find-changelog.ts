import { readText } from '../../read-text.ts';

/** A changelog of the workspace. */
export interface ChangelogFile {
  /** Relative to the workspace. */
  readonly path: string;
  readonly text: string;
}

/** UTF-16 code units that are read: what is new stands at the beginning. */
const longestChangelog = 4 * 1024 * 1024;

const names = ['changelog', 'changes', 'history', 'news', 'releases', 'release-notes', 'release_notes'];
const pattern = new RegExp(`^(docs?/)?(${names.join('|')})(\\.(md|markdown|rst|txt))?$`, 'i');

/** Whether a file is a changelog by its name. */
export function isChangelog(path: string): boolean {
  return pattern.test(path);
}

/** The changelog of the workspace among some of its files; null where there is none. */
export function findChangelog(workspace: string, paths: readonly string[]): ChangelogFile | null {
  const [first] = paths.filter(isChangelog).sort((a, b) => rank(a) - rank(b));
  const text = first === undefined ? null : readText(workspace, first);
  return first === undefined || text === null ? null : { path: first, text: text.slice(0, longestChangelog) };
}

function rank(path: string): number {
  const name = path.toLowerCase().replace(/^docs?\//, '');
  const at = names.findIndex((stem) => name === stem || name.startsWith(`${stem}.`));
  return at + (path.includes('/') ? names.length : 0);
}
