import type { Journal } from '../journal/journal.ts';
import type { AgentDefinition, Definition } from '../model/definition.ts';
import type { AgentReport, ClusterReport, PhaseReport } from '../model/report.ts';

/** Executions that a health strip shows. */
const recentExecutions = 10;

export function agentReports(definition: Definition, journal: Journal): AgentReport[] {
  return definition.agents.map((agent) => agentReport(agent, definition, journal));
}

export function clusterReports(definition: Definition, journal: Journal): ClusterReport[] {
  const agents = new Map(definition.agents.map((agent) => [agent.name, agent]));
  return definition.clusters.map((cluster) => ({
    id: cluster.id,
    name: cluster.name,
    system: cluster.system,
    concurrency: cluster.concurrency,
    agents: cluster.agents.flatMap((name) => {
      const agent = agents.get(name);
      return agent ? [agentReport(agent, definition, journal)] : [];
    }),
  }));
}

export function phaseReports(definition: Definition, journal: Journal): PhaseReport[] {
  return definition.phases.map(({ id, name, clusters, pipeline }) => ({
    id,
    name,
    clusters,
    pipeline,
    last: pipeline === null ? null : (journal.runs({ limit: 1, pipeline })[0] ?? null),
  }));
}

function agentReport(agent: AgentDefinition, definition: Definition, journal: Journal): AgentReport {
  const recent = journal.recentOf(agent.name, recentExecutions);
  const last = recent[0];
  return {
    name: agent.name,
    description: agent.description,
    program: programText(agent),
    clusters: definition.clusters.filter(({ agents }) => agents.includes(agent.name)).map(({ id }) => id),
    priority: agent.priority,
    last: last ? { runId: last.runId, status: last.status, at: last.at, durationMs: last.durationMs } : null,
    recent: recent.map(({ status }) => status),
  };
}

/** `builtin:smoke_tester`, `agents/cryo.py --fast`, `make report`. */
function programText({ program }: AgentDefinition): string {
  if (program.kind === 'builtin') return `builtin:${program.name}`;
  return program.kind === 'shell' ? program.command : [program.path, ...program.args].join(' ');
}
