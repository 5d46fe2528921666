import { execFile } from 'node:child_process';
import { pythons } from '../process/find-python.ts';

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

/** The first Python of a workspace that answers and is 3.8 or newer; null where there is none. */
export async function findWorkingPython(
  workspace: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<PythonInterpreter | null> {
  for (const {
    command: [command, ...args],
  } of pythons(workspace, env)) {
    const found = await tryPython(command, args, env);
    if (found !== null) return found;
  }
  return null;
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
