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

interface Candidate {
  /** A path, or a name to be looked for on `PATH`, and leading arguments. */
  readonly command: readonly [string, ...string[]];
  readonly virtualEnv: string | null;
  /** The place, for people. */
  readonly label: string;
}

function candidates(
  workspace: string,
  env: Readonly<Record<string, string | undefined>>,
): readonly Candidate[] {
  const windows = process.platform === 'win32';
  const program = windows ? ['Scripts', 'python.exe'] : ['bin', 'python'];
  const places: (readonly [string | undefined, string])[] = [
    [join(workspace, '.venv'), '.venv'],
    [join(workspace, 'venv'), 'venv'],
    [variable(env, 'VIRTUAL_ENV'), 'VIRTUAL_ENV'],
  ];
  const environments = places.flatMap(([virtualEnv, label]): Candidate[] =>
    virtualEnv ? [{ command: [join(virtualEnv, ...program)], virtualEnv, label }] : [],
  );
  const names: [string, ...string[]][] = windows
    ? [['py', '-3'], ['python'], ['python3']]
    : [['python3'], ['python']];
  return [
    ...environments,
    ...names.map((command) => ({ command, virtualEnv: null, label: command.join(' ') })),
  ];
}

/**
 * Every Python that a user of this folder may expect, the likeliest first: the virtual environment `.venv` or `venv`
 * in it, then the one that is active (`VIRTUAL_ENV`), then `python3` and `python` on `PATH`; on Windows the launcher
 * `py -3` before those two, because there `python3` may be a placeholder that opens a shop.
 */
export function* pythons(
  workspace: string,
  env: Readonly<Record<string, string | undefined>>,
): Generator<Python> {
  for (const { command, virtualEnv } of candidates(workspace, env)) {
    const [name, ...args] = command;
    if (virtualEnv !== null) {
      if (isExecutable(name)) yield { command, virtualEnv };
      continue;
    }
    const program = findProgram(name, env);
    if (program !== null) yield { command: [program, ...args], virtualEnv };
  }
}

/** The first of them, or where it was looked for in vain. */
export function findPython(
  workspace: string,
  env: Readonly<Record<string, string | undefined>>,
): Python | NoPython {
  for (const python of pythons(workspace, env)) return python;
  return { command: null, lookedFor: candidates(workspace, env).map(({ label }) => label) };
}

/** The folder that holds the programs of a virtual environment's Python. */
export function binFolder(python: Python): string {
  return dirname(python.command[0]);
}
