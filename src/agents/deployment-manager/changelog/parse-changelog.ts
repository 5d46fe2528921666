import { parseVersion, type Version } from '../versions/version.ts';
import { type EntryDate, readDate } from './read-date.ts';

/** What a changelog says of one version, or of what is not released yet. */
export interface ChangelogEntry {
  /** From 1. */
  readonly line: number;
  /** The heading without its marks. */
  readonly heading: string;
  /** Null where it is of what is unreleased. */
  readonly version: Version | null;
  /** Whether it is of what is unreleased, be its version known or not. */
  readonly unreleased: boolean;
  /** Null where there is none, or none that can be told. */
  readonly date: EntryDate | null;
  /** Whether something is written in it. */
  readonly hasContent: boolean;
}

/** Longer lines are no headings. */
const longestHeading = 300;

/**
 * The entries of a changelog, in their order: Keep a Changelog, Conventional Commits, headings of Markdown and
 * reStructuredText of all levels, lines in bold, and where there is none of these, lines that begin with a version.
 *
 * @param packageName may stand before the version
 */
export function parseChangelog(text: string, packageName: string | null = null): ChangelogEntry[] {
  const lines = text.split(/\r\n|\n|\r/);
  const headings = findHeadings(lines);
  const entries = toEntries(lines, headings, packageName);
  if (entries.length > 0) return entries;
  const bare = lines.flatMap((line, at) =>
    barePattern.test(line.slice(0, longestHeading)) ? [{ at, text: line }] : [],
  );
  return toEntries(lines, bare, packageName);
}

interface Heading {
  /** Index of its line. */
  readonly at: number;
  readonly text: string;
}

/** `1.2.3 / 2024-01-05`, `v1.2.3 (2024-01-05)`, `Version 1.2.3:`, `- 1.2.3 (2024-01-05)`, nothing before it. */
const barePattern =
  /^(?:version\s+|release\s+)?v?\d+\.\d+[\w.+-]*\s*(?:[-–—/:(,].*)?$|^\s{0,3}[-*] v?\d+\.\d+[\w.+-]* \(\d.*\)$/i;

function findHeadings(lines: readonly string[]): Heading[] {
  const headings: Heading[] = [];
  let fence: string | null = null;
  let comment = false;
  for (const [at, line] of lines.entries()) {
    if (line.length > longestHeading) continue;
    const mark = /^ {0,3}(```|~~~)/.exec(line)?.[1];
    if (fence !== null || comment) {
      if (mark === fence) fence = null;
      if (line.includes('-->')) comment = false;
      continue;
    }
    if (mark !== undefined) fence = mark;
    else if (/^\s*<!--/.test(line)) comment = !line.includes('-->');
    else if (/^ {0,3}#{1,6}\s/.test(line)) headings.push({ at, text: line.replace(/^ {0,3}#+/, '') });
    else if (/^\*\*.{1,100}\*\*/.test(line)) headings.push({ at, text: line });
    else if (/^ {0,3}([=\-~^"'*+`])\1{2,}\s*$/.test(line)) {
      const before = lines[at - 1] ?? '';
      const isText = before.trim() !== '' && before.length <= longestHeading && !/^\s*[-*+#>|]/.test(before);
      if (isText && (at < 2 || isBreak(lines[at - 2] ?? ''))) headings.push({ at: at - 1, text: before });
    }
  }
  return headings;
}

/** What may stand before a heading that is underlined: nothing, or a line over it. */
function isBreak(line: string): boolean {
  return line.trim() === '' || /^\s*([=\-~^"'*+`])\1{2,}\s*$/.test(line) || /^\.\. /.test(line);
}

function toEntries(
  lines: readonly string[],
  headings: readonly Heading[],
  packageName: string | null,
): ChangelogEntry[] {
  const begun = headings.flatMap((heading) => {
    const entry = readHeading(heading, packageName);
    return entry === null ? [] : [{ at: heading.at, entry }];
  });
  const isHeading = new Set(headings.map(({ at }) => at));
  return begun.map(({ at, entry }, index) => {
    const end = begun[index + 1]?.at ?? lines.length;
    let hasContent = false;
    for (let line = at + 1; line < end && !hasContent; line++) {
      const text = lines[line] ?? '';
      // A definition of a link is no content, and neither is what underlines a heading.
      hasContent = /[\p{L}\p{N}]/u.test(text) && !isHeading.has(line) && !/^\[[^\]]{1,100}\]:/.test(text);
    }
    return { ...entry, hasContent };
  });
}

const unreleasedWords =
  /^(?:version\s+)?(?:unreleased|unpublished|next|upcoming|head|main|master|trunk|dev|develop|development|in progress|work in progress|wip|tbd|to be released|not (?:yet )?released|future|current|vnext|pending)(?:\s+(?:changes|release|version|code))?\s*(?:[-–—/:(\][].*)?$/i;

function readHeading(
  { at, text }: Heading,
  packageName: string | null,
): Omit<ChangelogEntry, 'hasContent'> | null {
  const heading = plainText(text);
  const line = at + 1;
  const rest = withoutLead(heading, packageName);
  const match = /^v?\.?\s?(\d+(?:\.\d+)*(?:\.[x*])?[\w.+!-]*)(?=$|[\s\])(:,;/–—|"'])/i.exec(rest);
  const written = match?.[1]?.replace(/\.[x*]$/i, '');
  const version = written?.includes('.') || /^v?\d+$/.test(rest) ? parseVersion(written ?? '') : null;
  if (match === null || version === null) {
    if (!unreleasedWords.test(heading.replace(/^\[|\]$/g, ''))) return null;
    return { line, heading, version: null, unreleased: true, date: null };
  }
  const behind = rest.slice(match[0].length);
  const unreleased = /unreleased|not (?:yet )?released|in progress|upcoming|\btbd\b|\bwip\b/i.test(behind);
  return { line, heading, version, unreleased, date: readDate(behind) };
}

/** Without links, code, emphasis and brackets around the version. */
function plainText(text: string): string {
  return text
    .replace(/\[([^\]]{1,200})\]\([^)]{0,500}\)/g, '$1')
    .replace(/<[^>]{1,200}>/g, '')
    .replace(/[[\]`*]/g, '')
    .replace(/\s#+\s*$/, '')
    .replace(/^[^\p{L}\p{N}@]+/u, '')
    .trim();
}

/** Without words that may stand before the version. */
function withoutLead(heading: string, packageName: string | null): string {
  const name = packageName ?? '';
  const lower = heading.toLowerCase();
  const rest = name !== '' && lower.startsWith(name.toLowerCase()) ? heading.slice(name.length) : heading;
  // `2024-01-05, version 1.2.3`
  return rest
    .replace(/^\d{4}-\d\d-\d\d,?\s+(?=v|\d+\.)/i, '')
    .replace(
      /^[\s@:–—-]*(?:(?:changes (?:in|for)|what's new in|new in|version|revision|release|rel)\b[\s:]*)*/i,
      '',
    );
}
