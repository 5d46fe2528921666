import { plural } from '../../common/text.ts';
import { commitsSince, type GitState } from './git-state.ts';
import type { Check, ReleaseFinding, ReleaseParameters } from './release-check.ts';
import { nextPrefix, type VersionTag } from './version-tags.ts';
import type { ProjectVersion } from './versions/choose-version.ts';
import { compareVersions, type Version } from './versions/version.ts';

/** How a version stands to the tags of the repository. */
export interface TagVerdict {
  /** The tag of the version, made or to be made; null where none is to be made. */
  readonly name: string | null;
  readonly prefix: string;
  /** Whether the tag is there, and names the commit that is checked out. */
  readonly isHere: boolean;
  /** Why there is nothing to be tagged; null where there is something, or nobody knows. */
  readonly nothing: string | null;
  readonly check: Check;
  readonly findings: readonly ReleaseFinding[];
}

/**
 * Compares the version with the tags. Below counts what the commit descends from: another line of releases may be
 * further. A tag of this very version counts wherever it is.
 */
export async function judgeTags(
  workspace: string,
  { reference, version }: ProjectVersion,
  git: GitState | null,
  known: readonly VersionTag[],
  { tag, dry_run }: ReleaseParameters,
): Promise<TagVerdict> {
  const prefix = tag.prefix ?? nextPrefix(known);
  const verdict = { name: null, prefix, isHere: false, nothing: null, findings: [] };
  const unknown = (says: string): TagVerdict => ({ ...verdict, check: { name: 'tag', passed: null, says } });
  if (!tag.enabled) return unknown('none is made');
  if (version === null) return unknown('not looked at: the version is none');
  const name = `${prefix}${reference.text}`;
  if (git === null) return { ...unknown('no repository'), name: null };
  if (git.head === null) return { ...unknown('nothing is committed yet'), name };
  const place = { path: reference.path, line: reference.line, column: reference.column };
  const same = known.find((other) => isEqual(other.version, version));
  if (same !== undefined) {
    const made = `${same.tag.name} is`;
    if (same.tag.commit === git.head) {
      const check: Check = { name: 'tag', passed: true, says: `${made} this commit` };
      const nothing = `${reference.text} is released: ${made} the commit that is checked out`;
      return { ...verdict, name: same.tag.name, isHere: true, nothing, check };
    }
    const since = same.tag.merged ? await commitsSince(workspace, same.tag.commit) : null;
    const where = since === null ? 'at another commit' : `${plural(since, 'commit')} ago`;
    const says = `${reference.text} was tagged ${where} (${same.tag.name}): raise the version before the next release`;
    const severity = dry_run ? undefined : ('error' as const);
    const findings: ReleaseFinding[] = [{ rule: 'tag-exists', ...place, message: says, severity }];
    return {
      ...verdict,
      name: same.tag.name,
      nothing: says,
      check: { name: 'tag', passed: false, says },
      findings,
    };
  }
  const last = known.find((other) => other.tag.merged);
  if (last !== undefined && compareVersions(version, last.version) < 0) {
    const says = `${reference.text} is below ${last.version.text}, which was tagged already (${last.tag.name})`;
    const findings: ReleaseFinding[] = [{ rule: 'version-not-raised', ...place, message: says }];
    return { ...verdict, name, check: { name: 'tag', passed: false, says }, findings };
  }
  const above = last === undefined ? 'the first' : `above ${last.tag.name}`;
  return { ...verdict, name, check: { name: 'tag', passed: true, says: `${name} is free, and ${above}` } };
}

function isEqual(a: Version, b: Version): boolean {
  return a.text === b.text || compareVersions(a, b) === 0;
}
