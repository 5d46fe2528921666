import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { copyPackage } from './packaged-extension.ts';
import { serverEnvironment } from './server-environment.ts';
import { shortTemporaryFolder } from './short-temporary-folder.ts';
import { type VscodeHome, vscodeHome } from './vscode-home.ts';
import { type ServerOptions, VscodeServer } from './vscode-server.ts';

/** The extensions of every server that this process starts: nobody writes there once it is installed. */
let installed: Promise<string> | undefined;

/** Starts a VS Code that the packed extension was installed into, as a user does it. */
export async function startInstalledServer(options: ServerOptions): Promise<VscodeServer> {
  const home = await vscodeHome();
  installed ??= installedExtensions(home);
  // One that failed is not what all others get.
  installed.catch(() => {
    installed = undefined;
  });
  return VscodeServer.start(home, { ...options, extensionsDir: await installed });
}

/** Installs the packed extension into a folder of its own, which goes with this process; answers with the folder. */
async function installedExtensions(home: VscodeHome): Promise<string> {
  const folder = shortTemporaryFolder();
  const extensions = join(folder, 'e');
  const vsix = await copyPackage(folder);
  const folders = ['--server-data-dir', join(folder, 'd'), '--extensions-dir', extensions];
  await promisify(execFile)(home.node, [home.serverMain, '--install-extension', vsix, ...folders], {
    env: serverEnvironment(folder),
  });
  return extensions;
}
