import { closeSync, openSync, readSync } from 'node:fs';
import { basename, isAbsolute, resolve } from 'node:path';
import { err, ok, type Result } from '../../common/result.ts';
import type { DebugRuntime } from '../../model/debug.ts';
import type { AgentProgram } from '../../model/definition.ts';
import { findProgram } from '../../process/find-program.ts';
import { scriptOf } from './interpreter-flags.ts';
import type { Command, CommandContext } from './interpreters.ts';
import { plainWords } from './plain-words.ts';

/** A command that runs a script by an interpreter whose debugger is known. */
export interface DebugTarget {
  readonly runtime: DebugRuntime;
  /** The path of the interpreter. */
  readonly interpreter: string;
  /** Its own arguments, before the script. */
  readonly flags: readonly string[];
  /** The user's file, as it stands in the command. */
  readonly script: string;
  /** The user's file, an absolute path. */
  readonly program: string;
  readonly args: readonly string[];
}

const only = 'only Python and Node agents can be stepped into';

/** Whether a program has no debugger at all, by the reason that was given; otherwise it has one that cannot be had now. */
export function hasNoDebugger(reason: string): boolean {
  return reason.endsWith(only);
}

/**
 * What of a command a debugger could be let into; the error says why none could.
 *
 * @param command what the program was resolved to
 */
export function debugTarget(
  program: AgentProgram,
  command: Command,
  context: Pick<CommandContext, 'cwd' | 'env'>,
): Result<DebugTarget, string> {
  if (program.kind === 'shell') return shellTarget(program.command, context);
  const args = program.kind === 'file' ? program.args : [];
  const at = command.args.length - args.length - 1;
  const script = command.args[at];
  // It runs by itself: what its first line names does.
  if (script === undefined) return shebangTarget(command, context);
  const runtime = runtimeOf(command.file);
  if (runtime === null) return err(`${basename(script)} is run by ${basename(command.file)}: ${only}`);
  return target(runtime, command.file, [...command.args.slice(0, at), script], args, context.cwd);
}

/** By the name of an interpreter; null for one whose debugger is not known. */
export function runtimeOf(interpreter: string): DebugRuntime | null {
  const name = basename(interpreter).toLowerCase();
  if (/^(python[\d.]*[tw]?|py)(\.exe)?$/.test(name)) return 'python';
  // Where the engine runs in VS Code's own program, that is Node.
  if (interpreter === process.execPath || /^node(js)?\d*(\.exe)?$/.test(name)) return 'node';
  return null;
}

function shellTarget(
  line: string,
  { cwd, env }: Pick<CommandContext, 'cwd' | 'env'>,
): Result<DebugTarget, string> {
  const no = err(`${JSON.stringify(line)} is a shell command: ${only}`);
  const [name, ...rest] = process.platform === 'win32' ? [] : (plainWords(line) ?? []);
  const runtime = name === undefined ? null : runtimeOf(name);
  if (name === undefined || runtime === null) return no;
  const interpreter = name.includes('/') ? resolve(cwd, name) : findProgram(name, env);
  if (interpreter === null) return no;
  const found = scriptOf(runtime, rest);
  if (found === null) return no;
  return target(runtime, interpreter, rest.slice(0, found + 1), rest.slice(found + 1), cwd);
}

function shebangTarget(
  command: Command,
  { cwd, env }: Pick<CommandContext, 'cwd' | 'env'>,
): Result<DebugTarget, string> {
  const script = command.file;
  const [named = '', ...flags] = shebang(script);
  const runtime = runtimeOf(named);
  const interpreter = isAbsolute(named) ? named : findProgram(named, env);
  if (runtime === null || interpreter === null) return err(`${basename(script)} runs by itself: ${only}`);
  return target(runtime, interpreter, [...flags, script], command.args, cwd);
}

/** The words of a script's first line, without `env`; none where it has no such line. */
function shebang(path: string): readonly string[] {
  const bytes = Buffer.alloc(256);
  let length = 0;
  try {
    const file = openSync(path, 'r');
    length = readSync(file, bytes, 0, bytes.length, 0);
    closeSync(file);
  } catch {
    return []; // It cannot be read, and will not be run either.
  }
  const [, line] = /^#!\s*([^\n]+)\n/.exec(bytes.toString('latin1', 0, length)) ?? [];
  const words = line?.trim().split(/\s+/) ?? [];
  if (basename(words[0] ?? '') !== 'env') return words;
  return words.slice(words[1] === '-S' ? 2 : 1);
}

/** @param words the interpreter's arguments up to the script, which is the last */
function target(
  runtime: DebugRuntime,
  interpreter: string,
  words: readonly string[],
  args: readonly string[],
  cwd: string,
): Result<DebugTarget, string> {
  const script = words.at(-1) ?? '';
  if (scriptOf(runtime, words) !== words.length - 1) {
    const flags = words.slice(0, -1).join(' ');
    return err(`${basename(script)} is run by "${basename(interpreter)} ${flags}": ${only}`);
  }
  return ok({
    runtime,
    interpreter,
    flags: words.slice(0, -1),
    script,
    program: resolve(cwd, script),
    args,
  });
}
