import { parseVersion } from './version.ts';
import { type PlaceKind, placeAt, type VersionPlace } from './version-place.ts';

const plain: PlaceKind = { ecosystem: 'any', scheme: 'any', manifest: false };

/** The version in a file such as `VERSION` that holds nothing else. */
export function readPlainVersion(path: string, source: string): VersionPlace[] {
  const text = source.trim();
  const bare = text.replace(/^v/, '');
  // A number alone may count anything, such as builds.
  if (!bare.includes('.') || parseVersion(bare) === null) return [];
  return [placeAt(path, source, source.indexOf(bare), bare, plain)];
}

/** The version in `CITATION.cff`, a key of its outermost mapping. */
export function readCitationVersion(path: string, source: string): VersionPlace[] {
  const match = /^version:[ \t]+["']?v?(\d[\w.+!-]{0,99})["']?[ \t]*(?:#.*)?\r?$/m.exec(source);
  const text = match?.[1];
  if (match === null || text === undefined || parseVersion(text) === null) return [];
  return [placeAt(path, source, match.index + match[0].indexOf(text), text, plain)];
}

/** The first text after the word `version` that is one, in a file of any kind. */
export function readAnyVersion(path: string, source: string): VersionPlace[] {
  for (const match of source.matchAll(/version[^\n\d]{0,30}(\d[\w.+!-]{0,99})/gi)) {
    const text = (match[1] ?? '').replace(/[.\-+]+$/, '');
    if (!text.includes('.') || parseVersion(text) === null) continue;
    return [placeAt(path, source, match.index + match[0].length - (match[1] ?? '').length, text, plain)];
  }
  return [];
}
