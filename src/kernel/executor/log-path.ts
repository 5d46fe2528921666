import { join } from 'node:path';

/** The log of an execution, all attempts and its compensation in one file. */
export function logPath(logsFolder: string, runId: string, executionId: string): string {
  return join(logsFolder, runId, `${executionId}.log`);
}
