// Runs inside the extension host, bundled: the tests, by mocha, telling what happens line by line.
import { appendFileSync } from 'node:fs';
import { createRequire, findSourceMap } from 'node:module';
import { inspect } from 'node:util';
import type Mocha from 'mocha';
import { version } from 'vscode';
import type { HostRun, TestEvent } from './test-event.ts';

/** Longer than `until` is patient, so that a test says what it waited for. */
const testTimeoutMs = 120_000;

/** What VS Code calls; it rejects where a test failed. */
export async function run(): Promise<void> {
  const given = JSON.parse(process.env.DODECA_TEST_RUN ?? '') as HostRun;
  const tell = (event: TestEvent): void => appendFileSync(given.events, `${JSON.stringify(event)}\n`);
  process.setSourceMapsEnabled(true);
  tell({ type: 'begin', vscode: version, node: process.version });
  const { default: mochaClass } = (await import(given.mocha)) as { default: typeof Mocha };
  const mocha = new mochaClass({ ui: 'bdd', timeout: testTimeoutMs, retries: 1, forbidOnly: true });
  // Nobody reads what mocha itself would print.
  mocha.reporter(mochaClass.reporters.Base);
  if (given.grep !== undefined) mocha.grep(given.grep);
  try {
    mocha.suite.emit('pre-require', globalThis, given.specs, mocha);
    createRequire(given.specs)(given.specs);
  } catch (error) {
    tell({ type: 'failed', path: ['the tests are loaded'], depth: 0, error: textOf(error) });
    throw error;
  }
  const failures = await new Promise<number>((resolve) => {
    report(mocha.run(resolve), tell);
  });
  tell({ type: 'end' });
  if (failures > 0) throw new Error(`${failures} failed`);
}

function report(runner: Mocha.Runner, tell: (event: TestEvent) => void): void {
  runner.on('suite', (suite) => {
    if (!suite.root) tell({ type: 'suite', title: suite.title, depth: suite.titlePath().length - 1 });
  });
  runner.on('test', ({ title }) => tell({ type: 'test', title }));
  runner.on('pass', (test) =>
    tell({ type: 'passed', title: test.title, depth: depthOf(test), ms: test.duration ?? 0 }),
  );
  runner.on('pending', (test) => tell({ type: 'skipped', title: test.title, depth: depthOf(test) }));
  runner.on('retry', (test, error: unknown) =>
    tell({ type: 'retried', title: test.title, depth: depthOf(test), error: textOf(error) }),
  );
  runner.on('fail', (test, error: unknown) =>
    tell({ type: 'failed', path: test.titlePath(), depth: depthOf(test), error: textOf(error) }),
  );
}

function depthOf(test: Mocha.Runnable): number {
  return test.titlePath().length - 1;
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return inspect(error);
  const cause = error.cause === undefined ? '' : `\ncaused by ${textOf(error.cause)}`;
  return `${inSources(error.stack ?? error.message)}${cause}`;
}

/** VS Code makes stack traces itself, so Node does not lead them back to the sources. */
function inSources(stack: string): string {
  return stack.replace(/\((\S+\.cjs):(\d+):(\d+)\)/g, (place, file: string, line: string, column: string) => {
    const entry = findSourceMap(file)?.findEntry(Number(line) - 1, Number(column) - 1);
    if (entry === undefined || !('originalSource' in entry)) return place;
    return `(${entry.originalSource}:${entry.originalLine + 1}:${entry.originalColumn + 1})`;
  });
}
