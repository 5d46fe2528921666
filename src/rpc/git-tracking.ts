import { runGit } from '../process/run-git.ts';

/**
 * Whether git tracks a path of the workspace. False where there is no repository or no git, and where git refuses to
 * look (a repository of another user): the caller has checked by then who owns the path.
 */
export async function isTrackedByGit(workspace: string, path: string): Promise<boolean> {
  const tracked = await runGit(workspace, ['ls-files', '-z', '--', path], { maxBytes: 64 * 1024, cut: true });
  return (tracked ?? '').length > 0;
}
