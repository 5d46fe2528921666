import type { RuleOf } from '../../builtin/builtin-agent.ts';
import type { integrationTester } from '../../builtin/integration-tester.ts';
import { plural } from '../../common/text.ts';
import type { Finding } from '../findings.ts';
import { type SuiteOutcome, suiteName } from './suite.ts';
import { shortened } from './test-result.ts';
import type { PlaceFinder } from './workspace-place.ts';

type SuiteFinding = Finding<RuleOf<typeof integrationTester>>;

/** What a suite that failed is reported for: its failed tests, and what stands against it as a whole. */
export function suiteFindings(outcome: SuiteOutcome, places: PlaceFinder): SuiteFinding[] {
  const { suite, tests, trouble, counts } = outcome;
  const findings: SuiteFinding[] = [];
  const failed = tests.filter(({ status }) => status === 'failed');
  for (const test of failed) {
    const place = places.ofTest(test, suite.folder) ?? suite.definedIn;
    const message = test.message === null ? `${test.name}: failed` : `${test.name}: ${test.message}`;
    findings.push({ rule: 'test-failed', ...place, message: shortened(message) });
  }
  if (counts.failed > failed.length) {
    const unnamed = plural(counts.failed - failed.length, 'failed test');
    const message = `${suiteName(suite)}: ${unnamed} that its output does not name; see ${outcome.log}`;
    findings.push({ rule: 'test-failed', ...suite.definedIn, message });
  }
  if (trouble !== null) {
    const place = places.ofText(trouble.detail, suite.folder) ?? suite.definedIn;
    findings.push({ rule: trouble.rule, ...place, message: `${suiteName(suite)}: ${trouble.message}` });
  }
  return findings;
}
