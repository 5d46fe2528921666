import { emit } from '../agent-protocol/emit.ts';
import { isUserError } from '../common/errors.ts';

/**
 * Runs the body of a built-in agent, whose result is the exit code. What the user can mend is told in one message,
 * with exit code 2.
 */
export async function runAgent(body: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await body();
  } catch (error) {
    if (!isUserError(error)) throw error;
    emit({ type: 'log', level: 'error', message: error.message });
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
}

/** The workspace an agent works on: `DODECA_WORKSPACE`, or the current folder where it is started by hand. */
export function workspaceFolder(): string {
  const folder = process.env.DODECA_WORKSPACE;
  return folder === undefined || folder === '' ? process.cwd() : folder;
}
