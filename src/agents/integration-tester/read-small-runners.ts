import { failedTest, type Reading, type TestCase } from './test-result.ts';

/** What ava prints; null where there is none. It counts those that passed only where all did. */
export function readAva(lines: readonly string[]): Reading | null {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const titles: string[] = [];
  const reasons = new Map<string, string>();
  let marked = 0;
  let found = false;
  for (const line of lines) {
    const [, title, reason = ''] =
      /^ {2}✘ \[fail\]: (.+?)(?: (Error thrown in test|Rejected promise.*|Test finished.*))?$/.exec(line) ??
      [];
    if (title !== undefined) {
      titles.push(title);
      reasons.set(title, reason);
    }
    if (/^ {2}✔ /.test(line)) marked += 1;
    const [, amount, what] =
      /^ {2}(\d+) (tests? (?:passed|failed|skipped|todo)|known failures?|uncaught exceptions?)$/.exec(line) ??
      [];
    if (what === undefined || marked + titles.length === 0) continue;
    found = true;
    if (what.endsWith('failed') || what.startsWith('uncaught')) counts.failed += Number(amount);
    else if (!what.endsWith('passed')) counts.skipped += Number(amount);
  }
  if (!found) return null;
  counts.passed = marked;
  const tests = titles.map((title) => {
    const detail = avaDetail(lines, title);
    const error = /^ {2}(\w*Error: .+)$/m.exec(detail)?.[1];
    const test = failedTest(title.replaceAll(' › ', ' > '), detail);
    return { ...test, message: error ?? (reasons.get(title) || differenceOf(detail)) };
  });
  return { format: 'ava', tests, counts, trouble: null };
}

/** What is told of a failure below its title, up to the next line or title. */
function avaDetail(lines: readonly string[], title: string): string {
  const at = lines.indexOf(`  ${title}`);
  if (at === -1) return '';
  const rest = lines.slice(at + 1, at + 200);
  const end = rest.findIndex(
    (line, index) => line === '  ─' || (line === '' && rest[index + 1] === '' && rest[index + 2] === ''),
  );
  return rest.slice(0, end === -1 ? undefined : end).join('\n');
}

function differenceOf(detail: string): string | null {
  const [, actual] = /^ {2}- (.+)$/m.exec(detail) ?? [];
  const [, expected] = /^ {2}\+ (.+)$/m.exec(detail) ?? [];
  return actual === undefined || expected === undefined ? null : `expected ${expected}, got ${actual}`;
}

/** What jasmine prints; null where there is none. */
export function readJasmine(lines: readonly string[]): Reading | null {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const tests: TestCase[] = [];
  let found = false;
  let telling = false;
  let open: { readonly name: string; readonly body: string[] } | null = null;
  for (const line of lines) {
    const [, all, failed, pending = '0'] =
      /^(\d+) specs?, (\d+) failures?(?:, (\d+) pending specs?)?$/.exec(line) ?? [];
    if (all !== undefined) {
      close();
      telling = false;
      found = true;
      counts.failed += Number(failed);
      counts.skipped += Number(pending);
      counts.passed += Math.max(0, Number(all) - Number(failed) - Number(pending));
    } else if (line === 'Failures:') telling = true;
    else if (telling && /^\d+\) /.test(line)) {
      close();
      open = { name: line.replace(/^\d+\) /, ''), body: [] };
    } else if (open !== null && /^\s|^$/.test(line)) open.body.length < 300 && open.body.push(line);
    else {
      close();
      if (line !== '') telling = false;
    }
  }
  close();
  return found ? { format: 'jasmine', tests, counts, trouble: null } : null;

  function close(): void {
    if (open !== null) {
      const said = open.body.filter((line) => !/^\s+(Message|Stack):$/.test(line));
      tests.push(failedTest(open.name, said.join('\n')));
    }
    open = null;
  }
}
