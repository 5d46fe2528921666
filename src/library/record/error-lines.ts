import type { FoundTrouble } from './log-trouble.ts';

/** Lines below an error that are part of it: where it is, what stands there. */
const mostMore = 8;

/** `error: …`, `main.c:3:5: fatal error: …`, `a.ts(3,5): error TS2322: …`, `error[E0308]: …`. */
const withColon =
  /(?:^|[\s[(<"'|:=-])(?:fatal |internal |compile |unhandled |syntax )?error(?:\s?\[[\w-]{1,20}\]|\s[A-Z]{1,8}\d{1,6})?\s?:\s?(?!0\b|null\b|none\b|false\b|undefined\b|""|''|\[\]|\{\})\S/i;
/** `ERROR …`, `FAILED tests/test_a.py::test_b - …`, `CRITICAL`. */
const inCapitals =
  /(?:^|[^\w"'./=-])(?:ERROR|FATAL|CRITICAL|FAILED|FAILURE|PANIC)(?![\w.=/]|:\s?0\b|\s?\(0\))/;
/** `level=error`, `"level":"fatal"`, `[error]`. */
const asLevel =
  /\b(?:level|lvl|severity)"?\s?[=:]\s?"?(?:error|err|fatal|critical|panic)\b|\[(?:error|err|fatal)\]/i;
/** What tools say without that word. */
const ofTools =
  /^npm (?:ERR!|error) |^make(?:\[\d+\])?: \*\*\* |\bundefined reference to |: (?:command not found|not found|No such file or directory|Permission denied)$|^Segmentation fault|^\s{0,12}--- FAIL: |^FAIL[\s:]|^\s{0,8}not ok \d|^\s{0,6}● \S.* › |^E {3,}\S|^\s{0,8}\(core dumped\)/;
/** `E       assert 2.0 == 3`: such lines belong together. */
const ofPytest = /^E {3,}\S/;
/** `0 errors`, `no failures`, `errors=0`. */
const harmless =
  /\b(?:0|no|zero|without) (?:\w+ )?(?:errors?|failed|failures?)\b|\b(?:errors?|failed|failures?)\s?[=:]\s?0\b/i;

/** Whether a line by itself says that something went wrong. */
export function isErrorLine(line: string): boolean {
  if (
    !/err|fail|fatal|critical|panic|not ok|denied|not found|no such|undefined ref|segm|\*\*\*|dumped|●|^E /i.test(
      line,
    )
  )
    return false;
  if (ofTools.test(line)) return true;
  return (withColon.test(line) || inCapitals.test(line) || asLevel.test(line)) && !harmless.test(line);
}

/** A line that says that something went wrong, with those below it that are indented further or point at the place. */
export function errorLine(lines: readonly string[], at: number): FoundTrouble | null {
  const line = lines[at] ?? '';
  if (!isErrorLine(line)) return null;
  const indent = indentOf(line);
  let end = at + 1;
  for (; end < Math.min(lines.length, at + 1 + mostMore); end++) {
    const next = lines[end] ?? '';
    if (ofPytest.test(line) && ofPytest.test(next)) continue;
    if (next.trim() === '' || (!isPart(next) && indentOf(next) <= indent) || isErrorLine(next)) break;
  }
  return { start: at, end, key: [line] };
}

/** What compilers write below an error: ` --> src/main.rs:2:5`, `   |`, `   ~~~^`. */
function isPart(line: string): boolean {
  return /^\s{0,8}(?:-->|\d{0,6} ?\||[~^])/.test(line);
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
