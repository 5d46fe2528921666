import { Parser, type Result } from 'tap-parser';
import {
  countTests,
  firstLine,
  type Reading,
  type SuiteTrouble,
  shortened,
  type TestCase,
} from './test-result.ts';

/** Groups deeper than this are no tests of anybody. */
const deepest = 50;

/** The results in a text that follows the Test Anything Protocol, versions 12 to 14; null where it holds none. */
export function readTap(text: string): Reading | null {
  const tests: TestCase[] = [];
  let trouble: SuiteTrouble | null = null;
  let asserts = 0;
  const planned = /^(TAP version \d+|1\.\.\d+)/m.test(text);
  try {
    const parser = new Parser((results) => {
      const broken = results.failures.find(
        ({ tapError }) => typeof tapError === 'string' && /plan|incorrect number/.test(tapError),
      );
      const message = broken === undefined ? '' : String(broken.tapError);
      if (message !== '') trouble ??= { message: shortened(message), detail: '' };
    });
    listen(parser, [], 0);
    parser.end(text);
  } catch (error) {
    trouble ??= { message: `the TAP cannot be read: ${shortened(String(error))}`, detail: '' };
  }
  if (asserts === 0 && !planned && trouble === null) return null;
  return { format: 'TAP', tests, counts: countTests(tests), trouble };

  function listen(parser: Parser, groups: readonly string[], depth: number): void {
    let comment = '';
    let childAsserts = 0;
    parser.on('comment', (line: string) => {
      // What Node says of a test is no heading of those that follow.
      comment = /^\s*# Subtest:/.test(line) ? '' : (headingOf(line) ?? comment);
    });
    parser.on('child', (child: Parser) => {
      const before = asserts;
      if (depth < deepest) listen(child, [...groups, shortened(child.name)], depth + 1);
      child.on('complete', () => {
        childAsserts = asserts - before;
      });
    });
    parser.on('assert', (result: Result) => {
      // What sums up a group is no test besides those in it, unless it fails although they all passed.
      const sums = childAsserts > 0;
      childAsserts = 0;
      asserts += 1;
      const failed = !result.ok && !result.todo && !result.skip;
      if (sums && !(failed && !tests.some(({ status }) => status === 'failed'))) return;
      const group = groups.length === 0 && comment !== result.name ? [comment] : groups;
      tests.push(
        readAssert(
          result,
          group.filter((part) => part !== ''),
        ),
      );
    });
    parser.on('bailout', (reason: string) => {
      trouble ??= { message: `bailed out: ${shortened(reason)}`, detail: '' };
    });
  }
}

/** What a comment says that heads the asserts behind it (tape); null where it only counts. */
function headingOf(line: string): string | null {
  const said = line.replace(/^\s*#\s*/, '').trim();
  if (
    said === '' ||
    /^(Subtest:|time=|(tests|pass|fail|ok|suites|cancelled|skipped|todo|duration_ms)\b)/.test(said)
  )
    return null;
  return shortened(said);
}

function readAssert(result: Result, groups: readonly string[]): TestCase {
  const diag: Record<string, unknown> =
    result.diag !== null && typeof result.diag === 'object' ? result.diag : {};
  const text = (name: string) => (typeof diag[name] === 'string' ? diag[name] : '');
  const at = diag.at;
  const place =
    at !== null && typeof at === 'object' && 'file' in at && 'line' in at
      ? `${String(at.file)}:${String(at.line)}`
      : text('at');
  const excused = Boolean(result.skip || result.todo);
  const reason = [result.skip, result.todo].find((why) => typeof why === 'string') ?? '';
  const message = excused
    ? shortened(String(reason))
    : firstLine(text('error') || text('message') || expectation(diag) || text('stack'));
  const [, file, line] = /^(.+?):(\d+)(?::\d+)?$/.exec(text('location')) ?? [];
  const ms = result.time ?? diag.duration_ms;
  return {
    name: shortened([...groups, result.name || `test ${result.id}`].join(' > ')),
    status: excused ? 'skipped' : result.ok ? 'passed' : 'failed',
    file: file ?? null,
    line: line === undefined ? null : Number(line),
    durationMs: typeof ms === 'number' && ms >= 0 ? Math.round(ms) : null,
    message: message === '' ? null : message,
    detail: result.ok ? '' : [place, text('stack'), text('error')].join('\n'),
  };
}

function expectation({ expected, actual, found, wanted, operator }: Record<string, unknown>): string {
  const want = expected ?? wanted;
  const got = actual ?? found;
  if (want === undefined && got === undefined) return '';
  const by = typeof operator === 'string' ? `${operator}: ` : '';
  const [wantedText, gotText] = [shown(want), shown(got)];
  // The number 5 is not the text "5".
  return wantedText === gotText
    ? `${by}expected ${JSON.stringify(want)}, got ${JSON.stringify(got)}`
    : `${by}expected ${wantedText}, got ${gotText}`;
}

function shown(value: unknown): string {
  try {
    return typeof value === 'string' ? value : String(JSON.stringify(value));
  } catch {
    return '…'; // What refers to itself has no end.
  }
}
