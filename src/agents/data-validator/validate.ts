import type { ParametersOf } from '../../builtin/builtin-agent.ts';
import type { dataValidator } from '../../builtin/data-validator.ts';
import { collectGarbageAfter } from '../collect-garbage.ts';
import { Progress } from '../progress.ts';
import { type ColumnSchema, columnSchemas } from './column-schema.ts';
import { type DataFile, dataFiles, type SkippedFile } from './data-files.ts';
import { judgeBytes, judgeLines } from './judge-bytes.ts';
import { missingOf } from './judge-missing.ts';
import { total } from './judge-types.ts';
import { openTables } from './open-tables.ts';
import type { DataProblem } from './problem.ts';
import { validateTable } from './validate-table.ts';

/** Bytes that are read before what they left behind is collected. */
const garbageLimit = 512 * 1024;

/** What is known of a table after it was read. */
export interface TableFacts {
  readonly path: string;
  readonly table: string;
  readonly rows: number;
  readonly cells: number;
  readonly missing: number;
  readonly encoding: string;
  readonly columns: readonly ColumnSchema[];
  readonly problems: readonly DataProblem[];
}

/** What is known of all data files of a workspace. */
export interface Validation {
  /** Files that were read. */
  readonly checked: number;
  readonly skipped: readonly SkippedFile[];
  readonly tables: readonly TableFacts[];
  /** By path; those of the tables too. */
  readonly problems: readonly DataProblem[];
}

/** Reads every data file of a workspace. */
export async function validate(
  workspace: string,
  parameters: ParametersOf<typeof dataValidator>,
): Promise<Validation> {
  const { files, skipped } = dataFiles(workspace, parameters);
  const progress = new Progress('read', files.length);
  const tables: TableFacts[] = [];
  const problems: DataProblem[] = [];
  let checked = 0;
  let garbage = 0;
  for (const file of files) {
    const result = await validateFile(workspace, file, parameters);
    if (typeof result === 'string') skipped.push({ path: file.path, reason: result });
    else {
      checked += 1;
      tables.push(...result.tables);
      problems.push(...result.problems);
    }
    garbage += file.size;
    if (garbage > garbageLimit) {
      collectGarbageAfter(garbage);
      garbage = 0;
    }
    progress.step();
    await progress.turn();
  }
  return { checked, skipped, tables, problems };
}

async function validateFile(
  workspace: string,
  file: DataFile,
  parameters: ParametersOf<typeof dataValidator>,
): Promise<{ tables: TableFacts[]; problems: DataProblem[] } | string> {
  const { path, format } = file;
  try {
    const opened = await openTables(workspace, file, parameters.min_rows);
    if (opened.kind === 'skipped') return opened.reason;
    const { inspection } = opened;
    const tables: TableFacts[] = [];
    // A document without a table is not this agent's business, whatever its bytes are.
    const isData = opened.tables.length > 0 || format === 'delimited' || format === 'json-lines';
    const problems = isData ? judgeBytes(path, inspection, format.startsWith('json')) : [];
    problems.push(...judgeLines(path, opened.brokenLines));
    for (const table of opened.tables) {
      const { profile, problems: all } = await validateTable(table, parameters);
      // Characters that we could not decode ourselves are told once, by their bytes.
      const own =
        inspection.mixed && inspection.firstInvalid ? all.filter(({ rule }) => rule !== 'mojibake') : all;
      problems.push(...own);
      if (profile.rows === 0) continue;
      const missing = profile.columns.reduce((sum, column) => sum + total(missingOf(column)), 0);
      tables.push({
        path,
        table: table.name,
        rows: profile.rows,
        cells: profile.cells,
        missing,
        encoding:
          inspection.markLength > 0 ? `${inspection.encoding} with a byte order mark` : inspection.encoding,
        columns: columnSchemas(profile.columns),
        problems: own,
      });
    }
    return { tables, problems };
  } catch (error) {
    if (isFileError(error)) return 'cannot be read';
    throw error;
  }
}

/** Whether a file was lost or closed to us after it was listed. */
function isFileError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
