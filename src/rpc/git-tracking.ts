import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Milliseconds that git may take to answer. */
const gitTimeoutMs = 10_000;

/**
 * Whether git tracks a path of the workspace. False where there is no repository or no git, and where git refuses to
 * look (a repository of another user): the caller has checked by then who owns the path.
 */
export async function isTrackedByGit(workspace: string, path: string): Promise<boolean> {
  if (!isInRepository(workspace)) return false;
  // What a hook or a shell set about another repository must not answer for this one.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')));
  const tracked = await new Promise<string>((resolve) => {
    execFile(
      'git',
      // The repository may be hostile: nothing that its configuration names is run.
      ['-c', 'core.fsmonitor=false', 'ls-files', '-z', '--', path],
      { cwd: workspace, env, timeout: gitTimeoutMs, maxBuffer: 64 * 1024, windowsHide: true },
      (_error, stdout) => resolve(stdout),
    );
  });
  return tracked.length > 0;
}

function isInRepository(folder: string): boolean {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return true;
    if (dirname(at) === at) return false;
  }
}
