import { dirname, join } from 'node:path';
import { findProgram, isExecutable, variable } from './find-program.ts';

/** How Python is started. */
export interface Python {
  /** The program and its leading arguments. */
  readonly command: readonly [string, ...string[]];
  /** The folder of the virtual environment it belongs to, or null. */
  readonly virtualEnv: string | null;
}

/** The places that were tried in vain, for people. */
export interface NoPython {
  readonly command: null;
  readonly lookedFor: readonly string[];
}

/**
 * The Python that a user of this folder expects: the virtual environment `.venv` or `venv` in it, then the one that
 * is active (`VIRTUAL_ENV`), then `python3` and `python` on `PATH`; on Windows the launcher `py -3` before those two,
 * because there `python3` may be a placeholder that opens a shop.
 */
export function findPython(
  workspace: string,
  env: Readonly<Record<string, string | undefined>>,
): Python | NoPython {
  const windows = process.platform === 'win32';
  const active = variable(env, 'VIRTUAL_ENV');
  const lookedFor: string[] = [];
  for (const [virtualEnv, label] of [
    [join(workspace, '.venv'), '.venv'],
    [join(workspace, 'venv'), 'venv'],
    [active, 'VIRTUAL_ENV'],
  ] as const) {
    if (virtualEnv === undefined || virtualEnv === '') continue;
    const program = windows ? join(virtualEnv, 'Scripts', 'python.exe') : join(virtualEnv, 'bin', 'python');
    if (isExecutable(program)) return { command: [program], virtualEnv };
    lookedFor.push(label);
  }
  const commands = windows ? [['py', '-3'], ['python'], ['python3']] : [['python3'], ['python']];
  for (const [name = '', ...args] of commands) {
    const program = findProgram(name, env);
    if (program !== null) return { command: [program, ...args], virtualEnv: null };
    lookedFor.push([name, ...args].join(' '));
  }
  return { command: null, lookedFor };
}

/** The folder that holds the programs of a virtual environment's Python. */
export function binFolder(python: Python): string {
  return dirname(python.command[0]);
}
