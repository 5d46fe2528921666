import { failedTest, type Reading, type TestCase } from './test-result.ts';

/** What vitest's own reporters print; null where there is none. */
export function readVitest(lines: readonly string[]): Reading | null {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const tests = new Map<string, TestCase>();
  let crashedFiles = 0;
  let found = false;
  let heads: string[] = [];
  let body: string[] = [];
  for (const line of lines) {
    const head = /^ FAIL {2}(.+)$/.exec(line)?.[1];
    if (head !== undefined) {
      if (body.some((said) => said.trim() !== '')) close();
      heads.push(head);
    } else if (/^⎯{3,}/.test(line)) close();
    else if (/^ {2,}Tests {2}(?:no tests|.*\(\d+\))$/.test(line)) {
      close();
      found = true;
      for (const [, amount, what] of line.matchAll(/(\d+) (failed|passed|skipped|todo)/g)) {
        if (what === 'passed') counts.passed += Number(amount);
        else if (what === 'failed') counts.failed += Number(amount);
        else counts.skipped += Number(amount);
      }
    } else if (heads.length > 0 && body.length < 300) body.push(line);
  }
  close();
  counts.failed += crashedFiles;
  return found ? { format: 'vitest', tests: [...tests.values()], counts, trouble: null } : null;

  /** Several tests that failed alike are told together. */
  function close(): void {
    for (const head of heads) {
      const parts = head.replace(/^\|[^|]*\| /, '').split(' > ');
      const [, file, crashed] = /^(.+?)( \[ .* \])?$/.exec(parts[0] ?? '') ?? [];
      if (tests.has(head)) continue;
      if (crashed !== undefined) crashedFiles += 1;
      const name =
        crashed !== undefined || parts.length < 2 ? `${file} cannot be run` : parts.slice(1).join(' > ');
      tests.set(head, failedTest(name, body.join('\n'), file ?? null));
    }
    heads = [];
    body = [];
  }
}
