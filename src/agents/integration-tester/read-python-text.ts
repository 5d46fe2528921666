import { failedTest, firstLine, type Reading, shortened, type TestCase } from './test-result.ts';

/** What pytest prints at the end of a run; null where there is none. */
export function readPytestText(lines: readonly string[]): Reading | null {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const tests: TestCase[] = [];
  const sections = new Map<string, string[]>();
  let section: string[] | null = null;
  let found = false;
  for (const line of lines) {
    const title = /^_{3,} (.+?) _{3,}$/.exec(line)?.[1];
    if (title !== undefined) {
      section = [];
      sections.set(title.replace(/^ERROR (collecting|at \w+ of) /, ''), section);
      continue;
    }
    const heading = /^={3,} .* ={3,}$/.test(line);
    if (heading) section = null;
    // Where it is to be quiet, pytest leaves out what frames the counts.
    if (/^(={3,} )?\d+ \w+(, \d+ \w+)* in [\d.]+s\b/.test(line)) {
      found = true;
      for (const [, amount, what] of line.matchAll(
        /(\d+) (passed|failed|errors?|skipped|xfailed|xpassed)\b/g,
      )) {
        if (what === 'passed' || what === 'xpassed') counts.passed += Number(amount);
        else if (what === 'skipped' || what === 'xfailed') counts.skipped += Number(amount);
        else counts.failed += Number(amount);
      }
      section = null;
    } else if (!heading && section !== null && section.length < 300) section.push(line);
    const [, id, reason] = /^(?:FAILED|ERROR) (\S.*?)(?: - (.*))?$/.exec(line) ?? [];
    if (id === undefined) continue;
    const [file = '', ...names] = id.split('::');
    const detail = (sections.get(names.join('.')) ?? sections.get(file) ?? []).join('\n');
    const name = names.length === 0 ? file : names.join(' > ');
    const message = reason === undefined ? firstLine(detail) : shortened(reason);
    tests.push({ ...failedTest(name, detail, file), message: message === '' ? null : message });
  }
  return found ? { format: 'pytest', tests, counts, trouble: null } : null;
}

/** What unittest prints; null where there is none. */
export function readUnittestText(lines: readonly string[]): Reading | null {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const tests: TestCase[] = [];
  let ran = 0;
  let found = false;
  let open: { readonly name: string; readonly body: string[] } | null = null;
  for (const line of lines) {
    const head = /^(?:FAIL|ERROR): (\S+) \(([^)]*)\)/.exec(line);
    const amount = /^Ran (\d+) tests? in /.exec(line)?.[1];
    if (head !== null) {
      close();
      const group = (head[2] ?? '')
        .split('.')
        .filter((part) => part !== head[1])
        .at(-1);
      open = { name: `${group} > ${head[1]}`, body: [] };
    } else if (/^={20,}$/.test(line) || amount !== undefined) close();
    else if (open !== null && open.body.length < 300) open.body.push(line);
    if (amount !== undefined) {
      found = true;
      ran += Number(amount);
    }
    const [, end, list = ''] = /^(OK|FAILED)(?: \(([^)]*)\))?$/.exec(line) ?? [];
    if (end === undefined || !found) continue;
    for (const [, what, number] of list.matchAll(
      /(failures|errors|skipped|expected failures|unexpected successes)=(\d+)/g,
    )) {
      if (what === 'skipped' || what === 'expected failures') counts.skipped += Number(number);
      else counts.failed += Number(number);
    }
  }
  close();
  counts.passed = Math.max(0, ran - counts.failed - counts.skipped);
  return found ? { format: 'unittest', tests, counts, trouble: null } : null;

  function close(): void {
    if (open !== null) {
      const detail = open.body.join('\n');
      const message = exceptionOf(open.body);
      tests.push({ ...failedTest(open.name, detail), message: message === '' ? null : message });
    }
    open = null;
  }
}

/** The exception at the end of a Python traceback. */
export function exceptionOf(lines: readonly string[]): string {
  const last = lines.findLastIndex((line) => /^\s*File "/.test(line));
  const said = lines.slice(last + 1).find((line) => /^\S/.test(line) && !/^-{20,}$/.test(line));
  return shortened(said ?? '');
}
