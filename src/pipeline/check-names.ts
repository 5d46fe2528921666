import type { AnalysisContext } from './analysis-context.ts';
import { badName } from './name-rule.ts';

/** Tells names of agents, clusters, phases and pipelines that cannot be names. */
export function checkNames({ outline, problems }: AnalysisContext): void {
  const kinds = [
    ['an agent', outline.agents],
    ['a cluster', outline.clusters],
    ['a phase', outline.phases],
    ['a pipeline', outline.pipelines],
  ] as const;
  for (const [kind, declared] of kinds) {
    for (const { name, key } of declared) {
      const bad = badName(name);
      if (bad !== null) problems.error('bad-name', key, `the name of ${kind} ${bad}`);
    }
  }
}
