import { statSync } from 'node:fs';
import { basename, delimiter, extname, isAbsolute, resolve } from 'node:path';
import { err, ok, type Result } from '../../common/result.ts';
import { unreachable } from '../../common/unreachable.ts';
import type { AgentProgram } from '../../model/definition.ts';
import { findProgram, isExecutable, mayExecute, variable } from '../../process/find-program.ts';
import { binFolder, findPython } from '../../process/find-python.ts';
import type { JobResult } from './executor.ts';

/** A program ready to be spawned. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  /** What the program needs in its environment besides what every agent has. */
  readonly env: Readonly<Record<string, string>>;
  /** Windows: the arguments are passed on as they stand. */
  readonly verbatim: boolean;
}

export type NotStarted = Extract<JobResult, { readonly kind: 'not-started' }>;

export interface CommandContext {
  readonly workspace: string;
  /** Where the agent starts, an absolute path; scripts are relative to it. */
  readonly cwd: string;
  /** The environment of the agent: its `PATH` is searched. */
  readonly env: Readonly<Record<string, string>>;
  /** The path of a built-in agent's program, or null where there is none of that name. */
  readonly builtinEntry: (name: string) => string | null;
}

/** Makes what a definition says into a command of this machine, or says what is missing. */
export function resolveCommand(program: AgentProgram, context: CommandContext): Result<Command, NotStarted> {
  switch (program.kind) {
    case 'builtin':
      return builtinCommand(program.name, context);
    case 'shell':
      return shellCommand(program.command, context);
    case 'file':
      return fileCommand(program, context);
    default:
      return unreachable(program);
  }
}

/**
 * Built-in agents read many files and keep little of them. V8 would let the space for what is new grow to three times
 * 16 MiB, and the old one with it: a third of what an agent takes for ten thousand files.
 */
const smallYoungSpace = '--max-semi-space-size=4';

function builtinCommand(name: string, context: CommandContext): Result<Command, NotStarted> {
  const entry = context.builtinEntry(name);
  if (entry === null) return missing('missing-file', `there is no built-in agent ${name}`);
  // Where the engine runs in VS Code's own program, that program must be told to be Node.
  return command([process.execPath, smallYoungSpace, ...nodeFlags(entry), entry], {
    ELECTRON_RUN_AS_NODE: '1',
  });
}

function shellCommand(line: string, { env }: CommandContext): Result<Command, NotStarted> {
  if (process.platform !== 'win32') return command(['/bin/sh', '-c', line]);
  const shell = variable(env, 'ComSpec') ?? 'cmd.exe';
  return ok({ file: shell, args: ['/d', '/s', '/c', `"${line}"`], env: {}, verbatim: true });
}

function fileCommand(
  program: Extract<AgentProgram, { readonly kind: 'file' }>,
  context: CommandContext,
): Result<Command, NotStarted> {
  const path = resolve(context.cwd, program.path);
  const problem = fileProblem(path, program.path);
  if (problem !== null) return problem;
  const interpreter = program.interpreter?.length
    ? namedInterpreter(program.interpreter, context)
    : interpreterOf(path, program.path, context);
  if (!interpreter.ok) return interpreter;
  const { file, args, env, verbatim } = interpreter.value;
  if (file === '') return ok({ file: path, args: program.args, env, verbatim });
  return ok({ file, args: [...args, path, ...program.args], env, verbatim });
}

function fileProblem(
  path: string,
  written: string,
): { readonly ok: false; readonly error: NotStarted } | null {
  if (path.includes('\0'))
    return missing('error', `the path ${JSON.stringify(written)} holds a NUL character`);
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined)
      return missing('missing-file', `the script ${written} does not exist (looked for ${path})`);
    return stats.isDirectory() ? missing('missing-file', `${written} is a folder, not a script`) : null;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return missing('error', `the script ${written} cannot be reached: ${why}`);
  }
}

