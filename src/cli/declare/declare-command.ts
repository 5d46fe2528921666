import { resolve } from 'node:path';
import type { Command } from 'commander';
import { type CommandContext, usageError } from '../command-context.ts';
import type { ExitCode } from '../exit-code.ts';

/** What a command does: with its flags, and with its words as they were typed. It loads what it needs itself. */
export type Action<F extends object> = (
  context: CommandContext,
  flags: F,
  ...words: string[]
) => Promise<ExitCode>;

/** Declares a command below another one, with the flags that all have; answers with it, for flags of its own. */
export type Declare = <F extends object>(
  parent: Command,
  usage: string,
  description: string,
  action: Action<F>,
) => Command;

interface GlobalFlags {
  readonly workspace?: string;
  readonly json?: boolean;
}

/** @param ended is told the exit code of the command that was run */
export function declareInto(ended: (code: ExitCode) => void): Declare {
  const { stdout: out, stderr: err } = process;
  return <F extends object>(parent: Command, usage: string, description: string, action: Action<F>) => {
    const made = parent.command(usage).description(description);
    made.option('-w, --workspace <dir>', 'the workspace (default: the current folder)');
    made.option('--json', 'JSON on standard output, one object a line, and nothing else');
    return made.action(async (...given: unknown[]) => {
      const { workspace = '.', json = false, ...flags } = made.opts<F & GlobalFlags>();
      const words = given.flat().filter((word) => typeof word === 'string');
      if (words.includes('')) throw usageError(`dodeca ${usage}: an argument is empty.`);
      const context = { workspace: resolve(workspace), json, out, err };
      // What is left are the command's own.
      ended(await action(context, flags as unknown as F, ...words));
    });
  };
}
