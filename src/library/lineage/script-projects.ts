import { posix } from 'node:path';
import { parse } from 'jsonc-parser';
import type { FileSet } from './file-set.ts';
import { folderOf } from './folder-of.ts';
import { type PathMap, readPathMap } from './typescript-paths.ts';

/** Gives the text of a file of the workspace, or null. */
export type ReadText = (path: string) => string | null;

/** A package of the workspace. */
export interface ScriptPackage {
  /** Empty, or ending with `/`. */
  readonly folder: string;
  /** What `import 'name'` may lead to as its `package.json` says, relative to its folder, the likeliest first. */
  readonly entries: readonly string[];
}

/** What the workspace says of its JavaScript and TypeScript. */
export interface ScriptProjects {
  /** By name. */
  readonly packages: ReadonlyMap<string, ScriptPackage>;
  /** By the folder for which they hold. */
  readonly maps: ReadonlyMap<string, PathMap>;
}

/** Files from which `scriptProjects` reads; others may be named by them, in `extends`. */
export const projectFiles: readonly string[] = ['package.json', 'tsconfig.json', 'jsconfig.json'];

/** Reads every `package.json`, `tsconfig.json` and `jsconfig.json` of a workspace. */
export function scriptProjects(files: FileSet, read: ReadText): ScriptProjects {
  const packages = new Map<string, ScriptPackage>();
  const maps = new Map<string, PathMap>();
  for (const path of files.called(projectFiles)) {
    const file = posix.basename(path);
    const folder = folderOf(path);
    if (file === 'package.json') {
      const found = packageAt(path, read);
      if (found !== null && !packages.has(found.name)) packages.set(found.name, found);
      continue;
    }
    const map = readPathMap(path, read);
    if (map !== null && (file === 'tsconfig.json' || !maps.has(folder))) maps.set(folder, map);
  }
  return { packages, maps };
}

function packageAt(path: string, read: ReadText): (ScriptPackage & { readonly name: string }) | null {
  const text = read(path);
  const manifest: unknown = text === null ? null : parse(text);
  if (manifest === null || typeof manifest !== 'object') return null;
  const fields = manifest as Record<string, unknown>;
  const entries = ['source', 'types', 'module', 'main', 'bin', 'exports'].flatMap((key) =>
    texts(fields[key], 6),
  );
  return { name: typeof fields.name === 'string' ? fields.name : path, folder: folderOf(path), entries };
}

/** Every text in a value of JSON. */
function texts(value: unknown, depth: number): string[] {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object' || depth === 0) return [];
  return Object.values(value).flatMap((part) => texts(part, depth - 1));
}
