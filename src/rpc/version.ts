import { readFileSync } from 'node:fs';

let known: string | undefined;

/** The version of this program, from its package. */
export function programVersion(): string {
  if (known !== undefined) return known;
  // From the sources this file lies two folders below the package, in a bundle one.
  const path = import.meta.url.endsWith('.ts') ? '../../package.json' : '../package.json';
  const manifest: unknown = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
  const version =
    manifest !== null && typeof manifest === 'object' && 'version' in manifest ? manifest.version : undefined;
  known = typeof version === 'string' ? version : '0.0.0';
  return known;
}
