import { reportText } from '../report-file.ts';
import type { DataFigures, StandingProblem } from './data-figures.ts';
import { missingWords } from './missing.ts';
import { outlierMethod } from './outliers.ts';
import type { Validation } from './validate.ts';

export const reportName = 'data-validator.json';

/** What the fields of the report mean; the report carries it, so that it can be read by itself. */
const about = {
  summary: 'figures of the whole workspace',
  problems:
    'what is wrong, file by file; count is how many places there are, places the first 20 of them by line and column; columns are the names of those at fault',
  tables:
    'every table; table is where it is in the file, a JSON path, empty where the file is the table; the first 500 columns',
  type: 'integer, number, date, boolean, text, nested or empty; several with | where each has more than 5 % of the values',
  distinct: 'different values; null where they were too many to count',
  min_max_median:
    'of numbers, without those that stand for a missing value; the median of a sample above 20,000',
  missing: { meaning: 'empty, null, absent, or one of these words', ...missingWords },
  outlier: outlierMethod,
  skipped: 'data files that were not read, and why',
};

/** The report as JSON text: the same workspace gives the same bytes. */
export function dataReport(
  { tables, skipped }: Validation,
  figures: DataFigures,
  standing: readonly StandingProblem[],
): string {
  return reportText(
    { about, summary: figures },
    {
      problems: standing.map(({ fix, places, ...problem }) => ({
        ...problem,
        places: places.slice(0, 20).map(({ line, column }) => [line, column]),
        fixable: fix !== undefined,
      })),
      tables: tables.map(({ problems, ...table }) => ({ ...table, problems: problems.length })),
      skipped,
    },
  );
}
