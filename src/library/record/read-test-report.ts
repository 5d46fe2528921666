import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordedTest, RecordedTestReport } from './recorded-facts.ts';

/** Bytes of a report: one that is longer is not read. */
const mostBytes = 32 * 1024 * 1024;

/** A link in the place of a report is not followed, and a pipe does not make anybody wait. */
const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * What an agent that tests files wrote of them: JSON, `{"execution": "…", "files": [{"path", "hash", "passed"}]}`.
 * Nothing where it is gone, is that of another execution, or none.
 *
 * @param workspace the absolute path that its path is relative to
 */
export function readTestReport(
  { path, runId, executionId, agent }: RecordedTestReport,
  workspace: string,
): RecordedTest[] {
  const report = jsonOf(join(workspace, path));
  if (!isObject(report) || report.execution !== executionId || !Array.isArray(report.files)) return [];
  return report.files.flatMap((file: unknown): RecordedTest[] => {
    if (!isObject(file)) return [];
    const { path, hash, passed } = file;
    if (typeof path !== 'string' || typeof hash !== 'string' || typeof passed !== 'boolean') return [];
    return [{ path, hash, passed, runId, agent }];
  });
}

function jsonOf(path: string): unknown {
  let file: number;
  try {
    file = openSync(path, flags);
  } catch {
    return null;
  }
  try {
    const stats = fstatSync(file);
    return stats.isFile() && stats.size <= mostBytes ? JSON.parse(readFileSync(file, 'utf8')) : null;
  } catch {
    return null;
  } finally {
    closeSync(file);
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
