import {
  countTests,
  firstLine,
  type Reading,
  type SuiteTrouble,
  type TestCase,
  type TestStatus,
} from './test-result.ts';

interface GoEvent {
  readonly Action?: unknown;
  readonly Package?: unknown;
  readonly ImportPath?: unknown;
  readonly Test?: unknown;
  readonly Elapsed?: unknown;
  readonly Output?: unknown;
}

const statuses: Readonly<Record<string, TestStatus | undefined>> = {
  pass: 'passed',
  fail: 'failed',
  skip: 'skipped',
};

/** Characters of output that are kept of one test. */
const mostOutput = 16 * 1024;
const noise = /^\s*(=== |--- |PASS$|FAIL\b|ok\s|exit status|coverage:)/;

/**
 * The results in the output of `go test -json` (`go doc test2json`); null where it holds none. A test with subtests
 * counts by them.
 *
 * @param module the module of `go.mod`: packages are told by their import paths, files by their names
 */
export function readGo(text: string, module: string): Reading | null {
  const outputs = new Map<string, string>();
  const ends: {
    readonly name: string;
    readonly pack: string;
    readonly status: TestStatus;
    readonly ms: number;
  }[] = [];
  const failedPackages = new Set<string>();
  let events = 0;
  for (const line of text.split('\n')) {
    const event = parseEvent(line);
    if (event === null) continue;
    events += 1;
    const pack = String(event.Package ?? event.ImportPath ?? '').replace(/ \[.*$/, '');
    const name = typeof event.Test === 'string' ? event.Test : '';
    const key = `${pack}\0${name}`;
    if (typeof event.Output === 'string') {
      const before = outputs.get(key) ?? '';
      if (before.length < mostOutput && !noise.test(event.Output)) outputs.set(key, before + event.Output);
    }
    const status = statuses[String(event.Action)];
    if (status === undefined) continue;
    if (name === '') {
      if (status === 'failed') failedPackages.add(pack);
    } else ends.push({ name, pack, status, ms: Math.round(Number(event.Elapsed ?? 0) * 1000) });
  }
  if (events === 0) return null;
  const parents = new Set(
    ends.flatMap(({ pack, name }) => {
      const parts = name.split('/').slice(0, -1);
      return parts.map((_, index) => `${pack}\0${parts.slice(0, index + 1).join('/')}`);
    }),
  );
  const failedInside = (key: string) =>
    ends.some(({ pack, name, status }) => status === 'failed' && `${pack}\0${name}`.startsWith(`${key}/`));
  const tests = ends
    .filter(({ pack, name, status }) => {
      const key = `${pack}\0${name}`;
      return !parents.has(key) || (status === 'failed' && !failedInside(key));
    })
    .map(({ pack, name, status, ms }): TestCase => {
      const said = withFolders(outputs.get(`${pack}\0${name}`) ?? '', pack, module);
      const message = status === 'passed' ? '' : messageOf(said);
      return {
        name: `${name.replaceAll('/', ' > ')}`,
        status,
        file: null,
        line: null,
        durationMs: ms >= 0 ? ms : null,
        message: message === '' ? null : message,
        detail: status === 'failed' ? said : '',
      };
    });
  return { format: 'go test', tests, counts: countTests(tests), trouble: troubleOf() };

  /** A package that fails although none of its tests did was not built, or its process died. */
  function troubleOf(): SuiteTrouble | null {
    for (const pack of failedPackages) {
      if (ends.some((end) => end.pack === pack && end.status === 'failed')) continue;
      const said = outputs.get(`${pack}\0`) ?? '';
      // Before Go 1.24 the compiler is heard beside the events.
      const beside = text
        .split('\n')
        .filter((line) => !line.startsWith('{'))
        .join('\n')
        .slice(0, mostOutput);
      const detail = withFolders(firstLine(said.replace(/^#.*$/gm, '')) === '' ? beside : said, pack, module);
      return { message: `${pack}: ${messageOf(detail.replace(/^#.*$/gm, '')) || 'it failed'}`, detail };
    }
    return null;
  }
}

function parseEvent(line: string): GoEvent | null {
  if (!line.startsWith('{')) return null;
  try {
    const value: unknown = JSON.parse(line);
    return value !== null && typeof value === 'object' && 'Action' in value ? value : null;
  } catch {
    return null;
  }
}

function messageOf(said: string): string {
  return firstLine(said).replace(/^\S+\.go:\d+(:\d+)?:\s*/, '');
}

/** Go names files by their names alone: `    a_test.go:5: wrong` becomes `    sub/a_test.go:5: wrong`. */
function withFolders(said: string, pack: string, module: string): string {
  const folder = pack.startsWith(`${module}/`) ? pack.slice(module.length + 1) : '';
  return folder === ''
    ? said
    : said.replace(/^(\s*)([\w.-]+\.go:\d+)/gm, (_, space, place) => `${space}${folder}/${place}`);
}
