/** Characters above which a file of results is not read: its tree would need several times as much. */
export const largestJunit = 16 * 1024 * 1024;

export type TestStatus = 'passed' | 'failed' | 'skipped';

/** One test, as its runner told it. */
export interface TestCase {
  /** With those of the groups that it is in: `Parser > reads numbers`. */
  readonly name: string;
  readonly status: TestStatus;
  /** The file of the test as the runner wrote it; null where it was not told. */
  readonly file: string | null;
  /** Where in that file, from 1. */
  readonly line: number | null;
  readonly durationMs: number | null;
  /** The first line of what went wrong, or why it was skipped. */
  readonly message: string | null;
  /** All that was said of the failure; places are read from it. */
  readonly detail: string;
}

export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What was read of the results of a suite. */
export interface Reading {
  /** How it was recognised: `JUnit`, `TAP`, `mocha`. */
  readonly format: string;
  /** The tests that are known one by one; a runner may name the failed ones only. */
  readonly tests: readonly TestCase[];
  /** More than there are tests where the runner counted what it did not name. */
  readonly counts: TestCounts;
  /** What stands against the suite as a whole: it was not compiled, it bailed out. */
  readonly trouble: SuiteTrouble | null;
}

export interface SuiteTrouble {
  /** One line. */
  readonly message: string;
  /** Places are read from it. */
  readonly detail: string;
}

export const noCounts: TestCounts = { passed: 0, failed: 0, skipped: 0 };

export function countTests(tests: readonly TestCase[]): TestCounts {
  const count = (status: TestStatus) => tests.filter((test) => test.status === status).length;
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
}

export function addCounts(a: TestCounts, b: TestCounts): TestCounts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

export function totalOf({ passed, failed, skipped }: TestCounts): number {
  return passed + failed + skipped;
}

/** A failed test of which only the name and what was said is known. */
export function failedTest(name: string, detail: string, file: string | null = null): TestCase {
  const message = firstLine(detail);
  return {
    name,
    status: 'failed',
    file,
    line: null,
    durationMs: null,
    message: message === '' ? null : message,
    detail,
  };
}

/** The first line that says something, on one line and not too long; empty where there is none. */
export function firstLine(text: string): string {
  for (const line of text.split('\n', 200)) {
    const said = line.trim();
    if (said !== '') return shortened(said);
  }
  return '';
}

/** A text on one line, at most 300 characters. */
export function shortened(text: string): string {
  const line = text.slice(0, 1000).replace(/\s+/g, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 299).toWellFormed()}…` : line;
}
