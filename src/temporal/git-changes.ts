import type { GitChanges } from '../model/changes-report.ts';
import { runGit } from '../process/run-git.ts';

/** Commits and files that are listed; all of them are counted. */
const mostCommits = 20;
const mostFiles = 200;

const outputLimit = { maxBytes: 32 * 1024 * 1024 };

/**
 * What git says has changed in a workspace since a commit, work that is not committed included; null where there is
 * no git, or where it no longer knows the commit.
 */
export async function gitChanges(workspace: string, since: string): Promise<GitChanges | null> {
  if (!/^[0-9a-f]{40,64}$/.test(since)) return null;
  const [log, count, numstat] = await Promise.all([
    runGit(workspace, ['log', '-z', `-n${mostCommits}`, '--format=%H%x09%cI%x09%s', `${since}..HEAD`, '--'], {
      ...outputLimit,
    }),
    runGit(workspace, ['rev-list', '--count', `${since}..HEAD`, '--']),
    // Of this folder alone, where the workspace is a part of a repository.
    runGit(
      workspace,
      [
        'diff',
        '--numstat',
        '-z',
        '--no-renames',
        '--no-ext-diff',
        '--no-textconv',
        '--relative',
        since,
        '--',
      ],
      outputLimit,
    ),
  ]);
  if (log === null || count === null || numstat === null) return null;
  const files = readNumstat(numstat);
  return {
    since,
    commits: readLog(log),
    commitCount: Number(count.trim()) || 0,
    files: [...files]
      .sort((a, b) => (b.added ?? 0) + (b.deleted ?? 0) - (a.added ?? 0) - (a.deleted ?? 0))
      .slice(0, mostFiles),
    fileCount: files.length,
  };
}

/** Commits as `%H<tab>%cI<tab>%s`, NUL between them. */
export function readLog(text: string): GitChanges['commits'] {
  return text.split('\0').flatMap((entry) => {
    const [commit = '', at = '', ...subject] = entry.trim().split('\t');
    return commit === '' ? [] : [{ commit, at, subject: subject.join('\t') }];
  });
}

/** Files as `git diff --numstat -z` prints them; of binary ones no lines are counted. */
export function readNumstat(text: string): GitChanges['files'] {
  return text.split('\0').flatMap((entry) => {
    const [, added = '', deleted = '', path = ''] = /^(\d+|-)\t(\d+|-)\t([\s\S]+)$/.exec(entry) ?? [];
    if (path === '') return [];
    const lines = (written: string) => (written === '-' ? null : Number(written));
    return [{ path, added: lines(added), deleted: lines(deleted) }];
  });
}
