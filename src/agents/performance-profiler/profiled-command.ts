import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { basename, extname, isAbsolute, resolve } from 'node:path';
import { UserError } from '../../common/errors.ts';
import { findProgram, isExecutable } from '../../process/find-program.ts';
import { shellCommand } from '../shell-command.ts';
import { findWorkingPython } from '../working-python.ts';
import type { WrittenCommand } from './split-command.ts';

export type ProfilerKind = 'python' | 'node' | 'time';

/** A command that can be started. */
export interface ProfiledCommand {
  readonly kind: ProfilerKind;
  /** A path, or the shell. */
  readonly file: string;
  readonly args: readonly string[];
  /** Of the arguments, how many belong to the interpreter, before the script, `-m` or `-c`; 0 for `time`. */
  readonly options: number;
  /** The script as an absolute path; null where there is none, or it is not known. */
  readonly script: string | null;
  /** Windows: the arguments are a line for `cmd`. */
  readonly verbatim: boolean;
  /** Why it is not profiled, for people; null where it is. */
  readonly unprofiled: string | null;
}

/** Options of the interpreters whose value is the next word. */
const takesValue: Readonly<Record<'python' | 'node', ReadonlySet<string>>> = {
  python: new Set(['-W', '-X', '--check-hash-based-pycs']),
  node: new Set([
    '-r',
    '--require',
    '--import',
    '--loader',
    '--experimental-loader',
    '-C',
    '--conditions',
    '--env-file',
  ]),
};

/** Finds the program and chooses the profiler. Throws the UserErrors `profiler.no-program` and `profiler.wrong-kind`. */
export async function profiledCommand(
  command: WrittenCommand,
  wish: ProfilerKind | 'auto',
  workspace: string,
  cwd: string,
): Promise<ProfiledCommand> {
  if (command.kind === 'shell') {
    if (wish === 'python' || wish === 'node') throw wrongKind(wish, 'it is a line for the shell');
    return shellLine(command.line);
  }
  const [program, ...args] = command.words;
  const started = await findStart(program, workspace, cwd);
  const all = [...started.args, ...args];
  const kind = wish === 'auto' ? started.kind : wish;
  if (kind === 'time') {
    const unprofiled =
      wish === 'time' ? 'with.kind is time' : `${basename(program)} is neither Python nor Node`;
    return { ...started, kind, args: all, options: 0, unprofiled };
  }
  if (started.kind !== kind)
    throw wrongKind(kind, `${program} is not ${kind === 'python' ? 'Python' : 'Node'}`);
  const options = countOptions(kind, all);
  const first = all[options];
  if (first === undefined || (first.startsWith('-') && !(kind === 'python' && first === '-m'))) {
    const reason = first === undefined ? 'it names no script' : `${first} cannot be profiled`;
    if (wish !== 'auto') throw wrongKind(kind, reason);
    return { ...started, kind: 'time', args: all, options: 0, unprofiled: reason };
  }
  const script = first === '-m' ? moduleFile(all[options + 1] ?? '', cwd) : existing(resolve(cwd, first));
  return { ...started, kind, args: all, options, script, unprofiled: null };
}

type Start = Pick<ProfiledCommand, 'kind' | 'file' | 'args' | 'script' | 'verbatim'>;

function shellLine(line: string): ProfiledCommand {
  return {
    kind: 'time',
    verbatim: false,
    ...shellCommand(line, process.env),
    options: 0,
    script: null,
    unprofiled: 'it is a line for the shell',
  };
}

/** How a program is started, by its name, its ending and its first line. */
async function findStart(program: string, workspace: string, cwd: string): Promise<Start> {
  const isPath = /[/\\]/.test(program);
  const local = isAbsolute(program) ? program : resolve(cwd, program);
  const script = existing(local);
  const ending = extname(program).toLowerCase();
  if (script !== null && ending === '.py')
    return { ...(await pythonStart(workspace)), args: [program], script };
  if (script !== null && /^\.[cm]?[jt]s$/.test(ending)) return nodeStart(program, script);
  const file = isPath ? (isExecutable(local) ? local : null) : findProgram(program, process.env);
  if (/^(python|pypy)[\d.]*(\.exe)?$/i.test(basename(program))) {
    if (file === null) return pythonStart(workspace);
    return { kind: 'python', file, args: [], script: null, verbatim: false };
  }
  if (file === null) {
    const where = isPath ? 'is no program' : 'was not found on PATH';
    throw new UserError('profiler.no-program', `with.command: ${program} ${where}`);
  }
  if (/^node(js)?(\.exe)?$/i.test(basename(program)))
    return { kind: 'node', file, args: [], script: null, verbatim: false };
  const interpreter = interpreterOf(file);
  if (interpreter === 'node') return nodeStart(file, file);
  if (interpreter === 'python') {
    // The interpreter of its first line, with the program as its script.
    const python = firstLine(file).slice(2).trim().split(/\s+/);
    const named = python[0]?.endsWith('env') ? findProgram(python[1] ?? '', process.env) : python[0];
    if (named && isExecutable(named))
      return { kind: 'python', file: named, args: [file], script: file, verbatim: false };
  }
  return { kind: 'time', file, args: [], script: isPath ? script : null, verbatim: false };
}

function nodeStart(program: string, script: string): Start {
  const file = findProgram('node', process.env) ?? process.execPath;
  return { kind: 'node', file, args: [program], script, verbatim: false };
}

async function pythonStart(workspace: string): Promise<Start> {
  const python = await findWorkingPython(workspace);
  if (python === null)
    throw new UserError('profiler.no-program', 'with.command: no Python 3.8 or newer was found');
  return { kind: 'python', file: python.path, args: [], script: null, verbatim: false };
}

/** How many leading words are options of the interpreter: where the script begins, or `-m`, `-c` and their like. */
function countOptions(kind: 'python' | 'node', args: readonly string[]): number {
  let at = 0;
  while (at < args.length) {
    const word = args[at] ?? '';
    const ends =
      kind === 'python' ? ['-m', '-c', '-'] : ['-e', '--eval', '-p', '--print', '-', '--test', '--run'];
    if (!word.startsWith('-') || ends.includes(word)) return at;
    at += takesValue[kind].has(word) ? 2 : 1;
  }
  return args.length;
}

/** The file of a module that lies below the folder; null where it is somewhere else. */
function moduleFile(name: string, cwd: string): string | null {
  const path = resolve(cwd, ...name.split('.'));
  return existing(`${path}.py`) ?? existing(resolve(path, '__main__.py'));
}

function existing(path: string): string | null {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? path : null;
}

function interpreterOf(file: string): 'python' | 'node' | null {
  const line = firstLine(file);
  if (!line.startsWith('#!')) return null;
  if (/\bnode(js)?\s*$/.test(line)) return 'node';
  return /\bpython[\d.]*\s*$/.test(line) ? 'python' : null;
}

function firstLine(file: string): string {
  const bytes = Buffer.alloc(256);
  try {
    const open = openSync(file, 'r');
    try {
      return bytes.toString('latin1', 0, readSync(open, bytes, 0, bytes.length, 0)).split('\n')[0] ?? '';
    } finally {
      closeSync(open);
    }
  } catch {
    return ''; // A program that may be executed and not read: it has no first line for us.
  }
}

function wrongKind(kind: string, reason: string): UserError {
  return new UserError(
    'profiler.wrong-kind',
    `with.kind is ${kind}, but with.command cannot be profiled so: ${reason}`,
  );
}
