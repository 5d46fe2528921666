import type { AgentDefinition, Definition } from './definition.ts';
import type { AgentReport, DefinitionReport, PhaseReport, RunSummary } from './report.ts';
import type { ExecutionStatus } from './status.ts';

/** Executions that a health strip shows. */
export const recentExecutions = 10;

/** One end of an agent. */
export interface RecentExecution {
  readonly runId: string;
  readonly status: ExecutionStatus;
  readonly at: string;
  readonly durationMs: number;
}

/** What is known of earlier runs. */
export interface History {
  /** The last ends of an agent, newest first, `recentExecutions` at the most. */
  recent(agent: string): readonly RecentExecution[];
  lastRun(pipeline: string): RunSummary | null;
}

/** Where nothing may be asked. */
export const noHistory: History = { recent: () => [], lastRun: () => null };

/** What a definition holds, with the last results. */
export function definitionReport(definition: Definition, history: History): DefinitionReport {
  return {
    file: definition.file,
    agents: agentReports(definition, history),
    clusters: definition.clusters.map(({ id, name, system, agents, concurrency }) => {
      return { id, name, system, agents, concurrency };
    }),
    phases: phaseReports(definition, history),
    pipelines: definition.pipelines.map(({ name, description, params, stages }) => ({
      name,
      description,
      params,
      stages: stages.map((stage) => ({ name: stage.name, agents: stage.agents })),
    })),
  };
}

export function agentReports(definition: Definition, history: History): AgentReport[] {
  const clusters = new Map<string, string[]>(definition.agents.map(({ name }) => [name, []]));
  for (const cluster of definition.clusters) {
    for (const agent of new Set(cluster.agents)) clusters.get(agent)?.push(cluster.id);
  }
  return definition.agents.map((agent) => {
    const recent = history.recent(agent.name);
    const last = recent[0];
    return {
      name: agent.name,
      description: agent.description,
      program: programText(agent),
      clusters: clusters.get(agent.name) ?? [],
      priority: agent.priority,
      last: last
        ? { runId: last.runId, status: last.status, at: last.at, durationMs: last.durationMs }
        : null,
      recent: recent.map(({ status }) => status),
    };
  });
}

export function phaseReports(definition: Definition, history: History): PhaseReport[] {
  return definition.phases.map(({ id, name, clusters, pipeline }) => ({
    id,
    name,
    clusters,
    pipeline,
    last: pipeline === null ? null : history.lastRun(pipeline),
  }));
}

/** `builtin:smoke_tester`, `agents/cryo.py --fast`, `make report`. */
function programText({ program }: AgentDefinition): string {
  if (program.kind === 'builtin') return `builtin:${program.name}`;
  return program.kind === 'shell' ? program.command : [program.path, ...program.args].join(' ');
}