function namedInterpreter(words: readonly string[], context: CommandContext): Result<Command, NotStarted> {
  const [name = '', ...args] = words;
  if (isAbsolute(name) || /[/\\]/.test(name)) {
    const path = resolve(context.cwd, name);
    return isExecutable(path)
      ? command([path, ...args])
      : missing(
          'missing-interpreter',
          `the interpreter ${name} does not exist or cannot be executed (looked for ${path})`,
        );
  }
  return onPath(name, [[name, ...args]], context);
}

/** By the extension of a file; a command with an empty `file` runs the script itself. */
function interpreterOf(path: string, written: string, context: CommandContext): Result<Command, NotStarted> {
  switch (extname(path).toLowerCase()) {
    case '.py':
      return pythonCommand(context);
    case '.js':
    case '.mjs':
    case '.cjs':
    case '.ts':
    case '.mts':
    case '.cts':
      return command(
        [process.execPath, ...nodeFlags(path)],
        process.versions.electron === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' },
      );
    case '.sh':
      return onPath('shell', [['bash'], ['sh']], context);
    case '.ps1':
      return onPath(
        'PowerShell',
        [
          ['pwsh', ...powershellFlags],
          ['powershell', ...powershellFlags],
        ],
        context,
      );
    case '.rb':
      return onPath('Ruby', [['ruby']], context);
    case '.pl':
      return onPath('Perl', [['perl']], context);
    case '.r':
      return onPath('R', [['Rscript']], context);
    case '.jl':
      return onPath('Julia', [['julia']], context);
    default:
      return itself(path, written, context);
  }
}

const powershellFlags = ['-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File'];

function pythonCommand({ workspace, env }: CommandContext): Result<Command, NotStarted> {
  const python = findPython(workspace, env);
  if (python.command === null) return missing('missing-interpreter', noneFound('Python', python.lookedFor));
  if (python.virtualEnv === null) return command(python.command);
  const path = variable(env, 'PATH');
  const bin = binFolder(python);
  return command(python.command, {
    VIRTUAL_ENV: python.virtualEnv,
    PATH: path === undefined || path === '' ? bin : bin + delimiter + path,
  });
}

function onPath(
  what: string,
  candidates: readonly (readonly string[])[],
  { env }: CommandContext,
): Result<Command, NotStarted> {
  for (const [name = '', ...args] of candidates) {
    const program = findProgram(name, env);
    if (program !== null) return command([program, ...args]);
  }
  return missing(
    'missing-interpreter',
    noneFound(
      what,
      candidates.map(([name = '']) => name),
    ),
  );
}

function itself(path: string, written: string, context: CommandContext): Result<Command, NotStarted> {
  if (process.platform === 'win32') {
    const extension = extname(path).toLowerCase();
    if (extension === '.exe' || extension === '.com') return command(['']);
    if (extension === '.bat' || extension === '.cmd')
      return onPath('the command shell', [['cmd', '/d', '/c']], context);
    return missing('error', `no interpreter is known for ${written}: name one with "interpreter:"`);
  }
  if (!mayExecute(path)) {
    return missing(
      'error',
      `${written} may not be executed and its extension names no interpreter: chmod +x it, or name one with "interpreter:"`,
    );
  }
  return command(['']);
}

/** Node before 22.18 must be asked to run TypeScript. */
function nodeFlags(path: string): readonly string[] {
  const isTypeScript = /\.[cm]?ts$/i.test(basename(path));
  return isTypeScript && !process.features.typescript ? ['--experimental-strip-types'] : [];
}

function command(
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Result<Command, never> {
  const [file = '', ...args] = words;
  return ok({ file, args, env, verbatim: false });
}

function missing(
  cause: NotStarted['cause'],
  reason: string,
): { readonly ok: false; readonly error: NotStarted } {
  return err({ kind: 'not-started', cause, reason });
}

function noneFound(what: string, lookedFor: readonly string[]): string {
  return `no ${what} was found: looked for ${lookedFor.join(', ')}`;
}
