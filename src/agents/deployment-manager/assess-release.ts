import { workspaceFiles } from '../workspace-files.ts';
import { findChangelog, isChangelog } from './changelog/find-changelog.ts';
import { type ChangelogVerdict, judgeChangelog } from './changelog/judge-changelog.ts';
import { parseChangelog } from './changelog/parse-changelog.ts';
import { type GitState, readGitState } from './git-state.ts';
import { judgeTags, type TagVerdict } from './judge-tags.ts';
import { judgeTree, judgeVersions } from './judge-versions.ts';
import type { Check, ReleaseFinding, ReleaseParameters } from './release-check.ts';
import { type VersionTag, versionTags } from './version-tags.ts';
import { chooseVersion, type ProjectVersion } from './versions/choose-version.ts';
import { findVersions, largestFile, namedVersions } from './versions/find-versions.ts';
import { mayTellVersion } from './versions/read-version-file.ts';

/** What is known before a release. */
export interface Assessment {
  /** Null where nothing tells a version. */
  readonly project: ProjectVersion | null;
  /** Why there is nothing to be released; null where there is something. */
  readonly nothing: string | null;
  readonly git: GitState | null;
  /** How the version stands to the tags. */
  readonly tags: TagVerdict;
  readonly checks: readonly Check[];
  readonly findings: readonly ReleaseFinding[];
}

/** Looks at everything that must agree before a release. It changes nothing. */
export async function assessRelease(
  workspace: string,
  parameters: ReleaseParameters,
  now: number,
): Promise<Assessment> {
  const named = parameters.version_files.length > 0;
  const paths = releaseFiles(workspace);
  const places = named ? namedVersions(workspace, parameters.version_files) : findVersions(workspace, paths);
  const project = chooseVersion(places, named);
  if (project === null) {
    const nothing = 'no file tells a version';
    return { project, nothing, git: null, tags: noTags(parameters), checks: [], findings: [] };
  }
  const git = await readGitState(workspace);
  const { name } = project.reference;
  const known = versionTags(git?.tags ?? [], parameters.tag.prefix, name);
  const changelog = findChangelog(workspace, paths);
  if (isNobodysRelease(project, known, changelog !== null, parameters)) {
    const nothing = `${project.reference.path} is private, and there is neither a tag nor a changelog`;
    return { project, nothing, git, tags: noTags(parameters), checks: [], findings: [] };
  }
  const tags = await judgeTags(workspace, project, git, known, parameters);
  const entries = changelog === null ? [] : parseChangelog(changelog.text, name);
  const released = known.filter(({ tag }) => tag.merged).map(({ version }) => version);
  const verdict =
    changelog === null || project.version === null
      ? null
      : judgeChangelog(changelog.path, entries, project.version, released, now);
  const versions = judgeVersions(project);
  const tree = judgeTree(project, git, tags);
  return {
    project,
    nothing: parameters.deploy === null ? tags.nothing : null,
    git,
    tags,
    checks: [...versions.checks, changelogCheck(changelog?.path, verdict, project), tags.check, tree.check],
    findings: [...versions.findings, ...(verdict?.findings ?? []), ...tags.findings, ...tree.findings],
  };
}

/** The files that tell of versions. What git ignores is none of them. */
function releaseFiles(workspace: string): string[] {
  const choice = { include: [], exclude: [], max_file_size: largestFile };
  const wanted = (path: string): boolean => mayTellVersion(path) || isChangelog(path);
  return workspaceFiles(workspace, choice, wanted).files.map(({ path }) => path);
}

function noTags({ tag }: ReleaseParameters): TagVerdict {
  const check = { name: 'tag', passed: null, says: 'not looked at' } as const;
  return { name: null, prefix: tag.prefix ?? 'v', isHere: false, nothing: null, check, findings: [] };
}

/** A version that is written only since a manifest has one: nobody has ever released it, nor says that they will. */
function isNobodysRelease(
  { reference }: ProjectVersion,
  tags: readonly VersionTag[],
  hasChangelog: boolean,
  { deploy, version_files }: ReleaseParameters,
): boolean {
  const intended = deploy !== null || version_files.length > 0;
  return reference.private && tags.length === 0 && !hasChangelog && !intended;
}

function changelogCheck(
  path: string | undefined,
  verdict: ChangelogVerdict | null,
  project: ProjectVersion,
): Check {
  const name = 'changelog';
  if (path === undefined) return { name, passed: null, says: 'there is none' };
  if (verdict === null) return { name, passed: null, says: 'not looked at: the version is none' };
  if (!verdict.judged) return { name, passed: null, says: `${path} does not tell of these versions` };
  const { entry, findings } = verdict;
  const [first] = findings;
  if (first !== undefined) return { name, passed: false, says: `${path}:${first.line} ${first.message}` };
  if (entry === null) return { name, passed: null, says: `${project.reference.text} is in development` };
  const when = entry.date === null ? '' : `, ${entry.date.text}`;
  return { name, passed: true, says: `${path}:${entry.line} ${entry.version?.text ?? entry.heading}${when}` };
}
