import type { GitTag } from './git-state.ts';
import { compareVersions, parseVersion, type Version } from './versions/version.ts';

/** A tag that names a version. */
export interface VersionTag {
  readonly tag: GitTag;
  readonly prefix: string;
  readonly version: Version;
}

const usualPrefixes = ['v', '', 'V', 'release-', 'release/', 'version-', 'rel-'];

/**
 * The tags that name a version of this project, the newest version first.
 *
 * @param prefix the only one there is; null: the usual ones, and those with the name of the package
 */
export function versionTags(
  tags: readonly GitTag[],
  prefix: string | null,
  packageName: string | null,
): VersionTag[] {
  const own =
    packageName === null
      ? []
      : [`${packageName}@`, `${packageName}@v`, `${packageName}-`, `${packageName}-v`];
  const prefixes = prefix === null ? [...own, ...usualPrefixes] : [prefix];
  return tags
    .flatMap((tag): VersionTag[] => {
      for (const known of prefixes) {
        const rest = tag.name.startsWith(known) ? tag.name.slice(known.length) : '';
        const version = /^\d+[.!]/.test(rest) ? parseVersion(rest) : null;
        if (version !== null) return [{ tag, prefix: known, version }];
      }
      return [];
    })
    .sort((a, b) => compareVersions(b.version, a.version));
}

/** What stands before the version of the tag that is to be made: what stands before that of the last one, else `v`. */
export function nextPrefix(tags: readonly VersionTag[]): string {
  return (tags.find(({ tag }) => tag.merged) ?? tags[0])?.prefix ?? 'v';
}
