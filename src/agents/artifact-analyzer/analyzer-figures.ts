import type { Analysis } from './analyze.ts';
import type { Artifact } from './artifact.ts';
import type { ArtifactType } from './classification-rules.ts';
import type { Share } from './facts.ts';
import { isOwnCode } from './rate.ts';

export const artifactTypes: readonly ArtifactType[] = ['code', 'doc', 'data', 'config', 'asset', 'other'];

/** The figures of a workspace, under the names that metrics and the report give them; null is not measured. */
export interface AnalyzerFigures {
  readonly artifacts: number;
  readonly bytes: number;
  readonly import_edges: number;
  readonly import_cycles: number;
  /** 0 to 100, one decimal. */
  readonly quality_mean: number | null;
  /** Files that could go, since another has the same content. */
  readonly duplicate_files: number;
  readonly complexity_mean: number | null;
  readonly complexity_max: number | null;
  /** Shares, 0 to 1. */
  readonly type_hint_coverage: number | null;
  readonly documentation_coverage: number | null;
  readonly tested_share: number | null;
  readonly hot_spots: number | null;
  /** Files of each type. */
  readonly types: Readonly<Record<string, number>>;
}

export function analyzerFigures({ artifacts, graph, duplicates, history }: Analysis): AnalyzerFigures {
  const scores = artifacts.map(({ quality }) => quality).filter((score) => score !== null);
  const own = artifacts.filter((artifact) => isOwnCode(artifact) && !artifact.generated);
  const complexities = own.map(({ complexity }) => complexity).filter((one) => one !== null);
  const functions = complexities.reduce((sum, one) => sum + one.functions, 0);
  const total = complexities.reduce((sum, one) => sum + one.total, 0);
  const expected = artifacts.filter(({ testBeside, generated }) => testBeside !== null && !generated);
  const tested = expected.filter(({ testBeside, tests }) => testBeside || tests > 0);
  return {
    artifacts: artifacts.length,
    bytes: artifacts.reduce((sum, { bytes }) => sum + bytes, 0),
    import_edges: graph.edges.length,
    import_cycles: graph.cycles.length,
    quality_mean:
      scores.length === 0 ? null : rounded(scores.reduce((sum, one) => sum + one, 0) / scores.length, 1),
    duplicate_files: duplicates.reduce((sum, { paths }) => sum + paths.length - 1, 0),
    complexity_mean: functions === 0 ? null : rounded(total / functions, 2),
    complexity_max: functions === 0 ? null : Math.max(...complexities.map(({ max }) => max)),
    type_hint_coverage: overall(own, ({ typed }) => typed),
    documentation_coverage: overall(own, ({ documented }) => documented),
    tested_share: expected.length === 0 ? null : rounded(tested.length / expected.length, 3),
    hot_spots: history === null ? null : artifacts.filter(({ hotSpot }) => hotSpot).length,
    types: Object.fromEntries(
      artifactTypes.map((type) => [
        type,
        artifacts.filter(({ classification }) => classification.type === type).length,
      ]),
    ),
  };
}

/** The share over all files together, so that a large one counts for more. */
function overall(artifacts: readonly Artifact[], share: (artifact: Artifact) => Share | null): number | null {
  let of = 0;
  let count = 0;
  for (const artifact of artifacts) {
    of += share(artifact)?.of ?? 0;
    count += share(artifact)?.count ?? 0;
  }
  return of === 0 ? null : rounded(count / of, 3);
}

function rounded(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}
