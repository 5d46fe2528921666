import { execFile } from 'node:child_process';
import { join } from 'node:path';

/** A Python that was tried and answered. */
export interface PythonInterpreter {
  /** The program itself, behind launchers and shims. */
  readonly path: string;
  /** `3.11.7`. */
  readonly version: string;
}

/** Neither the user's settings nor the workspace's modules may change what our own programs do. */
export const isolation = ['-I', '-S', '-B', '-W', 'ignore'] as const;

const probe = 'import sys; print("%d %d %d %s" % (sys.version_info[:3] + (sys.executable,)))';

/**
 * The Python of a workspace: its own virtual environment, the active one, then what is on the PATH, the first that
 * is 3.8 or newer; null where there is none.
 */
export async function findPython(
  workspace: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<PythonInterpreter | null> {
  for (const [command, ...args] of candidates(workspace, env)) {
    const found = await tryPython(command, args, env);
    if (found !== null) return found;
  }
  return null;
}

function candidates(workspace: string, env: NodeJS.ProcessEnv): [string, ...string[]][] {
  const folders = [join(workspace, '.venv'), join(workspace, 'venv')];
  const active = env.VIRTUAL_ENV;
  if (active !== undefined && active !== '') folders.push(active);
  if (process.platform === 'win32') {
    return [
      ...folders.map((folder): [string] => [join(folder, 'Scripts', 'python.exe')]),
      ['py', '-3'],
      ['python3'],
      ['python'],
    ];
  }
  return [...folders.map((folder): [string] => [join(folder, 'bin', 'python')]), ['python3'], ['python']];
}

function tryPython(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<PythonInterpreter | null> {
  return new Promise((resolve) => {
    const options = { env, timeout: 10_000, windowsHide: true };
    execFile(command, [...args, ...isolation, '-c', probe], options, (error, stdout) => {
      const [, major, minor, patch, path] = /^(\d+) (\d+) (\d+) (.+)/.exec(stdout) ?? [];
      const fits = Number(major) === 3 && Number(minor) >= 8;
      resolve(
        error === null && fits && path !== undefined
          ? { path: path.trim(), version: `${major}.${minor}.${patch}` }
          : null,
      );
    });
  });
}
