import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { formatBytes } from '../../common/text.ts';
import { scan } from '../../library/scan.ts';
import { pathFilter } from '../path-filter.ts';
import {
  isForeignShell,
  type Language,
  languageOf,
  languageOfProgram,
  needsShebang,
  shebangProgram,
} from '../syntax/language.ts';
import type { FileChoice } from '../workspace-files.ts';

export interface Source {
  /** Relative to the workspace, with `/`. */
  readonly path: string;
  readonly language: Language;
  /** Bytes. */
  readonly size: number;
}

/** A source file that is not checked, and why. */
export interface SkippedSource {
  readonly path: string;
  readonly language: Language;
  readonly reason: string;
}

/** The source files of a workspace, in the order of the scan, and those that are not to be checked. */
export function findSources(
  workspace: string,
  parameters: FileChoice,
): { sources: Source[]; skipped: SkippedSource[] } {
  const wanted = pathFilter(parameters.include, parameters.exclude);
  const sources: Source[] = [];
  const skipped: SkippedSource[] = [];
  for (const entry of scan(workspace)) {
    if (entry.path.endsWith('/') || !wanted(entry.path)) continue;
    const { path } = entry;
    if (entry.kind === 'skipped') {
      const language = entry.reason === 'unreadable' ? languageOf(path) : undefined;
      if (language !== undefined) skipped.push({ path, language, reason: 'cannot be read' });
      continue;
    }
    const named = languageOf(path);
    const program =
      named === 'shell' || (named === undefined && needsShebang(path) && entry.size > 2)
        ? shebangProgram(head(join(workspace, path)))
        : undefined;
    const language = named ?? languageOfProgram(program);
    if (language === undefined) continue;
    if (entry.size > parameters.max_file_size) {
      skipped.push({ path, language, reason: `larger than ${formatBytes(parameters.max_file_size)}` });
    } else if (language === 'shell' && isForeignShell(program)) {
      skipped.push({ path, language, reason: `a script for ${program}` });
    } else sources.push({ path, language, size: entry.size });
  }
  return { sources, skipped };
}

/** The beginning of a file; empty where it cannot be read, which the check itself will tell. */
function head(path: string): string {
  const bytes = Buffer.alloc(128);
  try {
    const file = openSync(path, 'r');
    try {
      return bytes.toString('utf8', 0, readSync(file, bytes, 0, bytes.length, 0)).split(/[\r\n]/, 1)[0] ?? '';
    } finally {
      closeSync(file);
    }
  } catch {
    return '';
  }
}
