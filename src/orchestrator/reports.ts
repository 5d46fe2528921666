import type { Journal } from '../journal/journal.ts';
import type { Definition } from '../model/definition.ts';
import { agentReports, type History, recentExecutions } from '../model/definition-report.ts';
import type { ClusterReport } from '../model/report.ts';

/** What the journal knows of earlier runs. */
export function historyOf(journal: Journal): History {
  return {
    recent: (agent) => journal.recentOf(agent, recentExecutions),
    lastRun: (pipeline) => journal.runs({ limit: 1, pipeline })[0] ?? null,
  };
}

/** The clusters with their agents. */
export function clusterReports(definition: Definition, history: History): ClusterReport[] {
  const agents = new Map(agentReports(definition, history).map((agent) => [agent.name, agent]));
  return definition.clusters.map(({ id, name, system, concurrency, ...cluster }) => ({
    id,
    name,
    system,
    concurrency,
    agents: cluster.agents.flatMap((agent) => agents.get(agent) ?? []),
  }));
}
