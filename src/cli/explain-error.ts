import type { Writable } from 'node:stream';
import { isUserError } from '../common/errors.ts';
import { problemsOf } from '../rpc/rpc-error.ts';
import { type ExitCode, exitCode } from './exit-code.ts';

/**
 * Errors of the engine, its record or its folder. All others are the caller's to mend: the definition, the command
 * line, a name or a file that does not exist.
 */
const engineCode = /^(?:no-engine$|(?:engine|journal|lock|protocol|sqlite|state-folder)-)/;

/**
 * Tells an error in one message, and what it means for the exit code.
 *
 * @param json where JSON is asked for: problems of a definition go there too, as `validate --json` gives them
 */
export function explainError(error: unknown, err: Writable, json: Writable | null): ExitCode {
  if (isUserError(error)) {
    err.write(`${error.message}\n`);
    const problems = problemsOf(error);
    if (json && problems) json.write(`${JSON.stringify({ valid: false, problems })}\n`);
    return engineCode.test(error.code) ? exitCode.engine : exitCode.usage;
  }
  // A defect of ours: whoever reports it needs all of it.
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  err.write(`Dodeca failed in a way that it should not. Please report this:\n${stack}\n`);
  return exitCode.engine;
}
