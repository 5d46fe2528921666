import { fileURLToPath } from 'node:url';
import type { AgentProgram } from '../../model/definition.ts';
import { type DebugTarget, runtimeOf } from './debug-target.ts';
import type { Command } from './interpreters.ts';

/** A program that is shipped beside the engine: in the sources beside this file, in a bundle beside the chunk. */
function launcher(name: string): string {
  return fileURLToPath(new URL(`./launchers/${name}`, import.meta.url));
}

// debugpy shows no frames of a file of this name.
const pythonLauncher = launcher('debugpy_launcher.py');
const nodeLauncher = launcher('node-launcher.cjs');

// What Python has built in would be stepped over, and breakpoints be missed.
const notFrozen = '-Xfrozen_modules=off';

/**
 * The command under its debugger, which listens on the loopback; it waits for a client before the script's first line.
 *
 * @param port null for a free one; which it is stands on standard error
 */
export function debugCommand(target: DebugTarget, command: Command, port: number | null): Command {
  const { interpreter, flags, script, args } = target;
  const words =
    target.runtime === 'python'
      ? [...flags, notFrozen, pythonLauncher, String(port ?? 0), script, ...args]
      : [`--inspect-brk=127.0.0.1:${port ?? 0}`, '--require', nodeLauncher, ...flags, script, ...args];
  return { file: interpreter, args: words, env: command.env, verbatim: false };
}

/** The command with the port that the inspector would have, if somebody asked for it, where the program is Node. */
export function reachableCommand(program: AgentProgram, command: Command, port: number): Command {
  if (program.kind === 'shell' || runtimeOf(command.file) !== 'node') return command;
  return { ...command, args: [`--inspect-port=127.0.0.1:${port}`, ...command.args] };
}

/** The arguments that make an interpreter tell the version of its debugpy, exit code 3 where it has none. */
export function debugpyCheck({ flags }: DebugTarget): readonly string[] {
  return [...flags, notFrozen, pythonLauncher, '--check'];
}
