import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { isUserError } from '../../../src/common/errors.ts';
import { cacheFolder } from './cache-folder.ts';
import { installOnce } from './install-once.ts';
import { writeStandIns } from './native-stand-ins.ts';
import { npm } from './npm-install.ts';

/** A VS Code that can be had from the package registry alone: the server and the workbench of code-server. */
export interface VscodeRelease {
  readonly vscode: string;
  readonly codeServer: string;
  /** The Node that the extension host runs on, as that release of VS Code has it. */
  readonly node: string;
}

/** What the tests run in. */
export const currentRelease: VscodeRelease = { vscode: '1.139.1', codeServer: '4.139.1', node: '24.21.0' };

/** The oldest that `engines.vscode` allows. */
export const floorRelease: VscodeRelease = { vscode: '1.103.2', codeServer: '4.103.2', node: '22.17.1' };

/** An installed VS Code. */
export interface VscodeHome {
  readonly release: VscodeRelease;
  /** The program that runs the server, and the extension host. */
  readonly node: string;
  readonly serverMain: string;
}

/** Only other servers, other platforms and the chat of VS Code load these: 270 MB that no test needs. */
const superfluous = [
  'node_modules/@github',
  'node_modules/@microsoft/mxc-sdk',
  'node_modules/@vscode/sqlite3',
  'node_modules/@vscode/windows-process-tree',
  'node_modules/@vscode/windows-registry',
  'node_modules/@devcontainers',
  'extensions/copilot',
];

/** The VS Code of a release, installed where it was not yet. Fails with a UserError where no registry is in reach. */
export async function vscodeHome(release: VscodeRelease = currentRelease): Promise<VscodeHome> {
  const folder = join(cacheFolder(), `vscode-${release.codeServer}`);
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const nodePackage = `node-${platform}-${process.arch}`;
  const vscode = join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
  const home: VscodeHome = {
    release,
    node: join(
      folder,
      'node_modules',
      nodePackage,
      'bin',
      process.platform === 'win32' ? 'node.exe' : 'node',
    ),
    serverMain: join(vscode, 'out', 'server-main.js'),
  };
  await installOnce({
    title: `VS Code ${release.vscode}`,
    folder,
    recipe: `code-server ${release.codeServer}, ${nodePackage} ${release.node}, 1`,
    install: () =>
      install(folder, vscode, home, { 'code-server': release.codeServer, [nodePackage]: release.node }),
  });
  return home;
}

async function install(
  folder: string,
  vscode: string,
  home: VscodeHome,
  dependencies: Readonly<Record<string, string>>,
): Promise<void> {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
  await npm(folder, ['install']);
  const env = { PATH: `${dirname(home.node)}${delimiter}${process.env.PATH ?? ''}` };
  // Not `npm ci`: the lock file that code-server is published with is out of step with its manifest.
  const plain = ['install', '--omit=dev', '--no-save'];
  await npm(vscode, plain, env);
  writeStandIns(join(vscode, 'node_modules'));
  await completeOldServer(folder, vscode, home, env);
  // The built-in extensions share one dependency, typescript.
  await npm(join(vscode, 'extensions'), plain, env);
  for (const path of superfluous) rmSync(join(vscode, path), { recursive: true, force: true });
}

/** What servers before 1.120 fetched or compiled when they were installed: the terminal and ripgrep. */
async function completeOldServer(
  folder: string,
  vscode: string,
  home: VscodeHome,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const modules = join(vscode, 'node_modules');
  const platform = `${process.platform}-${process.arch}`;
  const terminal = join(modules, 'node-pty', 'build', 'Release', 'pty.node');
  if (!existsSync(terminal) && !existsSync(join(modules, 'node-pty', 'prebuilds', platform, 'pty.node'))) {
    const headers = { npm_config_nodedir: dirname(dirname(home.node)) };
    try {
      await npm(vscode, ['rebuild', 'node-pty'], { ...env, ...headers });
    } catch (error) {
      if (!isUserError(error)) throw error;
    }
    if (!existsSync(terminal)) process.stderr.write('(no compiler: without terminals) ');
  }
  const ripgrep = join(modules, '@vscode', 'ripgrep');
  const program = join(ripgrep, 'bin', 'rg');
  if (!existsSync(ripgrep) || existsSync(program)) return;
  await npm(folder, ['install', '--no-save', '@vscode/ripgrep-universal@1.18.0']);
  mkdirSync(dirname(program), { recursive: true });
  symlinkSync(join(folder, 'node_modules', '@vscode', 'ripgrep-universal', 'bin', platform, 'rg'), program);
}
