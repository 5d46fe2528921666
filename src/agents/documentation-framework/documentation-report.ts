import type { StandingFinding } from '../findings.ts';
import { reportFolder, reportText } from '../report-file.ts';
import type { DocumentationFigures } from './documentation-figures.ts';
import type { DocumentationStudy } from './study.ts';

export const reportName = 'documentation-framework.json';

/** Where the report is, relative to the workspace. */
export const reportPath = `${reportFolder}/${reportName}`;

/** What the fields of the report mean. */
const about = {
  summary: 'figures of the workspace; coverage is documented / public, null where nothing is public',
  external_links: 'addresses that lead out of the workspace; they were counted and not asked',
  unchecked_links:
    'routes of sites, paths that are ignored or lie outside of the workspace, placeholders: nothing can be said of them',
  foreign_documents: 'documents in fixtures and of others, which were not looked at',
  skipped: 'documents and code that could not be read, by reason',
  documents: 'every document by its path; bytes, title, and for Markdown how many links it has',
  coverage: 'files of code with public definitions: how many there are, and how many are documented',
  undocumented: 'the most important undocumented definitions of each file; entry: an entry point offers it',
  link_faults: 'all of them, also where one finding stands for several',
  unused_definitions: 'labels that a document defines and does not refer to',
  stale: 'references to files, members and parameters that are gone',
  findings: 'what was told, without what the user does not want to hear of',
};

/** The report as JSON text: the same workspace gives the same bytes. */
export function documentationReport(
  study: DocumentationStudy,
  figures: DocumentationFigures,
  findings: readonly StandingFinding[],
): string {
  const head = {
    about,
    summary: figures,
    external_links: study.links.external,
    unchecked_links: study.links.unchecked,
    foreign_documents: study.foreignDocuments,
    skipped: Object.fromEntries([...study.skipped].sort()),
  };
  return reportText(head, {
    documents: study.documents.map(({ path, size, title, markdown }) => ({
      path,
      bytes: size,
      title,
      links: markdown?.links.length ?? null,
    })),
    coverage: study.coverage.map(({ path, language, public: all, documented }) => ({
      path,
      language,
      public: all,
      documented,
    })),
    undocumented: study.coverage.flatMap(({ undocumented }) => undocumented),
    link_faults: study.links.faults.map(({ rule, path, line, column, message }) => ({
      rule,
      path,
      line,
      column,
      message,
    })),
    unused_definitions: study.documents.flatMap(({ path, markdown }) =>
      (markdown?.unusedDefinitions ?? []).map(({ label, line }) => ({ path, line, label })),
    ),
    stale: study.stale.map(({ rule, path, line, column, message }) => ({
      rule,
      path,
      line,
      column,
      message,
    })),
    findings: findings.map(({ rule, severity, path, line, column, message }) => ({
      rule,
      severity,
      path,
      line,
      column,
      message,
    })),
  });
}
