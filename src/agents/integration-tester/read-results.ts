import type { CommandEnd } from '../timed-command.ts';
import { readExit } from './judge-suite.ts';
import type { ResultSource } from './prepared-suite.ts';
import { readCargo } from './read-cargo.ts';
import { readConsole } from './read-console.ts';
import { readGo } from './read-go.ts';
import { readUnittest } from './read-unittest.ts';
import { readResults } from './result-folder.ts';
import { firstLine, largestJunit, type Reading, type TestCase } from './test-result.ts';

/**
 * The results of a suite that has ended; null where nothing is known of them.
 *
 * @param output what it printed, without escape sequences
 * @param sinceMs when it was started, milliseconds since 1970: older files of results are of another run
 */
export async function readSuite(
  source: ResultSource,
  title: string,
  end: CommandEnd,
  output: string,
  sinceMs: number,
): Promise<Reading | null> {
  switch (source.kind) {
    case 'exit':
      return readExit(title, end, output);
    case 'tap': {
      // The parsers of TAP and of XML are loaded when a suite needs them.
      const { readTap } = await import('./read-tap.ts');
      return readTap(output);
    }
    case 'cargo':
      return readCargo(output);
    case 'go':
      return readGo(output, source.module);
    case 'unittest':
      return readUnittest(readResults(source.file, sinceMs, largestJunit) ?? '');
    case 'junit': {
      const text = readResults(source.file, sinceMs, largestJunit);
      const reading = text === null ? null : (await import('./read-junit.ts')).readJunit(text);
      // A file that was cut short, or that is too large: what was printed says enough.
      return reading === null ? readConsole(output) : withCrashes(reading, output);
    }
    default:
      return readConsole(output);
  }
}

/** Node says of a file that could not be run only that it failed; why stands in what the file printed. */
function withCrashes(reading: Reading, output: string): Reading {
  const tests = reading.tests.map((test) => {
    if (test.status !== 'failed' || test.message !== 'test failed') return test;
    const said = beforeMark(output, test);
    if (said === '') return test;
    const error = /^\s*(?:Uncaught )?(\w*(?:Error|Exception)\b.*:.*|AssertionError.*)$/m.exec(said)?.[1];
    return { ...test, message: firstLine(error ?? test.message), detail: said };
  });
  return { ...reading, tests };
}

/** What a test file printed before the reporter named it. */
function beforeMark(output: string, { name }: TestCase): string {
  const lines = output.split('\n');
  const at = lines.findIndex((line) => line.startsWith(`✖ ${name} (`));
  if (at === -1) return '';
  const from = lines.slice(0, at).findLastIndex((line) => /^\s*[✔✖▶] /.test(line));
  return lines.slice(Math.max(from + 1, at - 200), at).join('\n');
}
