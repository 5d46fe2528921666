import { formatDuration, plural } from '../../common/text.ts';
import type { CommandEnd } from '../timed-command.ts';
import type { ResultSource } from './prepared-suite.ts';
import type { SuiteOutcome, TroubleRule } from './suite.ts';
import { countTests, noCounts, type Reading, shortened, type TestCase } from './test-result.ts';

/** What came of a suite, without what names it. */
export type Verdict = Pick<SuiteOutcome, 'status' | 'reason' | 'format' | 'tests' | 'counts' | 'trouble'>;

export interface Evidence {
  readonly end: CommandEnd;
  /** Milliseconds that it had, and whether those were what was left of the budget. */
  readonly limit: { readonly ms: number; readonly isBudget: boolean };
  readonly reading: Reading | null;
  readonly results: ResultSource;
  /** Why it could not run here at all. */
  readonly missing: string | null;
  /** What it printed, without escape sequences. */
  readonly output: string;
}

/** Why a suite is skipped that the budget ended. */
export const unfinished = 'not finished within the budget';

/** Judges how a suite came out by how it ended and what it told. */
export function judgeSuite({ end, limit, reading, results, missing, output }: Evidence): Verdict {
  if (end.kind === 'not-started') return skippedVerdict(end.reason);
  if (end.kind === 'timeout' && limit.isBudget) return skippedVerdict(unfinished);
  const format = reading?.format ?? null;
  const tests = reading?.tests ?? [];
  const counts = reading?.counts ?? noCounts;
  const failing = (rule: TroubleRule, message: string, detail = ''): Verdict => ({
    status: 'failed',
    reason: null,
    format,
    tests,
    counts,
    trouble: { rule, message, detail },
  });
  if (end.kind === 'timeout')
    return failing('test-timeout', `it did not end within ${formatDuration(limit.ms)}`);
  if (missing !== null && counts.failed === 0)
    return counts.passed === 0
      ? skippedVerdict(missing)
      : { status: 'passed', reason: missing, format, tests, counts, trouble: null };
  if (end.signal !== null && counts.failed === 0)
    return failing(
      'test-suite-crashed',
      `it was ended by the signal ${end.signal}${tail(output)}`,
      lastError(output),
    );
  if (reading?.trouble) return failing('test-suite-crashed', reading.trouble.message, reading.trouble.detail);
  if (counts.failed > 0) return { status: 'failed', reason: null, format, tests, counts, trouble: null };
  if (
    end.exitCode === 0 ||
    (results.kind === 'junit' && end.exitCode === 5 && tests.length === 0) ||
    excused(tests)
  )
    return { status: 'passed', reason: null, format, tests, counts, trouble: null };
  const own = results.kind !== 'console' && results.kind !== 'exit' && results.kind !== 'tap';
  const count = counts.passed + counts.skipped;
  if (own && reading === null)
    return failing(
      'test-suite-crashed',
      `exit code ${end.exitCode}, and no results${tail(output)}`,
      lastError(output),
    );
  const although = count === 0 ? '' : `, although none of ${plural(count, 'test')} failed`;
  return failing(
    'test-suite-failed',
    `exit code ${end.exitCode}${beside(output)}${although}${tail(output)}`,
    lastError(output),
  );
}

/** A command of which only the exit code counts is one test. */
export function readExit(name: string, end: CommandEnd, output: string): Reading | null {
  if (end.kind !== 'exited') return null;
  const failed = end.exitCode !== 0;
  const message = failed ? `exit code ${end.exitCode ?? end.signal}${tail(output)}` : null;
  const test: TestCase = {
    name,
    status: failed ? 'failed' : 'passed',
    file: null,
    line: null,
    durationMs: Math.round(end.durationMs),
    message,
    detail: failed ? lastError(output) : '',
  };
  return { format: 'exit code', tests: [test], counts: countTests([test]), trouble: null };
}

/** Whether a runner that ended with an error did so for tests that could not run here. */
function excused(tests: readonly TestCase[]): boolean {
  return tests.some(({ status, message }) => status === 'skipped' && message?.endsWith(' is not installed'));
}

function skippedVerdict(reason: string): Verdict {
  return { status: 'skipped', reason, format: null, tests: [], counts: noCounts, trouble: null };
}

/** The last error that an output tells, with its stack trace; empty where there is none. */
function lastError(output: string): string {
  const end = output.slice(-16 * 1024);
  const at = [
    ...end.matchAll(/^\s*(?:Uncaught )?(?:\w*(?:Error|Exception)\b.*:|Traceback \(most|panic: )/gm),
  ].at(-1)?.index;
  return at === undefined ? '' : end.slice(at, at + 8192);
}

/** The script that npm ran before or after the tests, where it is the one that failed: ` in posttest`. */
function beside(output: string): string {
  const scripts = [...output.matchAll(/^> (?:\S+ )?([\w:.-]+)$/gm)].map(([, script]) => script);
  if (scripts.includes('posttest')) return ' in posttest';
  return scripts.includes('pretest') && !scripts.includes('test') ? ' in pretest' : '';
}

/** What npm says whenever a script fails. */
const boilerplate =
  /^npm (?:ERR!|error) (?:code|path|workspace|location|command|errno|syscall|Lifecycle script|Exit status|Test failed|A complete log|Failed at|This is probably|\S+@\S+ \w+:|$)/;

/** What the end of an output says of an error, behind a colon; empty where it says nothing. */
function tail(output: string): string {
  const lines = output
    .slice(-16 * 1024)
    .split('\n')
    .map((line) => line.trim())
    .filter(
      (line) =>
        line !== '' &&
        !boilerplate.test(line) &&
        !/^(> |npm notice|Node\.js v\d|at |\^+$|[{}\])];?$)/.test(line),
    );
  const told =
    lines.findLast((line) => /\berror\b|Error\b|Exception\b|\bfailed\b|\bfatal\b/i.test(line)) ??
    lines.at(-1);
  return told === undefined ? '' : `: ${shortened(told)}`;
}
