import { existsSync, lstatSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorMessage, UserError } from '../../common/errors.ts';
import type { Analysis, Artifact } from './analyze.ts';
import type { AnalyzerFigures } from './analyzer-figures.ts';
import { importanceFormula } from './importance.ts';
import { qualityFormula } from './quality.ts';

/** Where the report is, relative to the workspace. */
export const reportPath = '.dodeca/reports/artifacts.json';

/** What the fields of the report mean; the report carries it, so that it can be read by itself. */
const about = {
  summary: 'figures of the whole workspace; quality_mean is the mean over the files that have a quality',
  artifacts: 'every file by its path, relative to the workspace',
  classification: 'type:group:function; type is code, doc, data, config, asset or other',
  quality: qualityFormula,
  importance: importanceFormula,
  rank: '1 is the file with the highest importance_score; equal ones go by path',
  entry_point:
    'started by itself: a main guard, a first line with #!, __main__.py, or named by a package.json',
  imports: 'files of the workspace that it imports; imported_by, that import it',
  edges:
    'imports between files of the workspace, at the first line; eager, deferred (in a function, or dynamic) or type (for types only)',
  cycles:
    'each imports the next and the last the first; of eager imports only; for every import in a cycle a shortest one, at most 20 of one group of entangled files',
  duplicates: 'files of the same content (SHA-256); empty files and files above max_file_size are left out',
  skipped: 'what the scan left out, files or whole folders, by reason',
  python:
    'version of the interpreter that read the Python files; null: none did, they were read line by line if there are any',
};

/** The report as JSON text: the same workspace gives the same bytes. */
export function reportText(analysis: Analysis, figures: AnalyzerFigures): string {
  const lists: [string, readonly object[]][] = [
    ['artifacts', analysis.artifacts.map(artifactRow)],
    ['edges', analysis.graph.edges],
    ['cycles', analysis.graph.cycles],
    ['duplicates', analysis.duplicates],
  ];
  const head = { version: 1, about, summary: figures, skipped: analysis.skipped, python: analysis.python };
  // One artifact a line: the file stays small, and two of them can be compared line by line.
  const rows = lists.map(
    ([name, list]) =>
      `  ${JSON.stringify(name)}: [${list.map((row) => `\n    ${JSON.stringify(row)}`).join(',')}\n  ]`,
  );
  return `${JSON.stringify(head, null, 2).slice(0, -2)},\n${rows.join(',\n')}\n}\n`;
}

function artifactRow(artifact: Artifact): object {
  return {
    path: artifact.path,
    classification: artifact.classification,
    bytes: artifact.bytes,
    lines: artifact.lines,
    quality: artifact.quality,
    quality_parts: artifact.qualityParts,
    importance: artifact.importance,
    importance_score: artifact.importanceScore,
    rank: artifact.rank,
    entry_point: artifact.entryPoint,
    imports: artifact.imports,
    imported_by: artifact.importedBy,
  };
}

/** Writes the report, whole or not at all. Throws the UserError `report.unwritable`. */
export function writeReport(workspace: string, text: string): void {
  const state = join(workspace, '.dodeca');
  const folder = join(state, 'reports');
  try {
    for (const path of [state, folder, join(workspace, reportPath)]) {
      // A link could lead out of the workspace.
      if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink())
        throw new Error(`${path} is a symbolic link`);
    }
    mkdirSync(folder, { recursive: true });
    const ignoreFile = join(state, '.gitignore');
    if (!existsSync(ignoreFile)) writeFileSync(ignoreFile, '*\n');
    const temporary = join(folder, `artifacts.${process.pid}.tmp`);
    writeFileSync(temporary, text);
    renameSync(temporary, join(workspace, reportPath));
  } catch (error) {
    const message = `the report ${reportPath} cannot be written: ${errorMessage(error)}`;
    throw new UserError('report.unwritable', message, { cause: error });
  }
}
