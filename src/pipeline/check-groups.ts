import type { ClusterDefinition, PhaseDefinition } from '../model/definition.ts';
import { type AnalysisContext, checkedBy } from './analysis-context.ts';
import { eachOnce, type Mention } from './definition-outline.ts';
import { clusterSchema, phaseSchema } from './definition-schema.ts';
import { shownName } from './name-rule.ts';

/** What is declared already under an id, from which a declaration takes its name where it says none. */
export type Named = ReadonlyMap<string, { readonly name: string }>;

/** The declared clusters that are right; what is wrong with the others is told. */
export function checkClusters(context: AnalysisContext, defaults: Named): ClusterDefinition[] {
  const { problems, known } = context;
  const claimed = new Map<string, { readonly cluster: string; readonly line: number }>();
  return context.outline.clusters.flatMap((cluster) => {
    const entry = checkedBy(context, clusterSchema, cluster.node, cluster.name);
    eachOnce(cluster.agents, (mention, repeated) => {
      checkMention(context, mention, 'agent', known.agents);
      const first = claimed.get(mention.name);
      if (repeated) tellRepeated(context, mention);
      else if (!first) {
        claimed.set(mention.name, { cluster: cluster.name, line: problems.lineOf(mention.start) });
      } else {
        const message = `\`${shownName(mention.name)}\` is in the cluster \`${first.cluster}\` too, on line ${first.line}: its limits apply both`;
        problems.warning('several-clusters', mention, message);
      }
    });
    if (!entry) return [];
    return {
      id: cluster.name,
      name: entry.name ?? defaults.get(cluster.name)?.name ?? cluster.name,
      system: entry.system ?? null,
      agents: [...new Set(entry.agents)],
      concurrency: entry.concurrency ?? null,
    };
  });
}

/** The declared phases that are right; what is wrong with the others is told. */
export function checkPhases(context: AnalysisContext, defaults: Named): PhaseDefinition[] {
  const { known } = context;
  return context.outline.phases.flatMap((phase) => {
    const entry = checkedBy(context, phaseSchema, phase.node, phase.name);
    eachOnce(phase.clusters, (mention, repeated) => {
      checkMention(context, mention, 'cluster', known.clusters);
      if (repeated) tellRepeated(context, mention);
    });
    if (phase.pipeline) checkMention(context, phase.pipeline, 'pipeline', known.pipelines);
    if (!entry) return [];
    return {
      id: phase.name,
      name: entry.name ?? defaults.get(phase.name)?.name ?? phase.name,
      clusters: [...new Set(entry.clusters)],
      pipeline: entry.pipeline ?? null,
    };
  });
}

function checkMention(
  { problems, suggestions }: AnalysisContext,
  mention: Mention,
  kind: 'agent' | 'cluster' | 'pipeline',
  known: ReadonlySet<string>,
): void {
  if (mention.name === '' || known.has(mention.name)) return;
  const meant = suggestions.of(mention.name, known, `: declare it under \`${kind}s\``);
  problems.error(
    `unknown-${kind}`,
    mention,
    `there is no ${kind} \`${shownName(mention.name)}\`${meant.hint}`,
    meant,
  );
}

function tellRepeated({ problems }: AnalysisContext, mention: Mention): void {
  problems.warning(
    'duplicate-mention',
    mention,
    `\`${shownName(mention.name)}\` stands here twice: keep one`,
  );
}
