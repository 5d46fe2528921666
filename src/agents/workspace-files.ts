import { scan } from '../library/scan.ts';
import { pathFilter } from './path-filter.ts';

/** The parameters that choose files. */
export interface FileChoice {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Bytes. */
  readonly max_file_size: number;
}

export interface WorkspaceFile {
  /** Relative to the workspace, with `/`. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly mtimeMs: number;
}

export interface WorkspaceFiles {
  /** By path. */
  readonly files: readonly WorkspaceFile[];
  /** What was left out although it was wanted, by reason: `unreadable`, `too-large`, `binary`. */
  readonly skipped: ReadonlyMap<string, number>;
}

/** Reasons that say that a file could have been looked at, and was not. */
const worthTelling: ReadonlySet<string> = new Set(['unreadable', 'too-large', 'binary']);

/**
 * The text files of a workspace that are not ignored and that the parameters leave in.
 *
 * @param wanted by path: what the agent can read at all. What it cannot is neither opened nor counted
 */
export function workspaceFiles(
  workspace: string,
  choice: FileChoice,
  wanted: (path: string) => boolean = () => true,
): WorkspaceFiles {
  const chosen = pathFilter(choice.include, choice.exclude);
  const files: WorkspaceFile[] = [];
  const skipped = new Map<string, number>();
  for (const entry of scan(workspace, { maxFileBytes: choice.max_file_size, skipBinary: true })) {
    if (entry.path.endsWith('/') || !wanted(entry.path) || !chosen(entry.path)) continue;
    if (entry.kind === 'file') files.push({ path: entry.path, size: entry.size, mtimeMs: entry.mtimeMs });
    else if (worthTelling.has(entry.reason)) skipped.set(entry.reason, (skipped.get(entry.reason) ?? 0) + 1);
  }
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { files, skipped };
}

/** What was left out, as lines of a summary. */
export function skippedLines(skipped: ReadonlyMap<string, number>): string[] {
  if (skipped.size === 0) return [];
  return ['Skipped:', ...[...skipped].sort().map(([reason, count]) => `  ${count} × ${reason}`)];
}
