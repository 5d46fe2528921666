import { plural } from '../../common/text.ts';
import type { FindingFix } from '../../model/event.ts';
import type { GitState } from './git-state.ts';
import type { TagVerdict } from './judge-tags.ts';
import type { Check, ReleaseFinding } from './release-check.ts';
import { type ProjectVersion, readBy } from './versions/choose-version.ts';
import type { VersionPlace } from './versions/version-place.ts';

interface Judgement<C> {
  readonly findings: readonly ReleaseFinding[];
  readonly checks: C;
}

/** Whether the version is one, and all files tell it. */
export function judgeVersions(project: ProjectVersion): Judgement<readonly Check[]> {
  const { reference, version, compared, mismatches } = project;
  const findings: ReleaseFinding[] = [];
  const rules = reference.scheme === 'semver' ? 'Semantic Versioning' : 'PEP 440';
  if (version === null) {
    const message = `${reference.text} is no version by ${reference.scheme === 'any' ? 'any rules' : rules}`;
    findings.push({ rule: 'version-invalid', ...placeOf(reference), message });
  }
  for (const { place, expected } of mismatches) {
    findings.push({
      rule: 'version-mismatch',
      ...placeOf(place),
      message: `${place.text} is told here, ${expected.text} in ${expected.path}`,
      fix: setVersion(place, expected),
    });
  }
  const paths = [...new Set(compared.map(({ path }) => path))];
  const wrong = [...new Set(mismatches.map(({ place }) => place.path))];
  return {
    findings,
    checks: [
      {
        name: 'version',
        passed: version !== null,
        says:
          version === null
            ? `${reference.text} in ${reference.path} is none`
            : `${reference.text} in ${reference.path}`,
      },
      {
        name: 'files',
        // One file agrees with itself.
        passed: compared.length < 2 ? null : wrong.length === 0,
        says:
          compared.length < 2
            ? 'no other file tells it'
            : wrong.length === 0
              ? `${paths.join(', ')} agree`
              : `${wrong.join(', ')} ${wrong.length === 1 ? 'tells' : 'tell'} another version`,
      },
    ],
  };
}

/** Whether what is committed is what lies in the folder. */
export function judgeTree(
  { reference }: ProjectVersion,
  git: GitState | null,
  tags: TagVerdict,
): { readonly findings: readonly ReleaseFinding[]; readonly check: Check } {
  const changed = git?.changed ?? null;
  if (changed === null)
    return {
      findings: [],
      check: { name: 'tree', passed: null, says: git === null ? 'no repository' : 'git does not tell' },
    };
  if (changed.length === 0)
    return { findings: [], check: { name: 'tree', passed: true, says: 'everything is committed' } };
  const first = changed.slice(0, 5).map(shownPath).join(', ');
  const more = changed.length > 5 ? ` and ${changed.length - 5} more` : '';
  const says = `${plural(changed.length, 'change')} not committed: ${first}${more}`;
  // Work on what comes after a release is no fault of it.
  const findings: ReleaseFinding[] =
    tags.nothing === null ? [{ rule: 'dirty-tree', ...placeOf(reference), message: says }] : [];
  return { findings, check: { name: 'tree', passed: false, says } };
}

/** A path on one line. */
function shownPath(path: string): string {
  return /\p{Cc}/u.test(path) ? JSON.stringify(path) : path;
}

function placeOf({ path, line, column }: VersionPlace): { path: string; line: number; column: number } {
  return { path, line, column };
}

/** Writes the version that is expected; none where it would not be one there. */
function setVersion(place: VersionPlace, expected: VersionPlace): FindingFix | undefined {
  if (readBy({ ...expected, scheme: place.scheme }) === null) return undefined;
  const { line, column, text } = place;
  const edit = { line, column, end_line: line, end_column: column + text.length, text: expected.text };
  return { title: `Set the version to ${expected.text}`, edits: [edit] };
}
