import { failedTest, type Reading, type TestCase } from './test-result.ts';

/** What the `spec` reporter of `node --test` prints; null where there is none. */
export function readNodeSpec(lines: readonly string[]): Reading | null {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const tests: TestCase[] = [];
  let found = false;
  let telling = false;
  let place = '';
  let open: { readonly name: string; readonly place: string; readonly body: string[] } | null = null;
  for (const line of lines) {
    const [, what, amount] = /^ℹ (pass|fail|cancelled|skipped|todo) (\d+)$/.exec(line) ?? [];
    if (what !== undefined) {
      if (what === 'pass') counts.passed += Number(amount);
      else if (what === 'fail' || what === 'cancelled') counts.failed += Number(amount);
      else counts.skipped += Number(amount);
      found = true;
      close();
      telling = false;
    } else if (/^✖ failing tests:$/.test(line)) telling = true;
    else if (!telling) continue;
    else if (/^test at .+:\d+:\d+$/.test(line)) {
      close();
      place = line.slice('test at '.length);
    } else if (line.startsWith('✖ ')) {
      close();
      open = { name: line.slice(2).replace(/ \([\d.]+ms\)( #.*)?$/, ''), place, body: [] };
    } else if (open !== null && /^\s|^$/.test(line)) open.body.length < 300 && open.body.push(line);
    else close();
  }
  close();
  return found ? { format: 'node --test', tests, counts, trouble: null } : null;

  function close(): void {
    if (open === null) return;
    const [, file = null, at] = /^(.+):(\d+):\d+$/.exec(open.place) ?? [];
    const test = failedTest(open.name, open.body.join('\n'), file);
    tests.push({ ...test, line: at === undefined ? null : Number(at), message: unquoted(test.message) });
    open = null;
  }
}

/** An error that is only a text is printed with quotes. */
function unquoted(message: string | null): string | null {
  return message === null ? null : message.replace(/^'(.*)'$/, '$1');
}
