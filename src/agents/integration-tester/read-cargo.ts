import {
  countTests,
  firstLine,
  type Reading,
  type SuiteTrouble,
  shortened,
  type TestCase,
  type TestStatus,
} from './test-result.ts';

const statuses: Readonly<Record<string, TestStatus | undefined>> = {
  ok: 'passed',
  FAILED: 'failed',
  ignored: 'skipped',
};

/** The results in the output of `cargo test`, as Rust's own test harness prints them; null where it holds none. */
export function readCargo(text: string): Reading | null {
  const tests: TestCase[] = [];
  const details = new Map<string, string[]>();
  let open: string[] | null = null;
  let harness = false;
  for (const line of text.split('\n')) {
    if (/^running \d+ tests?$/.test(line)) {
      harness = true;
      open = null;
    }
    const section = /^---- (.+?) std(?:out|err) ----$/.exec(line)?.[1];
    if (section !== undefined) {
      open = [];
      details.set(section, open);
      continue;
    }
    if (/^(failures:|test result:)/.test(line)) open = null;
    if (open !== null && open.length < 200) open.push(line);
    const [, name = '', word = '', reason = ''] =
      /^test (.+?) \.\.\. (ok|FAILED|ignored)(?:, (.+))?$/.exec(line) ?? [];
    const status = statuses[word];
    if (status === undefined || !harness) continue;
    const [, file = null, at] =
      /^(\S+\.rs) - .*\(line (\d+)\)$/.exec(name.replace(/ - (?:compile|should panic.*)$/, '')) ?? [];
    tests.push({
      name: name.replace(/ - should panic$/, '').replaceAll('::', ' > '),
      status,
      file,
      line: at === undefined ? null : Number(at),
      durationMs: null,
      message: status === 'skipped' && reason !== '' ? shortened(reason) : null,
      detail: status === 'failed' ? name : '',
    });
  }
  const trouble = compileTrouble(text);
  if (!harness && trouble === null) return null;
  const told = tests.map((test) => {
    if (test.status !== 'failed') return test;
    const detail = (details.get(test.detail) ?? []).join('\n');
    const message = panicOf(detail);
    // Within the example of a comment, lines count from the example on.
    const named = test.file !== null;
    return { ...test, message: message === '' ? null : message, detail: named ? '' : detail };
  });
  return { format: 'cargo test', tests: told, counts: countTests(told), trouble };
}

/** What a test said when it panicked; Rust 1.73 and newer write the place before it, older ones behind it. */
function panicOf(detail: string): string {
  const newer = /panicked at [^\n]*:\d+:\d+:\n([^\n]+)/.exec(detail)?.[1];
  const older = /panicked at '([^\n]*)', \S+:\d+:\d+/.exec(detail)?.[1];
  return shortened(newer ?? older ?? firstLine(detail));
}

function compileTrouble(text: string): SuiteTrouble | null {
  if (!/^error: could not compile /m.test(text)) return null;
  const at = /^error(?:\[E\d+\])?: (?!could not compile)[^\n]+/m.exec(text);
  if (at === null) return { message: 'it cannot be compiled', detail: '' };
  const detail = text.slice(at.index, at.index + 2000);
  return {
    message: `it cannot be compiled: ${shortened(at[0])}`,
    detail: detail.split('\n\n', 1)[0] ?? detail,
  };
}
