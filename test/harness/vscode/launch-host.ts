import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { runTests } from '@vscode/test-electron';
import { errorMessage } from '../../../src/common/errors.ts';
import type { Launch } from '../../vscode/launches.ts';
import { findDebugpyPython } from '../debugpy-python.ts';
import { bundleSpecs } from './bundle-specs.ts';
import { cacheFolder } from './cache-folder.ts';
import { writeCodeLauncher } from './code-launcher.ts';
import { EventTail } from './event-tail.ts';
import { keepLogs } from './keep-logs.ts';
import { unpackExtension } from './packaged-extension.ts';
import { describeProcess, endOfProcesses } from './processes-of.ts';
import { shortTemporaryFolder } from './short-temporary-folder.ts';
import type { HostRun, TestEvent } from './test-event.ts';
import { floorRelease } from './vscode-home.ts';
import { quietSettings } from './vscode-server.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/** How long an engine has to leave after its window was closed, milliseconds; it wants a second. */
const leaveMs = 20_000;

/** What a launch is done with. */
export interface HostLaunch {
  readonly launch: Launch;
  readonly specs: readonly string[];
  readonly grep?: string;
  readonly floor: boolean;
  readonly tell: (event: TestEvent) => void;
}

/** Runs tests in the extension host of one window, against the unpacked package. What happens is told as it comes. */
export async function launchHost(given: HostLaunch): Promise<void> {
  const { launch } = given;
  const folder = shortTemporaryFolder();
  const tail = new EventTail(join(folder, 'events'), given.tell);
  let failures = 0;
  const fail = (what: string, error: string): void => {
    failures += 1;
    given.tell({ type: 'failed', path: [launch.name, tail.running ?? what], depth: 0, error });
  };
  try {
    const code = await run(given, folder, tail);
    tail.read();
    if (!tail.ended) fail('the tests end', `VS Code ended before its tests did: ${code}`);
    else if (code !== null && tail.failures === 0) fail('VS Code ends well', code);
    const left = await endOfProcesses(folder, leaveMs);
    if (left.length > 0) fail('nothing is left running', left.map(describeProcess).join('\n'));
    for (const pid of left) process.kill(pid, 'SIGKILL');
  } finally {
    tail.stop();
    if (failures + tail.failures > 0) keepLogs(folder, join(root, 'test-results', 'vscode', launch.name));
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Answers with what went wrong, null where nothing did. */
async function run(
  { launch, specs, grep, floor }: HostLaunch,
  folder: string,
  tail: EventTail,
): Promise<string | null> {
  const bundles = await bundleSpecs(specs, folder);
  const workspaces = join(folder, 'w');
  mkdirSync(workspaces);
  const settings = join(folder, 'u', 'User');
  mkdirSync(settings, { recursive: true });
  writeFileSync(join(settings, 'settings.json'), JSON.stringify({ ...quietSettings, ...launch.settings }));
  const hostRun: HostRun = {
    events: tail.file,
    specs: bundles.specs,
    mocha: import.meta.resolve('mocha'),
    ...(grep !== undefined && { grep }),
  };
  const desktop = process.env.DODECA_TEST_VSCODE;
  let said = '';
  const hear = (): Writable =>
    new Writable({
      write: (bytes: Buffer, _encoding, next) => {
        said = `${said}${bytes}`.slice(-2000);
        next();
      },
    });
  // It tells the exit code on the console, which is told below where it matters.
  const { log } = console;
  console.log = () => undefined;
  try {
    await runTests({
      stdout: hear(),
      stderr: hear(),
      ...(desktop === undefined
        ? { vscodeExecutablePath: writeCodeLauncher(folder) }
        : desktop !== 'desktop' && { vscodeExecutablePath: desktop }),
      ...(floor && { version: floorRelease.vscode }),
      cachePath: join(cacheFolder(), 'desktop'),
      extensionDevelopmentPath: await unpackExtension(folder),
      extensionTestsPath: bundles.entry,
      launchArgs: [
        launch.prepare(workspaces),
        `--user-data-dir=${join(folder, 'u')}`,
        `--extensions-dir=${join(folder, 'e')}`,
      ],
      extensionTestsEnv: {
        DODECA_TEST_RUN: JSON.stringify(hostRun),
        DODECA_TEST_FOLDER: folder,
        DODECA_TEST_TRUST: launch.trust === true ? '1' : '0',
        ...(floor && { DODECA_TEST_RELEASE: 'floor' }),
        // An engine leaves as soon as nobody needs it.
        DODECA_IDLE_MS: '300',
        DODECA_TEST_NODE: process.execPath,
        // Looked for out here: the caches of a window are its own, and empty.
        ...(launch.debugpy === true && { DODECA_TEST_PYTHON: (await findDebugpyPython()) ?? '' }),
      },
    });
    return null;
  } catch (error) {
    return `${errorMessage(error)}\n${said.trim()}`;
  } finally {
    console.log = log;
  }
}
