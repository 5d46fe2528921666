import { jsonValues } from './json-values.ts';
import { type PlaceKind, placeAt, type VersionPlace } from './version-place.ts';

const manifest: PlaceKind = { ecosystem: 'javascript', scheme: 'semver', manifest: true };
const follower: PlaceKind = { ecosystem: 'javascript', scheme: 'semver', manifest: false };

/** What `package.json` says besides the version. */
export interface PackageManifest {
  readonly name: string | null;
  readonly private: boolean;
  /** Whether there is a script `build`. */
  readonly builds: boolean;
}

export function readPackageManifest(source: string): PackageManifest {
  const values = jsonValues(source, ['name', 'private', 'scripts/build']);
  return {
    name: values.get('name')?.text ?? null,
    private: values.get('private')?.text === 'true',
    builds: values.has('scripts/build'),
  };
}

/** The version in `package.json`. */
export function readPackageVersion(path: string, source: string): VersionPlace[] {
  const version = jsonValues(source, ['version']).get('version');
  return version?.plain
    ? [placeAt(path, source, version.offset, version.text, manifest, readPackageManifest(source))]
    : [];
}

/** The versions in a lock file of npm, which tells that of the package itself twice. */
export function readLockVersions(path: string, source: string): VersionPlace[] {
  const values = jsonValues(source, ['version', 'packages//version']);
  return [...values.values()].flatMap(({ plain, offset, text }) =>
    plain ? [placeAt(path, source, offset, text, follower)] : [],
  );
}

const constant =
  /\b(?:(?:const|let|var)\s+version(?:\s*:\s*string)?|exports\.version)\s*=\s*(["'`])(\d[\w.+-]{0,99})\1/gi;

/** The version that a script such as `src/version.ts` holds as a constant, where it holds one and no more. */
export function readScriptVersion(path: string, source: string): VersionPlace[] {
  const all = [...source.matchAll(constant)];
  const [only] = all;
  const text = only?.[2];
  if (only === undefined || text === undefined || all.length > 1) return [];
  return [placeAt(path, source, only.index + only[0].length - text.length - 1, text, follower)];
}
