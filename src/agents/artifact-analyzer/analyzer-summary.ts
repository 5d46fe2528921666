import { formatBytes, formatDuration, plural } from '../../common/text.ts';
import type { Analysis } from './analyze.ts';
import type { AnalyzerFigures } from './analyzer-figures.ts';
import type { Artifact } from './artifact.ts';
import { reportPath } from './artifact-report.ts';
import { classificationText } from './classify.ts';

/** Hot spots that are shown. */
const shown = 5;

/** What the artifact analyzer tells people. */
export function analyzerSummary(
  analysis: Analysis,
  figures: AnalyzerFigures,
  top: number,
  durationMs: number,
): string {
  const types = Object.entries(figures.types)
    .filter(([, count]) => count > 0)
    .map(([type, count]) => `${count} ${type}`);
  const { graph, history } = analysis;
  const rows: [string, string][] = [
    ['imports', `${plural(figures.import_edges, 'edge')}, ${plural(figures.import_cycles, 'cycle')}`],
    ['quality', figures.quality_mean === null ? 'not measured' : `${figures.quality_mean} of 100 on average`],
    [
      'complexity',
      figures.complexity_mean === null
        ? 'no functions'
        : `${figures.complexity_mean} on average, ${figures.complexity_max} at most`,
    ],
    ['type hints', percent(figures.type_hint_coverage)],
    ['documented', percent(figures.documentation_coverage)],
    ['tested', percent(figures.tested_share)],
    [
      'duplicates',
      `${plural(figures.duplicate_files, 'file')} in ${plural(analysis.duplicates.length, 'group')}`,
    ],
    [
      'history',
      history === null
        ? 'none was looked at'
        : `${plural(history.commits, 'commit')}${history.cut ? ', and more that were left out' : ''}`,
    ],
  ];
  const lines = [
    `${plural(figures.artifacts, 'artifact')}, ${formatBytes(figures.bytes)}, in ${formatDuration(durationMs)}: ${types.join(', ')}.`,
    ...rows.map(([name, value]) => `  ${name.padEnd(12)}${value}`),
    ...rankingLines(analysis.artifacts, top),
    ...hotSpotLines(analysis.artifacts),
  ];
  if (graph.cut > 0) {
    lines.push('', `Only the first 20 cycles are told of ${plural(graph.cut, 'group')} of entangled files.`);
  }
  const skipped = Object.entries(analysis.skipped).map(([reason, count]) => `${count} × ${reason}`);
  if (skipped.length > 0) lines.push('', `Left out: ${skipped.join(', ')}`);
  lines.push('', `Report: ${reportPath}`);
  return lines.join('\n');
}

function percent(share: number | null): string {
  return share === null ? 'not measured' : `${Math.floor(share * 1000) / 10} %`;
}

function rankingLines(artifacts: readonly Artifact[], top: number): string[] {
  if (artifacts.length === 0) return [];
  const ranked = [...artifacts].sort((a, b) => a.rank - b.rank).slice(0, top);
  return [
    '',
    'rank  importance      quality  artifact',
    ...ranked.map(({ rank, importance, importanceScore, quality, path, classification }) => {
      const weight = `${importance} ${importanceScore.toFixed(1)}`;
      return `${String(rank).padStart(4)}  ${weight.padEnd(14)}  ${String(quality ?? '–').padStart(7)}  ${path} (${classificationText(classification)})`;
    }),
  ];
}

function hotSpotLines(artifacts: readonly Artifact[]): string[] {
  const hot = artifacts.filter(({ hotSpot }) => hotSpot).sort((a, b) => (b.heat ?? 0) - (a.heat ?? 0));
  if (hot.length === 0) return [];
  const more = hot.length > shown ? [`  … and ${hot.length - shown} more`] : [];
  return [
    '',
    'hot spots: commits × complexity',
    ...hot
      .slice(0, shown)
      .map(
        ({ path, history, complexity }) =>
          `  ${String(history?.commits ?? 0).padStart(5)} × ${String(complexity?.total ?? 0).padEnd(6)} ${path}`,
      ),
    ...more,
  ];
}
