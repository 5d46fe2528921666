import { execFile } from 'node:child_process';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { type TemporaryTree, temporaryTree } from '../../library/temporary-tree.ts';
import { type AgentRun, runAgentProcess, valuesOf } from '../agent-process.ts';

const run = promisify(execFile);

/** A workspace that is a git repository. */
export interface ReleaseRepository extends TemporaryTree {
  git(...args: string[]): Promise<string>;
  /** Commits everything. */
  commit(message?: string): Promise<void>;
  /** Runs the agent; `params` are those of the run. */
  release(parameters?: object, params?: object, env?: NodeJS.ProcessEnv): Promise<AgentRun>;
}

const silent = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'A',
  GIT_AUTHOR_EMAIL: 'a@example.org',
  GIT_COMMITTER_NAME: 'A',
  GIT_COMMITTER_EMAIL: 'a@example.org',
};

let inputs = 0;

/** @param files are committed */
export async function releaseRepository(files: Readonly<Record<string, string>>): Promise<ReleaseRepository> {
  const tree = await temporaryTree(files);
  const outside = await temporaryTree();
  const git = async (...args: string[]): Promise<string> => {
    const { stdout } = await run('git', args, { cwd: tree.root, env: { ...process.env, ...silent } });
    return stdout;
  };
  const repository: ReleaseRepository = {
    ...tree,
    git,
    async commit(message = 'More') {
      await git('add', '--all');
      await git('commit', '--quiet', '--allow-empty', '-m', message);
    },
    async release(parameters = {}, params = {}, env = {}) {
      const input = join(outside.root, `input-${++inputs}.json`);
      await writeFile(input, JSON.stringify({ with: parameters, params, outputs: {} }));
      return await runAgentProcess('deployment-manager', tree.root, parameters, {
        ...silent,
        DODECA_SOCKET: '',
        ...env,
        DODECA_INPUT: input,
      });
    },
    async remove() {
      await tree.remove();
      await outside.remove();
    },
  };
  await git('init', '--quiet', '--initial-branch=main');
  await repository.commit('First');
  return repository;
}

/** Every file of a folder with its content and time of change, except what the agent may write; `.git` among them. */
export async function everythingIn(root: string): Promise<Record<string, string>> {
  const all: Record<string, string> = {};
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(root, path).replaceAll('\\', '/');
    if (name === '.dodeca' || name.startsWith('.dodeca/')) continue;
    all[name] = entry.isFile() ? `${(await stat(path)).mtimeMs} ${await readFile(path, 'base64')}` : 'folder';
  }
  return all;
}

/** What the agent says of the release as a whole. */
export function stateOf(agent: AgentRun): unknown[] {
  const { state, steps_done } = valuesOf(agent, 'output');
  return [state, steps_done, agent.exitCode];
}
