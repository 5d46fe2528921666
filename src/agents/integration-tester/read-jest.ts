import { failedTest, type Reading, shortened, type TestCase } from './test-result.ts';

/** What jest prints; null where there is none. */
export function readJest(lines: readonly string[]): Reading | null {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const tests = new Map<string, TestCase>();
  let crashedFiles = 0;
  let found = false;
  let file: string | null = null;
  let open: { readonly name: string; readonly file: string | null; readonly body: string[] } | null = null;
  for (const line of lines) {
    const title = /^ {2}● (.+)$/.exec(line)?.[1];
    const head = /^ ?(PASS|FAIL|RUNS) +(?:\[[^\]]*\] )?(\S+\.\w+)/.exec(line);
    if (head !== null) {
      close();
      file = head[2]?.replace(/^\.\//, '') ?? null;
    } else if (title !== undefined) {
      close();
      // What a test printed is headed in the same way.
      if (!/^Console$/.test(title)) open = { name: title, file, body: [] };
    } else if (/^(Tests|Test Suites|Snapshots): {2,}/.test(line)) {
      close();
      if (!line.startsWith('Tests:')) continue;
      found = true;
      for (const [, amount, what] of line.matchAll(/(\d+) (failed|passed|skipped|todo|pending)/g)) {
        if (what === 'passed') counts.passed += Number(amount);
        else if (what === 'failed') counts.failed += Number(amount);
        else counts.skipped += Number(amount);
      }
    } else if (open !== null && open.body.length < 300) open.body.push(line);
  }
  close();
  counts.failed += crashedFiles;
  return found ? { format: 'jest', tests: [...tests.values()], counts, trouble: null } : null;

  function close(): void {
    if (open === null) return;
    const { name, file: own, body } = open;
    open = null;
    // All failures are told once more at the end of a long run.
    const key = `${own}\0${name}`;
    if (tests.has(key)) return;
    const crashed = name === 'Test suite failed to run';
    if (crashed) crashedFiles += 1;
    const title = crashed ? `${own ?? 'a test file'} cannot be run` : name.replaceAll(' › ', ' > ');
    const test = failedTest(title, body.join('\n'), own);
    tests.set(key, { ...test, message: differenceOf(body) ?? test.message });
  }
}

/** What was expected and what came, where both fit on a line; the line before them only names the matcher. */
function differenceOf(body: readonly string[]): string | null {
  const expected = body.findIndex((line) => /^ {4}Expected(?: \w+)?: {1,}\S/.test(line));
  const received = body[expected + 1];
  if (expected === -1 || received === undefined || !/^ {4}Received(?: \w+)?: {1,}\S/.test(received))
    return null;
  return shortened(
    `${body[expected]}, ${received.trim()}`
      .replace(/^\s*Expected/, 'expected')
      .replace(', Received', ', received'),
  );
}
