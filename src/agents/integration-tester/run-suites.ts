import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { emit } from '../../agent-protocol/emit.ts';
import type { TestFramework } from '../../builtin/integration-tester.ts';
import { formatDuration, plural } from '../../common/text.ts';
import { CappedText } from '../capped-text.ts';
import { commandEnvironment } from '../command-environment.ts';
import { runTimed } from '../timed-command.ts';
import { judgeSuite, unfinished } from './judge-suite.ts';
import { findMissingParts } from './missing-parts.ts';
import { prepareSuite } from './prepare-suite.ts';
import { readSuite } from './read-results.ts';
import type { ResultFolder } from './result-folder.ts';
import { type Suite, type SuiteOutcome, suiteName } from './suite.ts';
import { noCounts } from './test-result.ts';

/** By this variable a run within a suite knows that it is one, and what a suite started is found. */
export const suiteVariable = 'WITHIN_DODECA_TEST_SUITE';

/** Characters of an output that results are read from, and those that are kept in a log. */
const readLimit = 8 * 1024 * 1024;
const logLimit = 1024 * 1024;

export interface RunOptions {
  /** An absolute path. */
  readonly workspace: string;
  readonly frameworks: ReadonlySet<TestFramework>;
  /** Milliseconds. */
  readonly timeoutMs: number;
  /** Milliseconds for the whole agent. */
  readonly budgetMs: number;
  /** When the agent began, by `performance.now()`. */
  readonly startedAt: number;
  readonly maxSuites: number;
  readonly folder: ResultFolder;
}

/** Runs suites one after another, as long as the budget lasts. */
export async function runSuites(suites: readonly Suite[], options: RunOptions): Promise<SuiteOutcome[]> {
  const outcomes: SuiteOutcome[] = [];
  for (const [index, suite] of suites.entries()) {
    const left = options.budgetMs - (performance.now() - options.startedAt);
    const message = `${suiteName(suite)} (${index + 1} of ${suites.length})`;
    emit({ type: 'progress', percent: Math.round((100 * index) / suites.length), message });
    if (process.env[suiteVariable])
      outcomes.push(
        skipped(suite, index + 1, 'these tests run within a suite of integration_tester already'),
      );
    else if (index >= options.maxSuites)
      outcomes.push(skipped(suite, index + 1, `not run: more than ${plural(options.maxSuites, 'suite')}`));
    else if (left <= 0)
      outcomes.push(
        skipped(suite, index + 1, `not run: the budget of ${formatDuration(options.budgetMs)} is used up`),
      );
    else outcomes.push(await runSuite(suite, index + 1, left, options));
  }
  return outcomes;
}

function skipped(suite: Suite, number: number, reason: string): SuiteOutcome {
  return {
    suite,
    number,
    status: 'skipped',
    reason,
    durationMs: null,
    exitCode: null,
    format: null,
    tests: [],
    counts: noCounts,
    trouble: null,
    log: null,
  };
}

async function runSuite(
  found: Suite,
  number: number,
  left: number,
  options: RunOptions,
): Promise<SuiteOutcome> {
  const { workspace, frameworks, folder } = options;
  const env = commandEnvironment(process.env, { CI: '1' });
  const prepared = await prepareSuite(found, { workspace, env, frameworks, folder, number });
  const suite: Suite = { ...found, title: prepared.title };
  if (prepared.kind === 'skipped') return skipped(suite, number, prepared.reason);
  const own = suite.kind === 'command' ? suite.command.timeout : null;
  const patience = own === null ? options.timeoutMs : own * 1000;
  const limit = { ms: Math.min(patience, left), isBudget: left < patience };
  const output = new CappedText(readLimit);
  const log = new CappedText(logLimit);
  const sinceMs = Date.now();
  const end = await runTimed({
    ...prepared.call,
    cwd: join(workspace, suite.folder),
    env: prepared.env,
    timeoutMs: limit.ms,
    markVariable: suiteVariable,
    onText(text) {
      output.add(text);
      log.add(text);
    },
  });
  const text = stripVTControlCharacters(output.text).replaceAll('\r\n', '\n');
  const told = await readSuite(prepared.results, suite.title, end, text, sinceMs);
  const exitCode = end.kind === 'exited' ? end.exitCode : null;
  const { reason: missing, reading } =
    exitCode === 0
      ? { reason: null, reading: told }
      : findMissingParts(suite, workspace, told, text, exitCode);
  const verdict = judgeSuite({ end, limit, reading, results: prepared.results, missing, output: text });
  const fromOutput = prepared.results.kind !== 'junit' && prepared.results.kind !== 'unittest';
  const cut = fromOutput && !output.isWhole ? 'it printed more than is read: tests may be missing' : null;
  const isCutShort = verdict.reason === unfinished;
  return {
    suite,
    number,
    ...verdict,
    reason: isCutShort ? `${unfinished} of ${formatDuration(options.budgetMs)}` : (verdict.reason ?? cut),
    durationMs: Math.round(end.durationMs),
    exitCode,
    log: end.kind === 'not-started' ? null : folder.writeLog(`${number}.log`, log.text),
  };
}
