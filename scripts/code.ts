// npm run code [-- FOLDER]: opens a real VS Code with the extension, in the sample or in another folder. That is the
// user's own `code` where it is on the PATH, else the server and the workbench that the tests use.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isUserError, UserError } from '../src/common/errors.ts';
import { findProgram } from '../src/process/find-program.ts';
import { startInstalledServer } from '../test/harness/vscode/installed-server.ts';
import { packagedExtension } from '../test/harness/vscode/packaged-extension.ts';
import { describeProcess, endOfProcesses, processesOf } from '../test/harness/vscode/processes-of.ts';
import { shortTemporaryFolder } from '../test/harness/vscode/short-temporary-folder.ts';
import { workbenchAddress } from '../test/harness/vscode/workbench-address.ts';

const root = resolve(import.meta.dirname, '..');

/** How long an engine has to end its runs after Ctrl-C, milliseconds. */
const endMs = 25_000;

/** What the command line names, seen from where npm was called. */
function folderOf(words: readonly string[]): string {
  const [given, ...more] = words;
  if (more.length > 0 || given?.startsWith('-'))
    throw new UserError('usage', 'Usage: npm run code -- FOLDER, or npm run code for the sample.');
  const folder = given
    ? resolve(process.env.INIT_CWD ?? process.cwd(), given)
    : join(root, 'samples', 'cryo-linac');
  if (!existsSync(folder)) throw new UserError('usage', `There is no ${folder}.`);
  return folder;
}

async function openDesktop(code: string, folder: string): Promise<number> {
  // It also builds what the window loads.
  await packagedExtension();
  const shell = process.platform === 'win32';
  const quoted = (word: string): string => (shell ? `"${word}"` : word);
  const args = [`--extensionDevelopmentPath=${root}`, '--new-window', folder].map(quoted);
  const child = spawn(quoted(code), args, { stdio: 'inherit', shell });
  const [status] = (await once(child, 'exit')) as [number | null];
  return status ?? 1;
}

async function serve(workspace: string): Promise<number> {
  const folder = shortTemporaryFolder();
  try {
    const server = await startInstalledServer({ folder, trust: true });
    const stopped = new Promise<string>((stop) => {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);
    });
    process.stdout.write(`VS Code is at ${workbenchAddress(server, { workspace })}\nCtrl-C ends it.\n`);
    await stopped;
    await server.stop();
    await endWhatRuns(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
  return 0;
}

/** Engines end their runs in order; whatever does not end is killed. */
async function endWhatRuns(folder: string): Promise<void> {
  for (const pid of await processesOf(folder))
    if (/[\\/]engine\.js /.test(describeProcess(pid))) process.kill(pid, 'SIGTERM');
  for (const pid of await endOfProcesses(folder, endMs)) process.kill(pid, 'SIGKILL');
}

try {
  const folder = folderOf(process.argv.slice(2));
  const code = findProgram('code', process.env);
  process.exitCode = code === null ? await serve(folder) : await openDesktop(code, folder);
} catch (error) {
  if (!isUserError(error)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
