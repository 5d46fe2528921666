// A program that takes the arguments of the desktop's `code` for a run of tests, and does the run in the VS Code of the
// package registry. `@vscode/test-electron` starts it by way of the launcher that `code-launcher.ts` writes.
import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import { errorMessage, isUserError } from '../../../src/common/errors.ts';
import { openBrowser } from './browser.ts';
import { type CodeArguments, parseCodeArguments } from './code-arguments.ts';
import { shortTemporaryFolder } from './short-temporary-folder.ts';
import { currentRelease, floorRelease, vscodeHome } from './vscode-home.ts';
import { VscodeServer } from './vscode-server.ts';
import { workbenchAddress } from './workbench-address.ts';

/** A run that says nothing for longer has got stuck, milliseconds. */
const longestRunMs = 20 * 60_000;

/** What tests came to, as the workbench tells it. */
interface Ending {
  readonly code: number;
  readonly why?: string;
}

async function runTests(asked: CodeArguments): Promise<number> {
  const release = process.env.DODECA_TEST_RELEASE === 'floor' ? floorRelease : currentRelease;
  const home = await vscodeHome(release);
  // The folder of the caller where there is one: it wants to find the logs, and the processes, of the run.
  const given = process.env.DODECA_TEST_FOLDER;
  const folder = given ?? shortTemporaryFolder();
  const server = await VscodeServer.start(home, {
    folder,
    driver: true,
    trust: !asked.disableTrust || process.env.DODECA_TEST_TRUST === '1',
    ...(asked.userDataDir !== undefined && { userDataDir: asked.userDataDir }),
    ...(asked.extensionsDir !== undefined && { extensionsDir: asked.extensionsDir }),
  });
  try {
    const ending = await inBrowser(server, asked, join(folder, 'window.log'));
    // A host that was killed counts as one that ended well.
    const death = server.deathOfHost();
    const why = death === null ? ending.why : `the extension host died: ${death}`;
    if (why !== undefined) process.stderr.write(`${why}\n`);
    return why === undefined ? ending.code : ending.code || 1;
  } finally {
    await server.stop();
    if (given === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

async function inBrowser(server: VscodeServer, asked: CodeArguments, log: string): Promise<Ending> {
  const browser = await openBrowser();
  try {
    const { page } = browser;
    const ended = Promise.withResolvers<Ending>();
    // Both before the first page is shown, which calls them.
    await page.exposeFunction('codeAutomationLog', (_level: string, args: unknown[]) =>
      appendFileSync(log, `${format(...args)}\n`),
    );
    await page.exposeFunction('codeAutomationExit', (code: number | undefined) =>
      ended.resolve({ code: code ?? 1 }),
    );
    page.on('crash', () => ended.resolve({ code: 1, why: 'the page of the workbench crashed' }));
    const timer = setTimeout(
      () => ended.resolve({ code: 1, why: `no result after ${longestRunMs / 60_000} min` }),
      longestRunMs,
    );
    await page.goto(workbenchAddress(server, asked), { waitUntil: 'commit' });
    const ending = await ended.promise;
    clearTimeout(timer);
    return ending;
  } finally {
    await browser.close();
  }
}

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)
  process.on(signal, () => process.exit(code));
const asked = parseCodeArguments(process.argv.slice(2));
if (asked.extensionTestsPath === undefined) {
  process.stderr.write('Only runs of tests are understood here: --extensionTestsPath is missing.\n');
  process.exitCode = 2;
} else {
  try {
    process.exitCode = await runTests(asked);
  } catch (error) {
    process.stderr.write(isUserError(error) ? `${errorMessage(error)}\n` : `${format(error)}\n`);
    process.exitCode = 1;
  }
}
