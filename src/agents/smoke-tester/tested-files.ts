import { hash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { emit } from '../../agent-protocol/emit.ts';
import { errorMessage } from '../../common/errors.ts';
import { reportText, writeReport } from '../report-file.ts';
import type { Outcome } from './smoke-test.ts';

/** Of which files something was found out, and what they were: by this the library knows them again. */
const reportName = 'smoke-tests.json';
/** Larger workspaces are told in part. */
const mostFiles = 50_000;
/** Others have their turn after so many files. */
const atATime = 50;

/**
 * Writes which files were tested and whether they passed, with the hash of what they were. Nothing is written outside of
 * a run, and a report that cannot be written is no reason to fail.
 *
 * @param startedMs milliseconds since the epoch: what was written after it may not be what was tested
 */
export async function reportTestedFiles(
  workspace: string,
  outcomes: readonly Outcome[],
  startedMs: number,
): Promise<void> {
  const execution = process.env.DODECA_EXECUTION_ID ?? '';
  if (execution === '') return;
  const files: { path: string; hash: string; passed: boolean }[] = [];
  for (const [index, { path, result }] of outcomes.entries()) {
    if (result.kind === 'skipped' || files.length >= mostFiles) continue;
    if (index % atATime === 0) await nextTurn();
    const digest = hashSince(join(workspace, path), startedMs);
    if (digest !== null) files.push({ path, hash: digest, passed: result.kind !== 'fault' });
  }
  try {
    writeReport(workspace, reportName, reportText({ execution }, { files }), 'tests');
  } catch (error) {
    emit({ type: 'log', level: 'warning', message: errorMessage(error) });
  }
}

/** Null of a file that is gone, or was written since. */
function hashSince(path: string, ms: number): string | null {
  try {
    return statSync(path).mtimeMs < ms ? hash('sha256', readFileSync(path)) : null;
  } catch {
    return null;
  }
}
