// Sets this checkout up. Plain JavaScript for Node 20: it runs before anything is installed.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..');
const modules = path.join(root, 'node_modules');
const stamp = path.join(modules, '.dodeca-lock');

/** The oldest Node that runs the TypeScript sources as they are. */
const oldestNode = [22, 18];

function lockHash() {
  const lock = readFileSync(path.join(root, 'package-lock.json'));
  return createHash('sha256').update(lock).update(`${process.platform}-${process.arch}`).digest('hex');
}

/** Whether what is installed is what the lock file names. */
export function isInstalled() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash();
}

/** Installs what the lock file names, when that has not been done. No package runs a script of its own. */
export function install() {
  if (isInstalled()) return;
  process.stderr.write('Installing what package-lock.json names …\n');
  const npm = process.env.npm_execpath;
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const done = npm
    ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: ['ignore', 2, 2] })
    : spawnSync('npm', args, { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (done.status !== 0) {
    process.stderr.write('npm ci failed: see above. Is a package registry within reach?\n');
    process.exit(3);
  }
  writeFileSync(stamp, lockHash());
}

function isNewEnough(version) {
  const [major, minor] = version.replace(/^v/, '').split('.').map(Number);
  return major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
}

/** The Node that runs the sources: the pinned one, else the one that runs this if it is new enough. */
export function nodePath() {
  const name = process.platform === 'win32' ? 'win' : process.platform;
  const binary = path.join('bin', process.platform === 'win32' ? 'node.exe' : 'node');
  const pinned = path.join(modules, `node-${name}-${process.arch}`, binary);
  if (existsSync(pinned)) return pinned;
  if (isNewEnough(process.version)) return process.execPath;
  process.stderr.write(
    `Dodeca needs Node ${oldestNode.join('.')} or newer here: this is ${process.version}, and no pinned Node exists for ${process.platform}-${process.arch}.\n`,
  );
  process.exit(3);
}

/** Whether this very process can run the sources. */
export function canRunSources() {
  return isNewEnough(process.version);
}

/** Runs a command with the terminal handed on; answers with its exit code. Signals of the terminal reach it by themselves. */
export function runInherited(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options });
    // At a terminal Ctrl-C reaches the child by itself; elsewhere whoever signals this process means the child.
    const forward = (signal) => child.kill(signal);
    const forwardInterrupt = () => process.stdin.isTTY || child.kill('SIGINT');
    process.on('SIGINT', forwardInterrupt);
    process.on('SIGTERM', forward);
    child.on('error', (error) => {
      process.stderr.write(`${command}: ${error.message}\n`);
      resolve(3);
    });
    child.on('exit', (code, signal) => {
      process.off('SIGINT', forwardInterrupt);
      process.off('SIGTERM', forward);
      resolve(code ?? (signal === 'SIGINT' ? 130 : 1));
    });
  });
}
