/** A version of Semantic Versioning 2.0.0 or of PEP 440, so that both can be compared. */
export interface Version {
  /** As it was written, without what stood around it. */
  readonly text: string;
  readonly epoch: number;
  readonly release: readonly number[];
  /** Of a pre-release; null of a release. `alpha`, `beta` and `preview` are written as PEP 440 has them. */
  readonly pre: readonly (string | number)[] | null;
  readonly post: number | null;
  readonly dev: number | null;
}

const longest = 100;

const semverPattern =
  /^(0|[1-9]\d{0,14})\.(0|[1-9]\d{0,14})\.(0|[1-9]\d{0,14})(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\+[0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*)?$/;

const pepPattern =
  /^v?(?:(\d{1,9})!)?(\d{1,15}(?:\.\d{1,15}){0,20})(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?(\d{0,9}))?(?:-(\d{1,9})|[-_.]?(post|rev|r)[-_.]?(\d{0,9}))?(?:[-_.]?(dev)[-_.]?(\d{0,9}))?(?:\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?$/i;

/** Reads a version of Semantic Versioning; null where it is none. */
export function parseSemver(text: string): Version | null {
  if (text.length > longest) return null;
  const match = semverPattern.exec(text);
  if (match === null) return null;
  const release = [match[1], match[2], match[3]].map(Number);
  const written = match[4];
  return {
    text,
    epoch: 0,
    release,
    pre: written === undefined ? null : preOf(written),
    post: null,
    dev: null,
  };
}

/** Reads a version of PEP 440; null where it is none. */
export function parsePep440(text: string): Version | null {
  if (text.length > longest) return null;
  const match = pepPattern.exec(text);
  if (match === null) return null;
  const [, epoch = '0', release = '', pre, preNumber, bare, post, postNumber, dev, devNumber] = match;
  return {
    text,
    epoch: Number(epoch),
    release: release.split('.').map(Number),
    pre: pre === undefined ? null : [preWord(pre), Number(preNumber ?? 0)],
    post: bare !== undefined ? Number(bare) : post === undefined ? null : Number(postNumber ?? 0),
    dev: dev === undefined ? null : Number(devNumber ?? 0),
  };
}

/** Reads a version of either kind. */
export function parseVersion(text: string): Version | null {
  return parseSemver(text) ?? parsePep440(text);
}

/**
 * Negative where the first comes before the second. Releases by their numbers, missing ones being 0; pre-releases by
 * Semantic Versioning, section 11; development and post-releases by PEP 440. Build metadata does not count.
 */
export function compareVersions(a: Version, b: Version): number {
  return (
    a.epoch - b.epoch ||
    compareNumbers(a.release, b.release) ||
    comparePre(a, b) ||
    (a.post ?? -1) - (b.post ?? -1) ||
    compareDev(a.dev, b.dev)
  );
}

/** Whether a version is one that is developed, not released: `1.3.0.dev0`, `1.3.0-SNAPSHOT`. */
export function isDevelopment({ dev, pre }: Version): boolean {
  return dev !== null || (pre?.some((word) => /^(dev|snapshot|nightly|canary)/i.test(String(word))) ?? false);
}

/** Whether a version stands in the place of one that is made at the release: `0.0.0-development`. */
export function isPlaceholder({ release }: Version): boolean {
  return release.every((number) => number === 0);
}

function preOf(written: string): (string | number)[] {
  const pep = /^(alpha|a|beta|b|preview|pre|c|rc)[.-]?(\d{0,9})$/i.exec(written);
  if (pep !== null) return [preWord(pep[1] ?? ''), Number(pep[2] ?? 0)];
  return written.split('.').map((part) => (/^\d{1,15}$/.test(part) ? Number(part) : part));
}

function preWord(word: string): string {
  const lower = word.toLowerCase();
  if (lower === 'alpha') return 'a';
  if (lower === 'beta') return 'b';
  return lower === 'a' || lower === 'b' ? lower : 'rc';
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function comparePre(a: Version, b: Version): number {
  const [phaseA, phaseB] = [phase(a), phase(b)];
  if (phaseA !== phaseB || a.pre === null || b.pre === null) return phaseA - phaseB;
  for (let at = 0; at < Math.max(a.pre.length, b.pre.length); at++) {
    const difference = compareIdentifiers(a.pre[at], b.pre[at]);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** A development release of nothing else comes before all pre-releases, and these before the release. */
function phase({ pre, post, dev }: Version): number {
  if (pre !== null) return 1;
  return post === null && dev !== null ? 0 : 2;
}

function compareIdentifiers(a: string | number | undefined, b: string | number | undefined): number {
  if (a === b) return 0;
  if (a === undefined) return -1;
  if (b === undefined) return 1;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'number') return -1;
  if (typeof b === 'number') return 1;
  return a < b ? -1 : 1;
}

function compareDev(a: number | null, b: number | null): number {
  if (a === b) return 0;
  if (a === null) return 1;
  return b === null ? -1 : a - b;
}
