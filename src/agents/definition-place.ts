import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { readText } from './read-text.ts';

/** A place in the file that defines the pipelines. */
export interface DefinitionPlace {
  /** Relative to the workspace. */
  readonly path: string;
  /** From 1; undefined where the file as a whole is meant. */
  readonly line: number | undefined;
}

const names = ['dodeca.yaml', 'orchestrator_config.yaml'];
/** Larger definitions are not read, bytes. */
const most = 1024 * 1024;

/**
 * Where the definition of a workspace says something, for findings that belong to no other file; null where there is
 * no definition.
 *
 * @param said the whole of a text value, the first of which counts
 */
export async function definitionPlace(
  workspace: string,
  said: string | null,
): Promise<DefinitionPlace | null> {
  for (const path of names) {
    const stats = lstatSync(join(workspace, path), { throwIfNoEntry: false });
    if (!stats?.isFile()) continue;
    if (said === null || stats.size > most) return { path, line: undefined };
    // A parser comes with it, and most runs have nothing to place.
    const { definitionLine } = await import('./definition-line.ts');
    return { path, line: definitionLine(readText(workspace, path) ?? '', said) };
  }
  return null;
}
