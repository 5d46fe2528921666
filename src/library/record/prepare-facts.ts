import { setImmediate as nextTurn } from 'node:timers/promises';
import { readTestReport } from './read-test-report.ts';
import type { RecordedFacts, RecordedTest } from './recorded-facts.ts';
import { type RunDocument, runDocument } from './run-document.ts';

/** What was read for facts before they are written. */
export interface PreparedFacts {
  /** What each of their executions met, in order. */
  readonly documents: readonly (RunDocument | null)[];
  /** What test reports say. */
  readonly tests: readonly RecordedTest[];
}

/**
 * Reads what facts refer to: logs and reports. Lets others go on between one and the next.
 *
 * @param workspace the absolute path that paths are relative to
 */
export async function prepareFacts(facts: RecordedFacts, workspace: string): Promise<PreparedFacts> {
  const documents: (RunDocument | null)[] = [];
  for (const execution of facts.executions) {
    documents.push(runDocument(execution, workspace));
    await nextTurn();
  }
  const tests: RecordedTest[] = [];
  for (const report of facts.testReports) {
    tests.push(...readTestReport(report, workspace));
    await nextTurn();
  }
  return { documents, tests };
}
