import type { SuiteOutcome } from './suite.ts';
import { addCounts, noCounts, totalOf } from './test-result.ts';

/** What the integration tester counts. */
export interface TestFigures {
  readonly found: number;
  readonly run: number;
  readonly skipped: number;
  readonly tests: number;
  readonly passed: number;
  readonly failed: number;
  readonly testsSkipped: number;
  /** passed / (passed + failed), 0 to 1; null where there was none. */
  readonly passRate: number | null;
}

export function testFigures(outcomes: readonly SuiteOutcome[]): TestFigures {
  const skipped = outcomes.filter(({ status }) => status === 'skipped').length;
  const counts = outcomes.reduce((sum, outcome) => addCounts(sum, outcome.counts), noCounts);
  const counted = counts.passed + counts.failed;
  return {
    found: outcomes.length,
    run: outcomes.length - skipped,
    skipped,
    tests: totalOf(counts),
    passed: counts.passed,
    failed: counts.failed,
    testsSkipped: counts.skipped,
    passRate: counted === 0 ? null : counts.passed / counted,
  };
}
