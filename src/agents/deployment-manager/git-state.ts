import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { checkedOutCommit, runGit } from '../../process/run-git.ts';

/** A tag of the repository. */
export interface GitTag {
  readonly name: string;
  /** The commit that it names. */
  readonly commit: string;
  /** Whether the commit that is checked out descends from it. */
  readonly merged: boolean;
}

/** What git tells of the workspace. Nothing is changed by asking. */
export interface GitState {
  /** Null where nothing was committed yet. */
  readonly head: string | null;
  readonly tags: readonly GitTag[];
  /** Paths that differ from the commit, new ones among them; null where git does not tell. */
  readonly changed: readonly string[] | null;
}

const mostBytes = 16 * 1024 * 1024;

/**
 * Asks git about the workspace; null where it is not the folder of a repository, or git is not there. A folder inside
 * of a larger repository has no tags of its own.
 */
export async function readGitState(workspace: string): Promise<GitState | null> {
  if (!existsSync(join(workspace, '.git'))) return null;
  const top = await runGit(workspace, ['rev-parse', '--show-toplevel']);
  if (top === null || !isSameFolder(top.replace(/\r?\n$/, ''), workspace)) return null;
  const head = await checkedOutCommit(workspace);
  return {
    head,
    tags: head === null ? [] : await readTags(workspace),
    changed: await readChanged(workspace),
  };
}

/** How many commits lie between a commit and the one that is checked out; null where git does not tell. */
export async function commitsSince(workspace: string, commit: string): Promise<number | null> {
  const count = await runGit(workspace, ['rev-list', '--count', `${commit}..HEAD`]);
  return count === null ? null : Number(count.trim());
}

async function readTags(workspace: string): Promise<GitTag[]> {
  const format = '--format=%(refname:strip=2)%09%(objectname)%09%(*objectname)';
  const list = async (...more: string[]): Promise<string[][]> => {
    const text = await runGit(workspace, ['for-each-ref', format, ...more, 'refs/tags'], {
      maxBytes: mostBytes,
    });
    return (text ?? '').split('\n').flatMap((line) => (line === '' ? [] : [line.split('\t')]));
  };
  const merged = new Set((await list('--merged=HEAD')).map(([name]) => name));
  return (await list()).map(([name = '', object = '', commit = '']) => ({
    name,
    commit: commit === '' ? object : commit,
    merged: merged.has(name),
  }));
}

async function readChanged(workspace: string): Promise<string[] | null> {
  const filters = await foreignFilters(workspace);
  if (filters === null) return null;
  const off = filters.flatMap((name) =>
    ['clean=', 'smudge=', 'process=', 'required=false'].flatMap((value) => ['-c', `filter.${name}.${value}`]),
  );
  // What is in a submodule is its own; looking would run what its configuration names.
  const status = ['status', '--porcelain=v1', '-z', '--untracked-files=normal', '--ignore-submodules=dirty'];
  const text = await runGit(workspace, [...off, ...status], { maxBytes: mostBytes });
  if (text === null) return null;
  const changed: string[] = [];
  const records = text.split('\0');
  for (let at = 0; at < records.length; at++) {
    const record = records[at] ?? '';
    if (record.length < 4) continue;
    changed.push(record.slice(3));
    // Behind a renamed path stands what it was called before.
    if (record.startsWith('R') || record.startsWith('C')) at += 1;
  }
  return changed;
}

/**
 * Filters that the repository itself configures: git would run them to see whether a file has changed. Those of Git LFS
 * are what everybody has. Null where they cannot be told.
 */
async function foreignFilters(workspace: string): Promise<string[] | null> {
  const names = new Set<string>();
  const text = await runGit(workspace, ['config', '--show-scope', '-z', '--get-regexp', '^filter\\.']);
  const records = (text ?? '').split('\0');
  for (let at = 0; at + 1 < records.length; at += 2) {
    const [key = '', value = ''] = (records[at + 1] ?? '').split('\n', 2);
    if (records[at] !== 'local' && records[at] !== 'worktree') continue;
    if (/^(git-lfs (clean|smudge)( --skip)? -- %f|git-lfs filter-process( --skip)?|true|false)?$/.test(value))
      continue;
    const name = key.slice('filter.'.length, key.lastIndexOf('.'));
    if (name.includes('=')) return null;
    names.add(name);
  }
  return [...names];
}

function isSameFolder(a: string, b: string): boolean {
  try {
    return realpathSync.native(a) === realpathSync.native(b);
  } catch {
    return false; // What cannot be followed is not the same.
  }
}
