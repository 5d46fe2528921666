import { scan } from '../../library/scan.ts';
import { pathFilter } from '../path-filter.ts';
import type { FileChoice } from '../workspace-files.ts';
import { type DataFormat, dataFormatOf, isStreamed } from './data-format.ts';

export interface DataFile {
  /** Relative to the workspace, with `/`. */
  readonly path: string;
  readonly format: DataFormat;
  /** Bytes. */
  readonly size: number;
}

/** A data file that is not read, and why. */
export interface SkippedFile {
  readonly path: string;
  readonly reason: string;
}

/** What is said of a file above its limit. */
export const tooLarge = 'too large';

/**
 * The data files of a workspace, by path. Binary files stay in, since a NUL in a table is a finding.
 *
 * @param choice.max_table_size bytes of a file that is read row by row; `max_file_size` is for all others
 */
export function dataFiles(
  workspace: string,
  choice: FileChoice & { readonly max_table_size: number },
): { files: DataFile[]; skipped: SkippedFile[] } {
  const chosen = pathFilter(choice.include, choice.exclude);
  const files: DataFile[] = [];
  const skipped: SkippedFile[] = [];
  for (const entry of scan(workspace)) {
    const { path } = entry;
    const format = path.endsWith('/') ? undefined : dataFormatOf(path);
    if (format === undefined || !chosen(path)) continue;
    if (entry.kind === 'skipped') {
      if (entry.reason === 'unreadable') skipped.push({ path, reason: 'cannot be read' });
    } else if (entry.size > (isStreamed(format) ? choice.max_table_size : choice.max_file_size)) {
      skipped.push({ path, reason: tooLarge });
    } else files.push({ path, format, size: entry.size });
  }
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { files, skipped };
}
