import { builtinAgents } from '../builtin/builtin-agents.ts';
import { formatDuration } from '../common/text.ts';
import type { AgentReport } from '../model/report.ts';
import type { Analysis } from '../pipeline/analyze-definition.ts';
import { entryOf, textOf } from '../pipeline/yaml-node.ts';
import { localTime } from '../report-text/local-time.ts';
import { code, text } from './markdown.ts';
import { programOf } from './outline-facts.ts';

/** What an agent is, what it runs, where it takes part, and how it did. */
export function describeAgent(
  { outline }: Analysis,
  name: string,
  report: AgentReport | undefined,
): readonly string[] {
  const declared = outline.agents.find((agent) => agent.name === name);
  const builtin = declared ? undefined : builtinAgents.get(name);
  if (!declared && !builtin) return [`There is no agent ${code(name)}.`];
  const description = declared ? textOf(entryOf(declared.node, 'description')?.node) : builtin?.description;
  const program = declared ? programOf(declared.node) : `builtin:${name}`;
  const clusters = outline.clusters.filter(({ agents }) => agents.some((mention) => mention.name === name));
  const stages = outline.pipelines.flatMap((pipeline) =>
    pipeline.stages
      .filter(({ agents }) => agents.some((mention) => mention.name === name))
      .map((stage) => `${code(stage.name)} of ${code(pipeline.name)}`),
  );
  const ids = report && clusters.length === 0 ? report.clusters : clusters.map((cluster) => cluster.name);
  const facts = [`**${text(name)}**, ${builtin ? 'a built-in agent' : 'an agent'}`];
  if (description) facts.push(text(description));
  const lines: string[] = [];
  if (program !== '') lines.push(`Runs ${code(program)}`);
  if (ids.length > 0) lines.push(`Cluster ${ids.map(code).join(', ')}`);
  if (stages.length > 0) lines.push(`Stage ${few(stages)}`);
  if (lines.length > 0) facts.push(lines.map((line) => `* ${line}`).join('\n'));
  return [facts.join('\n\n'), ...(report ? [historyOf(report)] : [])];
}

function historyOf({ last, recent }: AgentReport): string {
  if (!last) return 'It has not run yet.';
  const when = localTime(last.at).slice(0, 16);
  const first = `Last run: ${last.status.replace('_', ' ')}, ${formatDuration(last.durationMs)}, ${when}`;
  const counts = new Map<string, number>();
  for (const status of recent) counts.set(status, (counts.get(status) ?? 0) + 1);
  const shown = Array.from(counts, ([status, count]) => `${count} ${status.replace('_', ' ')}`).join(', ');
  return recent.length > 1 ? `${first}\n\nLast ${recent.length} runs: ${shown}` : first;
}

/** Some of many, as a line. */
export function few(items: readonly string[]): string {
  return items.length > 5 ? `${items.slice(0, 4).join(', ')} and ${items.length - 4} more` : items.join(', ');
}
