import { parse } from 'smol-toml';

/** A table of a TOML file; null where the file is none, or has no such table. */
export function tomlTable(
  source: string,
  ...path: readonly string[]
): Readonly<Record<string, unknown>> | null {
  let value: unknown;
  try {
    value = parse(source);
  } catch {
    return null; // Whoever checks syntax says so.
  }
  for (const key of path) value = isTable(value) && Object.hasOwn(value, key) ? value[key] : null;
  return isTable(value) ? value : null;
}

function isTable(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** Where the value of `version = "…"` begins in the table of a header such as `[project]`; null where it is not there. */
export function tomlVersionOffset(source: string, header: string, version: string): number | null {
  let offset = 0;
  let inside = false;
  for (const line of source.split('\n')) {
    const head = /^\s*\[\s*([^[\]]+?)\s*\]\s*(?:#.*)?$/.exec(line.slice(0, 500))?.[1];
    if (head !== undefined) inside = head.replace(/\s*\.\s*/g, '.') === header;
    else if (/^\s*\[\[/.test(line)) inside = false;
    else if (inside) {
      const before = /^\s*version\s*=\s*["']/.exec(line)?.[0];
      if (before !== undefined && line.startsWith(version, before.length)) return offset + before.length;
    }
    offset += line.length + 1;
  }
  return null;
}
