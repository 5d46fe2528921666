import * as z from 'zod';
import { countSchema, noted, sizeSchema } from '../common/value-schemas.ts';
import { builtinAgent } from './builtin-agent.ts';
import { fileParameters, ignoreParameter } from './file-parameters.ts';

export const dataValidator = builtinAgent({
  name: 'data_validator',
  description: 'Reads the tables in CSV, TSV, JSON, JSON Lines and YAML files and says what is wrong in them',
  parameters: z.strictObject({
    fail_on: noted(z.enum(['never', 'error', 'warning', 'info']).prefault('never'), {
      description: 'The agent fails where a finding is at least as severe.',
      example: 'error',
      expects: 'never, error, warning or info',
    }),
    min_rows: noted(countSchema.prefault(10), {
      description: 'A list in JSON or YAML is a table where it holds at least so many objects.',
      example: 10,
    }),
    missing_share: noted(z.number().min(0).max(1).prefault(0.01), {
      description:
        'A column of which at most this share is missing is meant to be complete, and its gaps are findings.',
      example: 0.01,
      expects: 'a number from 0 to 1',
    }),
    outlier_fence: noted(z.number().min(1.5).max(1000).prefault(3), {
      description: 'How many interquartile ranges from the quartiles a number must be to be an outlier.',
      example: 3,
      expects: 'a number from 1.5 to 1000',
    }),
    max_table_size: noted(sizeSchema.prefault('32Mi'), {
      description:
        'Larger CSV, TSV and JSON Lines files are left out; they are read row by row, so that it may be large.',
      example: '32Mi',
    }),
    ...fileParameters,
    ...ignoreParameter,
  }),
  rules: {
    'invalid-encoding': { severity: 'error', meaning: 'bytes that are not UTF-8' },
    'nul-character': { severity: 'error', meaning: 'a NUL character in a text file' },
    'unclosed-quote': {
      severity: 'error',
      meaning: 'a quote that is opened and never closed, so that rows run into one',
    },
    'broken-line': { severity: 'error', meaning: 'a line of JSON Lines that is no JSON' },
    'ragged-row': { severity: 'warning', meaning: 'a row with other cells than its table has columns' },
    'repeated-header': {
      severity: 'warning',
      meaning: 'the names of the columns once more, among the rows',
    },
    'duplicate-header': { severity: 'warning', meaning: 'two columns of one name' },
    'empty-header': { severity: 'warning', meaning: 'a column without a name among columns with names' },
    'header-whitespace': {
      severity: 'warning',
      meaning: 'a column name that begins or ends with white space, unlike most',
    },
    'byte-order-mark': {
      severity: 'warning',
      meaning: 'a byte order mark where it becomes part of the data: before JSON, or within a table',
    },
    mojibake: { severity: 'warning', meaning: 'text that was decoded with the wrong encoding and saved' },
    'type-drift': {
      severity: 'warning',
      meaning: 'a few values of another type than the rest of the column',
    },
    'mixed-dates': {
      severity: 'warning',
      meaning: 'a few dates in another form than the rest of the column',
    },
    'mixed-missing': {
      severity: 'info',
      meaning: 'missing values that are written in several ways in one column',
    },
    'missing-value': { severity: 'info', meaning: 'missing values in a column that is nearly complete' },
    'placeholder-value': {
      severity: 'warning',
      meaning: 'a number such as -999 that stands for a missing value in a column of other numbers',
    },
    outlier: { severity: 'info', meaning: 'a number far from all others of its column' },
    'duplicate-row': {
      severity: 'warning',
      meaning: 'a row that repeats another one in a table whose rows are distinct',
    },
    'duplicate-key': { severity: 'warning', meaning: 'an identifier that stands twice' },
    'whitespace-variant': {
      severity: 'warning',
      meaning: 'a value that differs from a frequent one by white space alone',
    },
    'time-order': {
      severity: 'warning',
      meaning: 'a time that goes back or stands twice in a series of even steps',
    },
    'time-gap': { severity: 'info', meaning: 'times that are missing in a series of even steps' },
  },
  figures: {
    files_checked: 'data files that were read: those that hold a table, and all others that were looked into',
    files_with_findings: 'of these, files with a finding',
    files_skipped: 'data files that were not read',
    tables: 'tables that were found in them',
    rows: 'rows of these tables',
    cells: 'cells of these tables',
    missing_share: 'missing cells / cells, 0 to 1; null where there are no cells',
    rows_at_fault: 'rows with an error or a warning, as the findings count them',
    findings: 'findings that stand',
  },
  health: {
    part: 'data',
    weight: 10,
    formula:
      '50 × tables without errors and warnings / tables + 50 × rows without errors and warnings / rows',
  },
});
