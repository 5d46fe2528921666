import { runGit } from '../process/run-git.ts';

/** What became of one file within the time that was looked at. */
export interface FileHistory {
  /** Commits that changed it; merges and the commit that a history begins with do not count. */
  readonly commits: number;
  /** Different authors of these, by their mail addresses. */
  readonly authors: number;
  /** Seconds since 1970, of the last of these. */
  readonly lastChange: number;
}

export interface GitHistory {
  /** By path, relative to the folder. Files that were not changed are not in it. */
  readonly files: ReadonlyMap<string, FileHistory>;
  /** How many commits were looked at. */
  readonly commits: number;
  /** Seconds since 1970 of the newest commit, from which time is counted back. */
  readonly newest: number;
  /** Whether there were more commits than are looked at, or git took too long. */
  readonly cut: boolean;
}

/** Commits that are looked at, at most. */
export const mostCommits = 5000;
/** Bytes of git's answer that are read, at most. */
const mostBytes = 16 * 1024 * 1024;

const header = '%x01%p%x02%ct%x02%aE';

/**
 * How often and by whom the files of a folder were changed, by one call of `git log`, counted back from the newest
 * commit: the same commit gives the same answer. A file that was renamed and not changed in the same commit is
 * followed; one that was changed as well begins anew. Null where nothing was changed, as in a clone of one commit, and
 * where the folder is in no repository, or git is absent or refuses to look.
 *
 * @param seconds how far back
 */
export async function gitHistory(folder: string, seconds: number): Promise<GitHistory | null> {
  const newest = Number((await runGit(folder, ['log', '-1', '--format=%ct', 'HEAD']))?.trim());
  if (!Number.isSafeInteger(newest) || newest <= 0) return null;
  const log = await runGit(
    folder,
    [
      'log',
      `--max-count=${mostCommits}`,
      `--since=${new Date(Math.max(0, newest - seconds) * 1000).toISOString()}`,
      '--no-merges',
      '--no-show-signature',
      '--no-notes',
      '--no-ext-diff',
      '--no-textconv',
      '--no-color',
      '--relative',
      '--name-status',
      // By identity only: what is alike would have to be read, which takes long, and a partial clone would download it.
      '--find-renames=100%',
      '-z',
      `--format=${header}`,
      'HEAD',
      '--',
      '.',
    ],
    { maxBytes: mostBytes, cut: true },
  );
  const read = log === null ? null : readLog(log);
  return read === null || read.files.size === 0 ? null : { newest, ...read };
}

interface Counted {
  commits: number;
  lastChange: number;
  readonly authors: Set<string>;
}

/** Reads the answer of git, the newest commit first; one that was cut off is read as far as it goes. */
export function readLog(log: string): Omit<GitHistory, 'newest'> {
  const files = new Map<string, Counted>();
  /** What a path of an older commit is called now. */
  const later = new Map<string, string>();
  const tokens = log.split('\0');
  const whole = log === '' || log.endsWith('\0');
  if (!whole) tokens.pop();
  let commits = 0;
  let counts = false;
  let time = 0;
  let author = '';
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] ?? '';
    if (token.startsWith('\u0001')) {
      const [parents = '', seconds = '', mail = ''] = token.slice(1).split('\u0002');
      commits += 1;
      counts = parents !== '';
      time = Number(seconds);
      author = mail;
      continue;
    }
    const [, letter] = /^\n?([A-Z])\d*$/.exec(token) ?? [];
    if (letter === undefined) continue;
    const isRename = letter === 'R' || letter === 'C';
    const old = tokens[at + 1] ?? '';
    const path = isRename ? (tokens[at + 2] ?? '') : old;
    at += isRename ? 2 : 1;
    const now = later.get(path) ?? path;
    if (letter === 'R') later.set(old, now);
    if (counts && path !== '') count(files, now, time, author);
  }
  const told = [...files].map(
    ([path, { authors, ...rest }]) => [path, { ...rest, authors: authors.size }] as const,
  );
  return { files: new Map(told), commits, cut: !whole || commits >= mostCommits };
}

function count(files: Map<string, Counted>, path: string, time: number, author: string): void {
  const known = files.get(path);
  if (known === undefined) files.set(path, { commits: 1, lastChange: time, authors: new Set([author]) });
  else {
    known.commits += 1;
    known.lastChange = Math.max(known.lastChange, time);
    known.authors.add(author);
  }
}
