import { formatDuration } from '../../common/text.ts';
import type { AgentReport, ClusterReport, PhaseReport } from '../../model/report.ts';
import { table } from '../../report-text/table.ts';
import { type CommandContext, printAll } from '../command-context.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { colors } from '../reporters/colors.ts';
import { statusSign, statusWord } from '../reporters/status-words.ts';
import { withEngine } from '../with-engine.ts';

/** `dodeca agents`: what is defined, with the last results. */
export async function agentsCommand(context: CommandContext): Promise<ExitCode> {
  return await withEngine(context, async (client) => {
    printAll(context, await client.call('definition/agents', {}), (agents) =>
      table(agents.map((agent) => agentRow(agent, true))),
    );
    return exitCode.success;
  });
}

/** `dodeca clusters`: the clusters with their agents. */
export async function clustersCommand(context: CommandContext): Promise<ExitCode> {
  return await withEngine(context, async (client) => {
    printAll(context, await client.call('definition/clusters', {}), clusterLines);
    return exitCode.success;
  });
}

/** `dodeca phases`: the phases with the last results of their pipelines. */
export async function phasesCommand(context: CommandContext): Promise<ExitCode> {
  return await withEngine(context, async (client) => {
    printAll(context, await client.call('definition/phases', {}), (phases) => table(phases.map(phaseRow)));
    return exitCode.success;
  });
}

function agentRow(agent: AgentReport, withClusters: boolean): string[] {
  const { last, recent } = agent;
  return [
    `${statusSign(last?.status ?? 'queued')} ${agent.name}`,
    ...(withClusters ? [agent.clusters.join(', ')] : []),
    last ? statusWord(last.status) : colors.dim('never ran'),
    last ? formatDuration(last.durationMs) : '',
    // Oldest first, so that time runs from left to right.
    [...recent].reverse().map(statusSign).join(''),
    colors.dim(agent.program),
  ];
}

function clusterLines(clusters: readonly ClusterReport[]): string[] {
  return clusters.flatMap((cluster) => {
    const what = cluster.system === null ? '' : colors.dim(`  the engine's ${cluster.system}`);
    const none = cluster.agents.length === 0 && cluster.system === null ? colors.dim('  no agents') : '';
    const agents = table(cluster.agents.map((agent) => agentRow(agent, false)));
    return [
      `${colors.bold(cluster.id)}  ${cluster.name}${what}${none}`,
      ...agents.map((line) => `    ${line}`),
    ];
  });
}

function phaseRow(phase: PhaseReport): string[] {
  const { last } = phase;
  return [
    colors.bold(phase.id),
    phase.name,
    phase.clusters.join(', '),
    phase.pipeline ?? colors.dim('no pipeline'),
    last ? `${statusSign(last.status)} ${statusWord(last.status)} in ${formatDuration(last.durationMs)}` : '',
  ];
}
