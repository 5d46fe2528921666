import { plural } from '../common/text.ts';
import type {
  DocumentReport,
  DuplicateGroup,
  FixReport,
  QueueReason,
  ReviewFinding,
  ReviewQueue,
} from '../model/library-review.ts';

const headings: Readonly<Record<QueueReason, string>> = {
  stale: 'Stale: what they were made from has changed',
  findings: 'With errors',
  duplicates: 'Groups that say the same, of which nobody has said which one to go by',
};

/** Members of a group that are shown. */
const shown = 8;

/** What waits for somebody to look at it, for people. */
export function queueLines({ statuses, waiting, documents, groups }: ReviewQueue): string[] {
  const counts = Object.entries(statuses).filter(([, count]) => count > 0);
  if (counts.length === 0) return ['Nothing is in the library yet: dodeca library build.'];
  const told = counts.sort(([, a], [, b]) => b - a).map(([status, count]) => `${count} ${status}`);
  const sections = (['stale', 'findings'] as const).flatMap((reason) => {
    if (waiting[reason] === 0) return [];
    const own = documents.filter((document) => document.reason === reason);
    return [
      '',
      `${headings[reason]}: ${waiting[reason]}`,
      ...own.flatMap(({ path, because, findings }) => [
        reason === 'stale' ? `  ${path}  ${because}` : `  ${path}`,
        ...(reason === 'stale' ? [] : errorsOf(findings).map((finding) => `    ${findingLine(finding)}`)),
      ]),
      ...more(waiting[reason] - own.length),
    ];
  });
  if (waiting.duplicates > 0)
    sections.push(
      '',
      `${headings.duplicates}: ${waiting.duplicates}`,
      ...groups.flatMap((group) => groupLines(group).map((line) => `  ${line}`)),
      ...more(waiting.duplicates - groups.length),
    );
  return [told.join(', '), ...(sections.length === 0 ? ['Nothing waits for a review.'] : sections)];
}

/** A document as the review has it, for people. */
export function documentLines({ path, status, because, findings, group }: DocumentReport): string[] {
  return [
    `${path}: ${status}`,
    `  ${because}`,
    ...findings.map((finding) => `  ${findingLine(finding)}`),
    ...(group === null ? [] : groupLines(group).map((line) => `  ${line}`)),
  ];
}

/** What fixing did, for people. */
export function fixLines({ rounds, changed, failed }: FixReport): string[] {
  return [
    changed.length === 0
      ? 'Nothing was fixed.'
      : `${plural(changed.length, 'file')} fixed, and reviewed again ${rounds === 1 ? 'once' : `${rounds} times`}:`,
    ...changed.flatMap(({ path, fixes }) => [`  ${path}`, ...fixes.map((fix) => `    ${fix}`)]),
    ...(failed.length === 0 ? [] : ['Not fixed:', ...failed.map(({ path, why }) => `  ${path}  ${why}`)]),
  ];
}

function errorsOf(findings: readonly ReviewFinding[]): readonly ReviewFinding[] {
  return findings.filter(({ severity }) => severity === 'error');
}

function findingLine({ line, severity, message, rule, fix }: ReviewFinding): string {
  const mend = fix === null ? '' : `; --fix: ${fix}`;
  return `${line}  ${severity}  ${message} (${rule}${mend})`;
}

function groupLines({ canonical, because, members, isExact }: DuplicateGroup): string[] {
  const others = members.filter(({ path }) => path !== canonical);
  return [
    `${canonical}  ${isExact ? 'the same as' : 'nearly the same as'} ${plural(others.length, 'other')}; to go by since ${because}`,
    ...others
      .slice(0, shown)
      .map(({ path, status, similarity }) => `  ${path}  ${Math.floor(similarity * 100)} %, ${status}`),
    ...more(others.length - shown),
  ];
}

function more(count: number): string[] {
  return count > 0 ? [`  … and ${count} more`] : [];
}
