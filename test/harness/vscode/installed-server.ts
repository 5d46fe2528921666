import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { copyPackage } from './packaged-extension.ts';
import { serverEnvironment } from './server-environment.ts';
import { vscodeHome } from './vscode-home.ts';
import { type ServerOptions, VscodeServer } from './vscode-server.ts';

/** Starts a VS Code that the packed extension was installed into, as a user does it. */
export async function startInstalledServer(options: ServerOptions): Promise<VscodeServer> {
  const { folder } = options;
  const [home, vsix] = [await vscodeHome(), await copyPackage(folder)];
  const folders = ['--server-data-dir', join(folder, 'd'), '--extensions-dir', join(folder, 'e')];
  await promisify(execFile)(home.node, [home.serverMain, '--install-extension', vsix, ...folders], {
    env: serverEnvironment(folder),
  });
  return VscodeServer.start(home, options);
}
