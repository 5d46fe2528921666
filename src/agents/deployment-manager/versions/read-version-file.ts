import { readLockVersions, readPackageVersion, readScriptVersion } from './read-javascript.ts';
import { readAnyVersion, readCitationVersion, readPlainVersion } from './read-plain.ts';
import {
  readModuleVersion,
  readProjectVersion,
  readSetupConfigVersion,
  readSetupVersion,
} from './read-python.ts';
import { readCargoVersion } from './read-rust.ts';
import type { VersionPlace } from './version-place.ts';

type Reader = (path: string, source: string) => VersionPlace[];

const byName: Readonly<Record<string, Reader>> = {
  'package.json': readPackageVersion,
  'package-lock.json': readLockVersions,
  'npm-shrinkwrap.json': readLockVersions,
  'pyproject.toml': readProjectVersion,
  'setup.cfg': readSetupConfigVersion,
  'setup.py': readSetupVersion,
  'cargo.toml': readCargoVersion,
  version: readPlainVersion,
  'version.txt': readPlainVersion,
  'citation.cff': readCitationVersion,
};

/** Modules of a Python package and scripts that hold a version by custom. */
export const moduleName = /^(?:__init__|__about__|__version__|_version|version)\.py$/;
export const scriptName = /^version\.(?:ts|mts|js|mjs|cjs)$/;

/** What of the files of a workspace may tell its version, by path. */
export function mayTellVersion(path: string): boolean {
  const parts = path.split('/');
  const name = parts.at(-1) ?? '';
  if (parts.length === 1) return Object.hasOwn(byName, name.toLowerCase());
  if (moduleName.test(name)) return parts.length === 2 || (parts.length === 3 && parts[0] === 'src');
  return scriptName.test(name) && parts.length === 2 && (parts[0] === 'src' || parts[0] === 'lib');
}

/** Longer files are not read, UTF-16 code units; lock files are, token by token. */
const longestFile = 1024 * 1024;

/** The places of a file that tell the version. */
export function readVersionFile(path: string, source: string): VersionPlace[] {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const known = Object.hasOwn(byName, name.toLowerCase()) ? byName[name.toLowerCase()] : undefined;
  if (source.length > longestFile && known !== readLockVersions) return [];
  if (known !== undefined) return known(path, source);
  if (name.endsWith('.py')) return readModuleVersion(path, source);
  const read = scriptName.test(name) ? readScriptVersion(path, source) : [];
  return read.length > 0 ? read : readAnyVersion(path, source);
}
