import { existsSync } from 'node:fs';
import { join, parse } from 'node:path';

/** Whether a package can be found from a folder, as Node looks for it: in `node_modules` of it and of all above it. */
export function isInstalled(folder: string, name: string): boolean {
  const { root } = parse(folder);
  for (let at = folder; ; at = join(at, '..')) {
    if (existsSync(join(at, 'node_modules', name))) return true;
    if (at === root) return false;
  }
}

/** How the packages of a folder are installed, by the lock file that is there. */
export function installCommand(folder: string, workspace: string): string {
  if (nearestAbove(folder, workspace, 'pnpm-lock.yaml')) return 'pnpm install';
  if (nearestAbove(folder, workspace, 'yarn.lock')) return 'yarn install';
  if (
    nearestAbove(folder, workspace, 'package-lock.json') ||
    nearestAbove(folder, workspace, 'npm-shrinkwrap.json')
  )
    return 'npm ci';
  return 'npm install';
}

/** Whether a folder, or one above it up to the workspace, holds a file of this name. */
export function nearestAbove(folder: string, workspace: string, name: string): boolean {
  for (let at = folder; ; at = join(at, '..')) {
    if (existsSync(join(at, name))) return true;
    if (at === workspace || at === parse(at).root) return false;
  }
}
