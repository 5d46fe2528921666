import { posix } from 'node:path';
import { parse } from 'jsonc-parser';
import { folderOf } from './folder-of.ts';

/** The part of a `tsconfig.json` that says where modules are. */
export interface PathMap {
  /** Folder that other names are relative to; null where none is set. */
  readonly baseUrl: string | null;
  /** Patterns with at most one `*`, and what they stand for, relative to the workspace. */
  readonly paths: readonly {
    readonly before: string;
    readonly after: string | null;
    readonly targets: readonly string[];
  }[];
}

/**
 * Reads `compilerOptions.baseUrl` and `.paths` of a `tsconfig.json` or `jsconfig.json`, following `extends` to files
 * of the workspace.
 *
 * @param read gives the text of a file of the workspace, or null
 */
export function readPathMap(path: string, read: (path: string) => string | null, depth = 0): PathMap | null {
  const text = read(path);
  const config: unknown = text === null || depth > 8 ? undefined : parse(text);
  if (!isRecord(config)) return null;
  const folder = folderOf(path);
  const options = isRecord(config.compilerOptions) ? config.compilerOptions : {};
  const parent = parentOf(config.extends, folder, read, depth);
  const baseUrl =
    typeof options.baseUrl === 'string' ? join(folder, options.baseUrl) : (parent?.baseUrl ?? null);
  if (!isRecord(options.paths)) return { baseUrl, paths: parent?.paths ?? [] };
  const base =
    typeof options.baseUrl === 'string' ? join(folder, options.baseUrl) : (parent?.baseUrl ?? folder);
  const paths = Object.entries(options.paths).map(([pattern, targets]) => {
    const star = pattern.indexOf('*');
    return {
      before: star === -1 ? pattern : pattern.slice(0, star),
      after: star === -1 ? null : pattern.slice(star + 1),
      targets: (Array.isArray(targets) ? targets : []).filter(isText).map((target) => join(base, target)),
    };
  });
  return { baseUrl, paths };
}

function parentOf(
  value: unknown,
  folder: string,
  read: (path: string) => string | null,
  depth: number,
): PathMap | null {
  const names = (Array.isArray(value) ? value : [value])
    .filter(isText)
    .filter((name) => name.startsWith('.'));
  let result: PathMap | null = null;
  for (const name of names) {
    const path = posix.join(folder, name);
    const file = path.endsWith('.json') ? path : `${path}.json`;
    result = readPathMap(file, read, depth + 1) ?? result;
  }
  return result;
}

/** Paths, without an extension perhaps, that a bare name may stand for by a map; the longest pattern wins, as in TypeScript. */
export function mapName(name: string, map: PathMap): string[] {
  const fitting = map.paths
    .filter(({ before, after }) =>
      after === null
        ? name === before
        : name.length >= before.length + after.length && name.startsWith(before) && name.endsWith(after),
    )
    .sort((a, b) => b.before.length - a.before.length)[0];
  const targets =
    fitting?.targets.map((target) => {
      const { before, after } = fitting;
      return after === null
        ? target
        : target.replace('*', () => name.slice(before.length, name.length - after.length));
    }) ?? [];
  return map.baseUrl === null ? targets : [...targets, posix.join(map.baseUrl, name)];
}

function join(folder: string, path: string): string {
  const joined = posix.join(folder, path);
  return joined === './' || joined === '.' ? '' : joined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
