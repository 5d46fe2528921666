import { reportFolder, reportText } from '../report-file.ts';
import type { Consumption } from './consume.ts';
import { type ConsumerFigures, kindFigures } from './consumer-figures.ts';

export const reportName = 'documents.json';

/** Where the report is, relative to the workspace. */
export const reportPath = `${reportFolder}/${reportName}`;

/** What the fields of the report mean. */
const about = {
  summary: 'figures of the workspace',
  kinds: 'the same by kind; empty: documents without a word',
  skipped: 'what was left out, by reason',
  documents:
    'one a line, by path; words only of prose; encoding by the bytes; table: header, rows and types of the columns of a table, by its first 200 rows',
  passages:
    'sections of documents, cells of notebooks, top keys of data: the titles above it, its first and last line in the file, and the characters of its text',
  failures: 'documents that should be readable and are not',
  duplicates:
    'documents that repeat another one: copy: the same bytes (SHA-256); similarity: the Jaccard index of their runs of five words (MinHash finds the candidates); licences, fixtures, code and settings are not compared',
};

/** The report as JSON text: the same workspace gives the same bytes. */
export function consumerReport(consumption: Consumption, figures: ConsumerFigures): string {
  const head = {
    about,
    summary: figures,
    kinds: Object.fromEntries(kindFigures(consumption)),
    skipped: Object.fromEntries([...consumption.skipped].sort()),
  };
  const { documents, failures, duplicates } = consumption;
  return reportText(head, { documents, failures, duplicates });
}
