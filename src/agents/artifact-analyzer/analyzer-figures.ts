import type { Analysis } from './analyze.ts';
import type { ArtifactType } from './classification-rules.ts';

export const artifactTypes: readonly ArtifactType[] = ['code', 'doc', 'data', 'config', 'asset', 'other'];

/** The figures of a workspace, under the names that metrics and the report give them. */
export interface AnalyzerFigures {
  readonly artifacts: number;
  readonly bytes: number;
  readonly import_edges: number;
  readonly import_cycles: number;
  /** 0 to 100, one decimal; null where no file has a quality. */
  readonly quality_mean: number | null;
  /** Files that could go, since another has the same content. */
  readonly duplicate_files: number;
  /** Files of each type. */
  readonly types: Readonly<Record<string, number>>;
}

export function analyzerFigures({ artifacts, graph, duplicates }: Analysis): AnalyzerFigures {
  const scores = artifacts.map(({ quality }) => quality).filter((score) => score !== null);
  const total = scores.reduce((sum, score) => sum + score, 0);
  return {
    artifacts: artifacts.length,
    bytes: artifacts.reduce((sum, { bytes }) => sum + bytes, 0),
    import_edges: graph.edges.length,
    import_cycles: graph.cycles.length,
    quality_mean: scores.length === 0 ? null : Math.round((10 * total) / scores.length) / 10,
    duplicate_files: duplicates.reduce((sum, { paths }) => sum + paths.length - 1, 0),
    types: Object.fromEntries(
      artifactTypes.map((type) => [type, artifacts.filter((artifact) => artifact.type === type).length]),
    ),
  };
}
