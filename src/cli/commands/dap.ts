import { serveDebugSession } from '../../debug/serve-debug-session.ts';
import type { CommandContext } from '../command-context.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';

/** `dodeca dap`: a debug adapter on standard input and output, until the input ends. */
export async function dapCommand({ out, err, workspace }: CommandContext): Promise<ExitCode> {
  await serveDebugSession({ input: process.stdin, output: out, log: err, defaultWorkspace: workspace });
  return exitCode.success;
}
