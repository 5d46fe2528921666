import { lstatSync } from 'node:fs';
import { join, posix } from 'node:path';
import { UserError } from '../../../common/errors.ts';
import { readText } from '../../read-text.ts';
import { readPythonName } from './read-python.ts';
import { mayTellVersion, moduleName, readVersionFile } from './read-version-file.ts';
import { normalName, type VersionPlace } from './version-place.ts';

/** Bytes; larger files are not read. Lock files grow large. */
export const largestFile = 32 * 1024 * 1024;

/**
 * The places in the workspace that tell its version.
 *
 * @param paths of the files of the workspace among which they are
 */
export function findVersions(workspace: string, paths: readonly string[]): VersionPlace[] {
  const own = paths.filter(mayTellVersion);
  const texts = new Map(own.map((path) => [path, readText(workspace, path) ?? '']));
  const projects = ['pyproject.toml', 'setup.cfg', 'setup.py'].filter((path) => texts.has(path));
  const name = projects
    .map((path) => readPythonName(path, texts.get(path) ?? ''))
    .find((name) => name !== null);
  const places = [...texts].flatMap(([path, text]) => readVersionFile(path, text));
  return withoutStrangers(places, name ?? null, projects.length > 0);
}

/**
 * The places of files that the user named, in that order. Throws the UserError `version-file.unusable` for one that is
 * not there, is no file of the workspace, or tells no version.
 */
export function namedVersions(workspace: string, paths: readonly string[]): VersionPlace[] {
  return paths.flatMap((written) => {
    const path = posix.normalize(written.replaceAll('\\', '/')).replace(/^\.\//, '');
    const places = isOwnFile(workspace, path) ? readVersionFile(path, readText(workspace, path) ?? '') : null;
    if (places === null)
      throw new UserError(
        'version-file.unusable',
        `with.version_files: ${written} is no file of the workspace`,
      );
    if (places.length === 0)
      throw new UserError('version-file.unusable', `with.version_files: ${written} tells no version`);
    return places;
  });
}

/** Modules count where they are of the package that the project is named after, or the only ones. */
function withoutStrangers(
  places: readonly VersionPlace[],
  name: string | null,
  isPython: boolean,
): VersionPlace[] {
  const folderOf = ({ path }: VersionPlace): string | null => {
    const parts = path.split('/');
    return moduleName.test(parts.at(-1) ?? '') ? (parts.at(-2) ?? '') : null;
  };
  const folders = new Set(places.map(folderOf).filter((folder) => folder !== null));
  const own = [...folders].find((folder) => name !== null && normalName(folder) === normalName(name));
  const chosen = own ?? (folders.size === 1 ? [...folders][0] : undefined);
  return places.filter((place) => {
    const folder = folderOf(place);
    return folder === null || (isPython && folder === chosen);
  });
}

/** Whether a path names a file inside of the workspace, without a link on the way. */
function isOwnFile(workspace: string, path: string): boolean {
  if (posix.isAbsolute(path) || path.split('/').includes('..')) return false;
  const parts = path.split('/');
  return parts.every((_, at) => {
    const stats = lstatSync(join(workspace, ...parts.slice(0, at + 1)), { throwIfNoEntry: false });
    if (stats === undefined) return false;
    return at < parts.length - 1 ? stats.isDirectory() : stats.isFile() && stats.size <= largestFile;
  });
}
