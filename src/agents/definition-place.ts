import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { isScalar, LineCounter, parseDocument, visit } from 'yaml';
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
export function definitionPlace(workspace: string, said: string | null): DefinitionPlace | null {
  for (const path of names) {
    const stats = lstatSync(join(workspace, path), { throwIfNoEntry: false });
    if (!stats?.isFile()) continue;
    return {
      path,
      line: said === null || stats.size > most ? undefined : lineOf(readText(workspace, path) ?? '', said),
    };
  }
  return null;
}

/** The line of the first value of a YAML text that is this text; undefined where there is none. */
export function lineOf(yaml: string, said: string): number | undefined {
  const lineCounter = new LineCounter();
  let offset: number | undefined;
  try {
    visit(parseDocument(yaml, { lineCounter, strict: false, logLevel: 'silent' }), {
      Scalar(key, node) {
        if (key === 'key' || node.value !== said || !isScalar(node)) return undefined;
        offset = node.range?.[0];
        return visit.BREAK;
      },
    });
  } catch {
    return undefined; // Nested too deeply: whoever checks definitions says so.
  }
  return offset === undefined ? undefined : lineCounter.linePos(offset).line;
}
