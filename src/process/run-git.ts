import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Milliseconds that git may take to answer. */
const gitTimeoutMs = 10_000;

/** Whether a folder lies in a git repository, as far as names tell. */
export function isInRepository(folder: string): boolean {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return true;
    if (dirname(at) === at) return false;
  }
}

/**
 * What git prints; null where there is no git, where it fails, and where it refuses to look (a repository of another
 * user). The repository may be hostile: nothing that its configuration names is run.
 *
 * @param maxBytes of the answer; a longer one is cut off, or null where it may not be
 */
export async function runGit(
  folder: string,
  args: readonly string[],
  { maxBytes = 1024 * 1024, cut = false }: { readonly maxBytes?: number; readonly cut?: boolean } = {},
): Promise<string | null> {
  if (!isInRepository(folder)) return null;
  // What a hook or a shell set about another repository must not answer for this one.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')));
  env.GIT_OPTIONAL_LOCKS = '0';
  return await new Promise((resolve) => {
    execFile(
      'git',
      ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '--no-pager', ...args],
      { cwd: folder, env, timeout: gitTimeoutMs, maxBuffer: maxBytes, windowsHide: true },
      (error, stdout) => resolve(error === null || cut ? stdout : null),
    );
  });
}

/** The commit that is checked out; null where there is none. */
export async function checkedOutCommit(folder: string): Promise<string | null> {
  const answer = (await runGit(folder, ['rev-parse', '--verify', '--quiet', 'HEAD']))?.trim() ?? '';
  return /^[0-9a-f]{40,64}$/.test(answer) ? answer : null;
}
