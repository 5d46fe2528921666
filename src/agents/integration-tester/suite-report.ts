import { reportText } from '../report-file.ts';
import type { SuiteOutcome } from './suite.ts';
import type { TestFigures } from './test-figures.ts';
import type { PlaceFinder } from './workspace-place.ts';

/** Tests that the report names; all are counted. */
const mostTests = 50_000;

const about = {
  suites:
    'what was found: where it runs (empty: the workspace), where it is defined, passed, failed or skipped with its reason, how long it took, how its results were read, and its log',
  tests:
    'the tests that a runner named, by the number of their suite: some runners name only those that failed; file and line are those of the failure or of the test where they lie in the workspace',
};

/** The report of a run, as JSON text. */
export function suiteReport(
  outcomes: readonly SuiteOutcome[],
  figures: TestFigures,
  places: PlaceFinder,
): string {
  const suites = outcomes.map(
    ({ suite, number, status, reason, durationMs, exitCode, format, counts, trouble, log }) => ({
      number,
      title: suite.title,
      folder: suite.folder,
      definedIn: suite.definedIn.path,
      status,
      reason: reason ?? trouble?.message ?? null,
      durationMs,
      exitCode,
      format,
      ...counts,
      log,
    }),
  );
  const tests = outcomes
    .flatMap(({ suite, number, tests }) =>
      tests.map((test) => {
        const place = places.ofTest(test, suite.folder);
        const { name, status, durationMs, message } = test;
        return {
          suite: number,
          name,
          file: place?.path ?? null,
          line: place?.line ?? null,
          status,
          durationMs,
          message,
        };
      }),
    )
    .slice(0, mostTests);
  return reportText({ about, figures }, { suites, tests });
}
