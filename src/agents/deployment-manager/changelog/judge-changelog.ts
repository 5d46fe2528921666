import type { ReleaseFinding } from '../release-check.ts';
import { compareVersions, isDevelopment, type Version } from '../versions/version.ts';
import type { ChangelogEntry } from './parse-changelog.ts';

/** How a changelog stands to the version that is to be released. */
export interface ChangelogVerdict {
  /** What tells of the version: its entry, or that of what is unreleased; null where nothing does. */
  readonly entry: ChangelogEntry | null;
  /** Whether it could be told at all: a changelog without any version has a form of its own. */
  readonly judged: boolean;
  readonly findings: readonly ReleaseFinding[];
}

/** So many entries are judged by order and date: nobody mends what was written long ago. */
const judgedEntries = 10;
/** A day may have begun elsewhere, milliseconds. */
const dayElsewhere = 36 * 3_600_000;

/**
 * Judges a changelog before a release.
 *
 * @param released versions that were released before, the newest first; empty where nobody knows
 * @param now milliseconds since 1970
 */
export function judgeChangelog(
  path: string,
  entries: readonly ChangelogEntry[],
  version: Version,
  released: readonly Version[],
  now: number,
): ChangelogVerdict {
  const known = entries.filter((entry) => entry.version !== null);
  const newest = known[0];
  const entry = entryOf(entries, version);
  // Before the first release a changelog has nothing but what is unreleased.
  if (newest === undefined) return { entry, judged: entry !== null, findings: [] };
  if (entry === null && isAbandoned(known, version, released)) return { entry, judged: false, findings: [] };
  const findings: ReleaseFinding[] = [];
  const ascending = isAscending(known);
  if (entry === null && !isDevelopment(version)) {
    const top = ascending ? known.at(-1) : newest;
    findings.push({
      rule: 'changelog-missing',
      path,
      line: (top ?? newest).line,
      message: `there is no entry for ${version.text}, and none with content for what is unreleased; the newest is ${top?.version?.text}`,
    });
  }
  if (!ascending) {
    const recent = known.slice(0, judgedEntries);
    findings.push(...judgeOrder(path, recent), ...judgeDates(path, recent, now));
  }
  return { entry, judged: true, findings };
}

/** What tells of a version: its own entry, one of its release or of its line (`1.2`), or what is unreleased. */
function entryOf(entries: readonly ChangelogEntry[], version: Version): ChangelogEntry | null {
  const same = entries.find(
    (entry) =>
      entry.version !== null &&
      // `Version 1.2.2 & 1.2.3`
      (compareVersions(entry.version, version) === 0 ||
        entry.heading.split(/[\s,&/()]+/).includes(version.text)),
  );
  const release = { ...version, pre: null, post: null, dev: null };
  const near = entries.find((entry) => {
    if (entry.version === null) return false;
    const line = entry.version.release;
    const isLine = line.length < 3 && line.every((number, at) => number === version.release[at]);
    return compareVersions(entry.version, release) === 0 || (isLine && entry.version.pre === null);
  });
  const unreleased = entries.find((entry) => entry.unreleased && entry.hasContent);
  return same ?? near ?? unreleased ?? null;
}

/**
 * Whether nobody writes the changelog any more: the last two releases are not in it, or, where these are not known,
 * not even the first of the major version.
 */
function isAbandoned(
  known: readonly ChangelogEntry[],
  version: Version,
  released: readonly Version[],
): boolean {
  const before = released.filter((other) => compareVersions(other, version) < 0).slice(0, 2);
  if (before.length === 2) return before.every((other) => entryOf(known, other) === null);
  const [major = 0, ...rest] = version.release;
  return (
    rest.some((number) => number > 0) && known.every((entry) => (entry.version?.release[0] ?? 0) < major)
  );
}

/** Whether a changelog begins with its oldest entry. */
function isAscending(entries: readonly ChangelogEntry[]): boolean {
  let up = 0;
  let down = 0;
  for (const [above, below] of pairs(entries)) {
    const difference = compareEntries(above, below);
    if (difference < 0) up += 1;
    else if (difference > 0) down += 1;
  }
  return up > down;
}

/** An entry that stands above a newer one, by version and by date: lines of releases may be mixed by either. */
function judgeOrder(path: string, entries: readonly ChangelogEntry[]): ReleaseFinding[] {
  const wrong = pairs(entries).filter(([above, below]) => {
    if (compareEntries(above, below) >= 0) return false;
    const [timeAbove, timeBelow] = [above.date?.time ?? null, below.date?.time ?? null];
    return timeAbove === null || timeBelow === null || timeAbove < timeBelow;
  });
  // Where more than one stands so, the order is another one.
  if (wrong.length !== 1) return [];
  return wrong.map(([above, below]) => ({
    rule: 'changelog-order',
    path,
    line: below.line,
    message: `${below.version?.text} stands below ${above.version?.text}, which is older`,
  }));
}

function judgeDates(path: string, entries: readonly ChangelogEntry[], now: number): ReleaseFinding[] {
  const findings: ReleaseFinding[] = [];
  const tell = (entry: ChangelogEntry, message: string): void => {
    findings.push({ rule: 'changelog-date', path, line: entry.line, message });
  };
  for (const entry of entries) {
    const { date, version } = entry;
    if (date === null || version === null) continue;
    if (date.time === null) tell(entry, `the date ${date.text} of ${version.text} does not exist`);
    else if (date.time > now + dayElsewhere && !entry.unreleased)
      tell(entry, `the date ${date.text} of ${version.text} lies in the future`);
  }
  for (const [above, below] of pairs(entries)) {
    const [newer, older] = [above.date?.time ?? null, below.date?.time ?? null];
    if (newer === null || older === null || newer >= older || !mustFollow(above, below)) continue;
    tell(
      above,
      `${above.version?.text} is dated ${above.date?.text}, before ${below.version?.text} of ${below.date?.text}`,
    );
  }
  return findings;
}

/** Releases of one line follow one another, and the first of a line is before all of the next line. */
function mustFollow({ version: newer }: ChangelogEntry, { version: older }: ChangelogEntry): boolean {
  if (newer === null || older === null || compareVersions(newer, older) <= 0) return false;
  if (newer.release[0] !== older.release[0]) return false;
  const isSameLine = (newer.release[1] ?? 0) === (older.release[1] ?? 0);
  return isSameLine || (newer.pre === null && (older.release[2] ?? 0) === 0);
}

function compareEntries({ version: a }: ChangelogEntry, { version: b }: ChangelogEntry): number {
  return a === null || b === null ? 0 : compareVersions(a, b);
}

function pairs<T>(list: readonly T[]): [T, T][] {
  return list.slice(1).map((below, at) => [list[at] as T, below]);
}
