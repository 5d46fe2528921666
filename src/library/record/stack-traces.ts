import type { FoundTrouble } from './log-trouble.ts';

/** Lines that belong to one trace at most. */
const mostLines = 400;
/** So far behind the line that names an error its stack begins: messages may have lines. */
const mostMessage = 40;

const pythonHead = /^(\s{0,40}(?:\| ?)?)Traceback \(most recent call last\):\s*$/;
const pythonFrame = /^\s{0,60}(?:\| ?)?\s{0,20}File "([^"]{1,400})", line \d+(?:, in (.{1,200}))?/;
const stackLine = /^\s{1,60}at \S/;
const afterStack =
  /^\s{0,60}(?:at \S|\.\.\. \d+ (?:more|lines)|Caused by: |\[cause\]: |\{$|\}$|[\w$'[\]]{1,60}: .{0,300},?$)/;
const ownLine = /\bnode:|node_modules|\(internal\/|<anonymous>$|at (?:java|jdk|sun)\./;
const named =
  /^\s{0,40}(?:\d{1,4}\) )?(?:Uncaught |Exception in thread "[^"]{1,80}" |Caused by: |Unhandled )?([\w$.]{1,200})(?:\s\[[A-Z_\d]{1,60}\])?(?::|\s*$)/;
const goHead = /^\s{0,40}(?:panic: |fatal error: )./;
const goLine =
  /^(?:\t|goroutine \d+ |\[signal |created by |exit status |.{0,40}panic: |[\w./*()$-]{1,200}\(.*\)$)/;
const rustHead = /^\s{0,40}thread '.{1,200}'(?: \(\d+\))? panicked at /;

/** A traceback of Python: its head, its frames, and the line that says what it was. */
export function pythonTrace(lines: readonly string[], at: number): FoundTrouble | null {
  const prefix = pythonHead.exec(lines[at] ?? '')?.[1];
  if (prefix === undefined) return null;
  let frame: string | null = null;
  let end = at + 1;
  const last = Math.min(lines.length, at + mostLines);
  for (; end < last; end++) {
    const line = lines[end] ?? '';
    if (!line.startsWith(`${prefix} `) && line.trim() !== prefix.trim()) break;
    frame = frameOf(pythonFrame.exec(line)) ?? frame;
  }
  const said = lines[end] ?? '';
  if (end < last && said.startsWith(prefix) && said.trim() !== '') end += 1;
  return { start: at, end, key: [said.slice(prefix.length), frame ?? ''] };
}

/** The file without its folders, and the function. */
function frameOf(match: RegExpExecArray | null): string | null {
  if (match === null) return null;
  const [, path = '', name = ''] = match;
  return `${path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)} ${name}`;
}

/** An error by its name, with the stack of JavaScript or Java below it where there is one. */
export function namedError(lines: readonly string[], at: number): FoundTrouble | null {
  const head = lines[at] ?? '';
  const name = named.exec(head)?.[1];
  if (name === undefined || !isErrorName(name)) return null;
  const stack = stackBelow(lines, at + 1);
  const start = startOf(lines, at);
  if (stack === null) return { start, end: at + 1, key: [head] };
  let end = stack;
  const last = Math.min(lines.length, at + mostLines);
  while (end < last && afterStack.test(lines[end] ?? '')) end += 1;
  const frames = lines.slice(stack, end).filter((line) => stackLine.test(line));
  const frame = frames.find((line) => !ownLine.test(line)) ?? frames[0] ?? '';
  return { start, end, key: [head, frameName(frame)] };
}

/** `ValueError`, `java.lang.NullPointerException`, `requests.exceptions.ConnectTimeout` is one by its place. */
function isErrorName(name: string): boolean {
  const last = name.slice(name.lastIndexOf('.') + 1);
  return (
    (/^[A-Z]\w{0,80}(?:Error|Exception|Failure|Fault|Interrupt|Exit|Timeout|Warning)$/.test(last) === true &&
      !last.endsWith('Warning')) ||
    last === 'Error' ||
    name.includes('.exceptions.')
  );
}

/** Where the stack begins below an error; null where another one comes first, or nothing does. */
function stackBelow(lines: readonly string[], from: number): number | null {
  const last = Math.min(lines.length, from + mostMessage);
  for (let at = from; at < last; at++) {
    const line = lines[at] ?? '';
    if (stackLine.test(line)) return at;
    const name = named.exec(line)?.[1];
    if ((name !== undefined && isErrorName(name)) || pythonHead.test(line)) return null;
  }
  return null;
}

/** What stands right above belongs to it: the title of a test, the line of a file with a mark under it. */
function startOf(lines: readonly string[], at: number): number {
  for (let start = at - 1; start >= Math.max(0, at - 6); start--) {
    const line = lines[start] ?? '';
    if (/^\s{0,12}\d{1,4}\) \S/.test(line) || pythonFrame.test(line)) return start;
    if (/^\S.{0,300}:\d+$/.test(line)) return start;
  }
  return at;
}

/** `    at Solver.step (/ws/solver.js:3:9)`: the function, and the file without its folders. */
function frameName(line: string): string {
  return line
    .trim()
    .replace(/(?:file:\/\/)?[^\s(]{0,400}[\\/]/g, '')
    .replace(/[:\d]+\)?$/, '');
}

/** A panic of Go, with its goroutines. */
export function goPanic(lines: readonly string[], at: number): FoundTrouble | null {
  const head = lines[at] ?? '';
  if (!goHead.test(head)) return null;
  let end = at + 1;
  let frame = '';
  const last = Math.min(lines.length, at + mostLines);
  for (; end < last; end++) {
    const line = lines[end] ?? '';
    if (line.trim() !== '' && !goLine.test(line)) break;
    const call = /^([\w./*()$-]{1,200})\(.*\)$/.exec(line)?.[1];
    if (frame === '' && call !== undefined && call !== 'panic' && !call.startsWith('runtime.')) frame = call;
  }
  while (end > at + 1 && (lines[end - 1] ?? '').trim() === '') end -= 1;
  return { start: at, end, key: [head, frame] };
}

/** A panic of Rust: what it says stands in the line below. */
export function rustPanic(lines: readonly string[], at: number): FoundTrouble | null {
  const head = lines[at] ?? '';
  if (!rustHead.test(head)) return null;
  let end = at + 1;
  if (/:\s*$/.test(head) && (lines[end] ?? '').trim() !== '') end += 1;
  const said = lines[end - 1] ?? '';
  while (
    /^(?:note: |stack backtrace:|\s{1,8}\d{1,3}: |\s{6,40}at )/.test(lines[end] ?? '') &&
    end < at + mostLines
  )
    end += 1;
  return { start: at, end, key: [head, said] };
}
