import { variable } from '../process/find-program.ts';

/** A program with its arguments. */
export interface ProgramCall {
  /** A path. */
  readonly file: string;
  readonly args: readonly string[];
  /** Windows: the arguments are passed on as they stand. */
  readonly verbatim?: boolean;
}

/** A line for the shell of this system, as the engine runs the `run:` of a definition. */
export function shellCommand(line: string, env: Readonly<Record<string, string | undefined>>): ProgramCall {
  if (process.platform !== 'win32') return { file: '/bin/sh', args: ['-c', line] };
  const shell = variable(env, 'ComSpec') ?? 'cmd.exe';
  return { file: shell, args: ['/d', '/s', '/c', `"${line}"`], verbatim: true };
}
