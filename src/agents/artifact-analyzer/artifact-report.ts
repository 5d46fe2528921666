import type { StandingFinding } from '../findings.ts';
import { mostCommits } from '../git-history.ts';
import { reportFolder, reportText } from '../report-file.ts';
import type { Analysis } from './analyze.ts';
import type { AnalyzerFigures } from './analyzer-figures.ts';
import type { Artifact } from './artifact.ts';
import { classificationText } from './classify.ts';
import type { Share } from './facts.ts';
import { hotSpotFormula } from './hot-spots.ts';
import { importanceFormula } from './importance.ts';
import { qualityFormula } from './quality.ts';

export const reportName = 'artifacts.json';

/** Where the report is, relative to the workspace. */
export const reportPath = `${reportFolder}/${reportName}`;

/** What the fields of the report mean; the report carries it, so that it can be read by itself. */
const about = {
  summary:
    'figures of the whole workspace; quality_mean is the mean over the files that have a quality; complexity, type hints and documentation are over code that is neither test, example nor generated',
  history: `what git tells: commits that were looked at (merges left out, at most ${mostCommits}), the time of the newest one, and whether there were more; null where there is no history`,
  artifacts: 'every file by its path, relative to the workspace; null is not measured',
  classification: 'type:group:function; type is code, doc, data, config, asset or other',
  generated:
    'code made by a program, or from elsewhere, by its folder, its name, a mark at its beginning or the length of its lines',
  quality: qualityFormula,
  importance: importanceFormula,
  importance_parts: 'the points that each part adds to importance_score',
  rank: '1 is the file with the highest importance_score; equal ones go by path',
  entry_point:
    'started by itself: a main guard, a first line with #!, __main__.py, or named by a package.json',
  imports: 'files of the workspace that it imports; imported_by, that import it',
  complexity:
    'cyclomatic (McCabe 1976): 1 and each decision of a function; max and mean over the functions of the file, total over all of them',
  type_hints:
    'share of the parameters and results that have a type; documentation, of the public definitions that are documented',
  tests:
    'how many tests import it; test_beside, whether one is named after it; reached_by_tests, whether one imports it or something that does',
  commits:
    'commits that changed it within the time that was looked at, without merges and the commit that a history begins with; authors, how many different ones; last_change, the day of the last of them; null where it was not changed',
  hot_spot: hotSpotFormula,
  functions: 'functions with a cyclomatic complexity above 10, the most complex first',
  edges:
    'imports between files of the workspace, at the first line; eager, deferred (in a function, or dynamic) or type (for types only)',
  cycles:
    'each imports the next and the last the first; of eager imports only; for every import in a cycle a shortest one, at most 20 of one group of entangled files',
  duplicates: 'files of the same content (SHA-256); empty files and files above max_file_size are left out',
  skipped: 'what the scan left out, files or whole folders, by reason',
};

/** The report as JSON text: the same workspace gives the same bytes. */
export function artifactReport(
  analysis: Analysis,
  figures: AnalyzerFigures,
  findings: readonly StandingFinding[],
): string {
  const { history } = analysis;
  return reportText(
    {
      about,
      summary: figures,
      skipped: analysis.skipped,
      history: history && {
        commits: history.commits,
        newest: new Date(history.newest * 1000).toISOString(),
        cut: history.cut,
      },
    },
    {
      findings,
      artifacts: analysis.artifacts.map(artifactRow),
      functions: functionRows(analysis.artifacts),
      edges: analysis.graph.edges,
      cycles: analysis.graph.cycles,
      duplicates: analysis.duplicates,
    },
  );
}

function artifactRow(artifact: Artifact): object {
  const { complexity, history } = artifact;
  const measured = complexity !== null && complexity.functions > 0;
  return {
    path: artifact.path,
    classification: classificationText(artifact.classification),
    bytes: artifact.bytes,
    lines: artifact.lines,
    generated: artifact.generated,
    quality: artifact.quality,
    quality_parts: artifact.qualityParts,
    importance: artifact.importance,
    importance_score: artifact.importanceScore,
    importance_parts: artifact.importanceParts,
    rank: artifact.rank,
    entry_point: artifact.entryPoint,
    imports: artifact.imports,
    imported_by: artifact.importedBy,
    functions: complexity?.functions ?? null,
    complexity_max: measured ? complexity.max : null,
    complexity_mean: measured ? Math.round((100 * complexity.total) / complexity.functions) / 100 : null,
    complexity_total: measured ? complexity.total : null,
    type_hints: shareOf(artifact.typed),
    documentation: shareOf(artifact.documented),
    test_beside: artifact.testBeside,
    tests: artifact.tests,
    reached_by_tests: artifact.reachedByTests,
    commits: history?.commits ?? null,
    authors: history?.authors ?? null,
    last_change: history === null ? null : new Date(history.lastChange * 1000).toISOString().slice(0, 10),
    hot_spot: artifact.hotSpot,
  };
}

function shareOf(share: Share | null): number | null {
  return share === null || share.of === 0 ? null : Math.round((1000 * share.count) / share.of) / 1000;
}

function functionRows(artifacts: readonly Artifact[]): object[] {
  return artifacts
    .flatMap(({ path, complexity }) => (complexity?.complex ?? []).map((one) => ({ path, ...one })))
    .sort(
      (a, b) => b.complexity - a.complexity || (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line),
    );
}
