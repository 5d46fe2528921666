import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { findByEnvironment } from '../../src/process/find-by-environment.ts';
import { type BrowserWindow, openBrowser } from '../harness/vscode/browser.ts';
import { describeProcess } from '../harness/vscode/processes-of.ts';
import { copySample } from '../harness/vscode/sample-workspace.ts';
import { shortTemporaryFolder } from '../harness/vscode/short-temporary-folder.ts';

const root = join(import.meta.dirname, '..', '..');

/** Starts the command as npm would, called in a folder: the path that it is given is seen from there. */
function runCode(folder: string, words: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  return spawn(process.execPath, [join(root, 'scripts', 'run-source.mjs'), 'scripts/code.ts', ...words], {
    cwd: root,
    env: { ...process.env, INIT_CWD: folder, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

describe('npm run code, where no VS Code is installed', () => {
  const mark = { name: 'DODECA_TEST_MARK', value: randomUUID() };
  let folder = '';
  let command: ChildProcess | undefined;
  let browser: BrowserWindow | undefined;
  let said = '';

  before(() => {
    folder = shortTemporaryFolder();
    copySample(join(folder, 'plant'));
    command = runCode(folder, ['plant'], { PATH: dirname(process.execPath), [mark.name]: mark.value });
    command.stdout?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  });

  after(async () => {
    await browser?.close();
    command?.kill('SIGTERM');
    if (command !== undefined && command.exitCode === null) await once(command, 'exit');
    rmSync(folder, { recursive: true, force: true });
  });

  it('prints the address of a window that shows the folder, once it is trusted', async () => {
    while (!said.includes('Ctrl-C')) await once(command?.stdout ?? assert.fail('no output'), 'data');
    const [address] = /http:\S+/.exec(said) ?? [];
    assert.ok(address, said);
    browser = await openBrowser();
    const { page } = browser;
    page.setDefaultTimeout(60_000);
    await page.goto(address);
    await page.locator('.statusbar-item').getByText('Restricted Mode').click();
    await page.locator('.workspace-trust-editor .monaco-button').getByText('Trust', { exact: true }).click();
    await page.locator('.statusbar-item').getByText('Restricted Mode').waitFor({ state: 'hidden' });
    await page.locator('.action-label[aria-label^="Close Modal Editor"]').click();
    await page.locator('.activitybar .action-label[aria-label^="Dodeca"]').click();
    await page
      .locator('.sidebar .monaco-list-row')
      .getByText('load_telemetry', { exact: true })
      .first()
      .waitFor();
    const running = (await findByEnvironment(mark)).map(describeProcess);
    assert.ok(
      running.some((process) => process.includes('engine.js')),
      running.join('\n'),
    );
  });

  it('leaves nothing behind after Ctrl-C', async () => {
    assert.ok(command);
    command.kill('SIGINT');
    const [code] = await once(command, 'exit');
    assert.equal(code, 0);
    assert.deepEqual((await findByEnvironment(mark)).map(describeProcess), []);
  });
});

describe('npm run code, where VS Code is installed', () => {
  let folder = '';

  before(() => {
    folder = shortTemporaryFolder();
    copySample(join(folder, 'plant'));
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  it('lets that one open the folder with the extension of this checkout', async () => {
    // It stands for the user's own and says what it was asked for.
    const [name, program] =
      process.platform === 'win32' ? ['code.cmd', '@echo %*\r\n'] : ['code', '#!/bin/sh\necho "$@"\n'];
    writeFileSync(join(folder, name), program);
    chmodSync(join(folder, name), 0o755);
    const command = runCode(folder, ['plant'], { PATH: [folder, dirname(process.execPath)].join(delimiter) });
    let said = '';
    command.stdout?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    const [code] = await once(command, 'close');
    assert.equal(code, 0);
    assert.ok(said.includes(`--extensionDevelopmentPath=${root}`), said);
    assert.ok(said.includes(join(folder, 'plant')), said);
  });
});
