import type { Writable } from 'node:stream';
import { isUserError } from '../common/errors.ts';
import { problemsOf } from '../rpc/rpc-error.ts';
import { type ExitCode, exitCode } from './exit-code.ts';

/** Errors that are the caller's to mend: the definition, the command line, a name that does not exist. */
const usageCodes = new Set([
  'usage',
  'invalid-definition',
  'unknown-pipeline',
  'unknown-agent',
  'bad-params',
  'bad-request',
  'run-unknown',
  'run-ambiguous',
  'run-active',
  'no-workspace',
  'definition-exists',
  'cannot-write',
  'no-cache',
]);

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
    if (usageCodes.has(error.code) || error.code.startsWith('cache-')) return exitCode.usage;
    return exitCode.engine;
  }
  // A defect of ours: whoever reports it needs all of it.
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  err.write(`Dodeca failed in a way that it should not. Please report this:\n${stack}\n`);
  return exitCode.engine;
}
