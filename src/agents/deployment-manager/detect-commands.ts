import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { readText } from '../read-text.ts';
import { readPackageManifest } from './versions/read-javascript.ts';
import type { VersionPlace } from './versions/version-place.ts';

/** Where packages are put, relative to the workspace. */
export const packageFolder = '.dodeca/packages';

/** The commands that a workspace itself says it is built and packed with; null where it says nothing. */
export interface DetectedCommands {
  readonly build: string | null;
  readonly pack: string | null;
}

const packageManagers = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
] as const;

/** Looks which commands fit the project whose version is released. */
export function detectCommands(workspace: string, { ecosystem }: VersionPlace): DetectedCommands {
  const has = (name: string): boolean =>
    lstatSync(join(workspace, name), { throwIfNoEntry: false })?.isFile() ?? false;
  if (ecosystem === 'python' && (has('pyproject.toml') || has('setup.py')))
    return { build: `python -m build --outdir ${packageFolder}`, pack: null };
  if (ecosystem === 'rust' && has('Cargo.toml')) return { build: 'cargo build --release', pack: null };
  if (ecosystem === 'python' || ecosystem === 'rust' || !has('package.json'))
    return { build: null, pack: null };
  const manifest = readPackageManifest(readText(workspace, 'package.json') ?? '');
  const manager = packageManagers.find(([lock]) => has(lock))?.[1] ?? 'npm';
  return {
    build: manifest.builds ? `${manager} run build` : null,
    pack: manifest.private || manifest.name === null ? null : `npm pack --pack-destination ${packageFolder}`,
  };
}
