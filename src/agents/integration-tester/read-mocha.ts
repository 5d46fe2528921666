import { failedTest, type Reading, type TestCase } from './test-result.ts';

/** What mocha's reporters print at the end of a run: `spec`, `dot`, `min`, `list` and others; null where there is none. */
export function readMocha(lines: readonly string[]): Reading | null {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const tests: TestCase[] = [];
  let found = false;
  /** Behind the count of the failures come the failures. */
  let telling = false;
  let told = 0;
  let open: string[] | null = null;
  for (const line of lines) {
    const [, amount, what] = /^ {2}(\d+) (passing|pending|failing)(?: \(\d+\w+\))?\s*$/.exec(line) ?? [];
    if (what !== undefined) {
      if (what === 'passing') counts.passed += Number(amount);
      else if (what === 'failing') counts.failed += Number(amount);
      else counts.skipped += Number(amount);
      found = true;
      close();
      telling = what === 'failing';
      told = 0;
    } else if (telling && line.startsWith(`  ${told + 1}) `)) {
      close();
      told += 1;
      open = [line.slice(`  ${told}) `.length)];
    } else if (open !== null) {
      if (/^(npm (ERR!|error)|> )/.test(line)) close();
      else if (open.length < 300) open.push(line);
    }
  }
  close();
  return found ? { format: 'mocha', tests, counts, trouble: null } : null;

  function close(): void {
    if (open !== null) tests.push(readFailure(open));
    open = null;
  }
}

/** The names of the groups and of the test stand a line each, further in than what follows; the last has a colon. */
function readFailure([first = '', ...rest]: readonly string[]): TestCase {
  const end = rest.findIndex((line) => !/^ {7,}\S/.test(line));
  const names = [first, ...rest.slice(0, Math.max(0, end))].map((line) => line.trim());
  return failedTest(names.join(' > ').replace(/:$/, ''), rest.slice(names.length - 1).join('\n'));
}
