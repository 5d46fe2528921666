import {
  compareVersions,
  isPlaceholder,
  parsePep440,
  parseSemver,
  parseVersion,
  type Version,
} from './version.ts';
import { normalName, type VersionPlace } from './version-place.ts';

/** The version of a project, and how its files agree on it. */
export interface ProjectVersion {
  /** Where the version is taken from. */
  readonly reference: VersionPlace;
  /** Null where it is none by the rules of its packager. */
  readonly version: Version | null;
  /** Places that were compared, the reference among them. */
  readonly compared: readonly VersionPlace[];
  /** Places that tell another version than the one that they must follow. */
  readonly mismatches: readonly { readonly place: VersionPlace; readonly expected: VersionPlace }[];
}

/** The order in which the files of a project are asked for its version. */
const precedence = ['package.json', 'pyproject.toml', 'cargo.toml', 'setup.cfg', 'setup.py', 'version'];

/**
 * Chooses the version of a project and compares the other places with it. Files of one ecosystem must agree with its
 * manifest. What belongs to none (`VERSION`, `CITATION.cff`) must agree with one of the manifests. Manifests of two
 * ecosystems are two projects unless they tell the same name. Null where nothing tells a version.
 *
 * @param named whether the user named the files: then all of them must agree with the first
 */
export function chooseVersion(all: readonly VersionPlace[], named: boolean): ProjectVersion | null {
  const places = all.filter(({ text }) => {
    const version = parseVersion(text);
    return version === null || !isPlaceholder(version);
  });
  const [first] = named ? places : [...places].sort((a, b) => rank(a) - rank(b));
  if (first === undefined) return null;
  const compared: VersionPlace[] = [first];
  const mismatches: { place: VersionPlace; expected: VersionPlace }[] = [];
  for (const place of places) {
    if (place === first) continue;
    const expected = named ? [first] : expectedOf(place, first, places);
    const [leader] = expected;
    if (leader === undefined) continue;
    compared.push(place);
    if (!expected.some((other) => isSameVersion(place, other))) mismatches.push({ place, expected: leader });
  }
  return { reference: first, version: readBy(first), compared, mismatches };
}

/** A version by the rules of its packager; null where that refuses it. */
export function readBy({ text, scheme }: VersionPlace): Version | null {
  if (scheme === 'semver') return parseSemver(text);
  return scheme === 'pep440' ? parsePep440(text) : parseVersion(text);
}

/** Manifests first, those of private packages behind what else has the version, and at last what only repeats it. */
function rank({ path, manifest, ecosystem, private: isPrivate }: VersionPlace): number {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const at = precedence.indexOf(name.replace(/\.txt$/, ''));
  const own = at === -1 ? precedence.length : at;
  if (manifest) return own + (isPrivate ? 200 : 0);
  return own + (ecosystem === 'javascript' ? 300 : 100);
}

/** The places with one of which a place must agree; none where it stands for itself. */
function expectedOf(
  place: VersionPlace,
  first: VersionPlace,
  places: readonly VersionPlace[],
): VersionPlace[] {
  if (place.ecosystem === 'any') {
    const manifests = places.filter(({ manifest }) => manifest);
    return [first, ...manifests.filter((other) => other !== first && other !== place)];
  }
  const leaders = places.filter(({ manifest, ecosystem }) => manifest && ecosystem === place.ecosystem);
  const leader = leaders.sort((a, b) => rank(a) - rank(b))[0];
  if (leader !== undefined && leader !== place) return [leader];
  if (first.ecosystem === place.ecosystem) return [first];
  const sameName =
    first.name !== null && place.name !== null && normalName(first.name) === normalName(place.name);
  return sameName || (first.ecosystem === 'any' && !place.manifest) ? [first] : [];
}

function isSameVersion(a: VersionPlace, b: VersionPlace): boolean {
  if (a.text === b.text) return true;
  const [one, other] = [readBy(a) ?? parseVersion(a.text), readBy(b) ?? parseVersion(b.text)];
  return one !== null && other !== null && compareVersions(one, other) === 0;
}
