import { formatBytes, formatDuration, plural } from '../../common/text.ts';
import type { Analysis } from './analyze.ts';
import type { AnalyzerFigures } from './analyzer-figures.ts';
import { reportPath } from './artifact-report.ts';

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
  const { graph, duplicates } = analysis;
  const lines = [
    `${plural(figures.artifacts, 'artifact')}, ${formatBytes(figures.bytes)}, in ${formatDuration(durationMs)}: ${types.join(', ')}.`,
    `Imports: ${plural(figures.import_edges, 'edge')}, ${plural(figures.import_cycles, 'cycle')}.`,
    `Quality: ${figures.quality_mean === null ? 'not measured' : `${figures.quality_mean} of 100 on average`}.`,
    `Duplicates: ${plural(figures.duplicate_files, 'file')} in ${plural(duplicates.length, 'group')}.`,
  ];
  if (top > 0 && analysis.artifacts.length > 0) {
    lines.push('', 'rank  importance      quality  artifact');
    const ranked = [...analysis.artifacts].sort((a, b) => a.rank - b.rank).slice(0, top);
    for (const { rank, importance, importanceScore, quality, path, classification } of ranked) {
      const weight = `${importance} ${importanceScore.toFixed(1)}`;
      lines.push(
        `${String(rank).padStart(4)}  ${weight.padEnd(14)}  ${String(quality ?? '–').padStart(7)}  ${path} (${classification})`,
      );
    }
  }
  if (graph.cut > 0) {
    lines.push('', `Only the first 20 cycles are told of ${plural(graph.cut, 'group')} of entangled files.`);
  }
  lines.push('', `Report: ${reportPath}`);
  return lines.join('\n');
}
