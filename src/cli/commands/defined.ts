import { formatDuration } from '../../common/text.ts';
import type { AgentReport, ClusterReport, PhaseReport } from '../../model/report.ts';
import type { SystemsReport } from '../../model/systems-report.ts';
import { systemFacts } from '../../report-text/system-facts.ts';
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

/** `dodeca clusters`: the clusters with their agents, and what the systems do that some of them stand for. */
export async function clustersCommand(context: CommandContext): Promise<ExitCode> {
  return await withEngine(context, async (client) => {
    const clusters = await client.call('definition/clusters', {});
    const systems = await client.call('engine/systems', {});
    const shown = clusters.map((cluster) => ({
      ...cluster,
      ...(cluster.system !== null && { state: systems[cluster.system] }),
    }));
    printAll(context, shown, (all) => all.flatMap((cluster) => clusterLines(cluster, systems)));
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

function clusterLines(cluster: ClusterReport, systems: SystemsReport): string[] {
  const { system } = cluster;
  const what = system === null ? '' : colors.dim(`  the engine's ${system}`);
  const none = cluster.agents.length === 0 && system === null ? colors.dim('  no agents') : '';
  const facts = system === null ? [] : systemFacts(system, systems);
  const lines = [
    ...table(cluster.agents.map((agent) => agentRow(agent, false))),
    ...table(facts.map(([name, text]) => [`  ${name}`, text])).map(colors.dim),
  ];
  return [`${colors.bold(cluster.id)}  ${cluster.name}${what}${none}`, ...lines.map((line) => `    ${line}`)];
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
