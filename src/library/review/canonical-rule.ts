import type { DocumentStatus } from '../../model/library-report.ts';

/** What decides which one of several documents that say the same is the one to go by. */
export interface Candidate {
  readonly path: string;
  /** When a person marked it, ISO 8601; null where nobody did, or took it back. */
  readonly marked: string | null;
  /** Its status but for being canonical. */
  readonly status: Exclude<DocumentStatus, 'canonical'>;
  /** How many other files refer to it. */
  readonly referrers: number;
  /** Milliseconds since the epoch. */
  readonly mtimeMs: number;
}

const copyName =
  /(^|[-_. (])(copy|copies|backups?|bak|old|orig|archived?|deprecated|obsolete|legacy|tmp|temp|draft|wip)([-_. )\d]|$)|(^|[^a-z])kopie|[- ]copy\b|\(\d+\)|~$/i;

/** Whether a path says that what is there is not the one to go by: a folder or a name with `copy`, `old`, `backup` … */
export function looksLikeCopy(path: string): boolean {
  return path.split('/').some((name) => copyName.test(name));
}

const trust = { validated: 0, reviewed: 1, found: 2, stale: 3, rejected: 4 };

interface Criterion {
  /** Below 0 where the first one is to be gone by. */
  readonly compare: (a: Candidate, b: Candidate) => number;
  readonly because: (best: Candidate, next: Candidate) => string;
}

/** What counts most comes first; where a criterion tells no difference, the next one decides. */
const criteria: readonly Criterion[] = [
  {
    compare: (a, b) => (a.marked === b.marked ? 0 : (a.marked ?? '') > (b.marked ?? '') ? -1 : 1),
    because: () => 'a person marked it',
  },
  {
    compare: (a, b) => Number(isOut(a)) - Number(isOut(b)),
    because: (_, next) => `the others are ${next.status}`,
  },
  {
    compare: (a, b) => trust[a.status] - trust[b.status],
    because: (best, next) => `it is ${best.status}, and the next one only ${next.status}`,
  },
  {
    compare: (a, b) => b.referrers - a.referrers,
    because: (best, next) =>
      `${best.referrers} other ${best.referrers === 1 ? 'file refers' : 'files refer'} to it, and ${next.referrers === 0 ? 'none' : next.referrers} to the next one`,
  },
  {
    compare: (a, b) => Number(looksLikeCopy(a.path)) - Number(looksLikeCopy(b.path)),
    because: (_, next) => `${next.path} says by its name that it is another version`,
  },
  {
    compare: (a, b) => depth(a.path) - depth(b.path),
    because: () => 'it lies highest',
  },
  {
    compare: (a, b) => b.mtimeMs - a.mtimeMs,
    because: () => 'it is the newest',
  },
  {
    compare: (a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0),
    because: () => 'it comes first by its path',
  },
];

/** Below 0 where the first one is rather to be gone by; 0 for one and the same path only. */
export function compareCandidates(a: Candidate, b: Candidate): number {
  for (const { compare } of criteria) {
    const difference = compare(a, b);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Why one is to be gone by rather than the next best. */
export function becauseOf(best: Candidate, next: Candidate): string {
  return criteria.find(({ compare }) => compare(best, next) !== 0)?.because(best, next) ?? '';
}

function isOut({ status }: Candidate): boolean {
  return status === 'rejected' || status === 'stale';
}

function depth(path: string): number {
  return path.split('/').length;
}
