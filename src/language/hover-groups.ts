import { formatDuration, plural } from '../common/text.ts';
import type { PlanReport } from '../model/report.ts';
import type { Analysis } from '../pipeline/analyze-definition.ts';
import { flowText } from '../pipeline/schema-notes.ts';
import { entriesOf, entryOf, nodeAt, textOf } from '../pipeline/yaml-node.ts';
import { few } from './hover-agent.ts';
import { inherited } from './known-names.ts';
import { code, text } from './markdown.ts';
import { nameOf } from './outline-facts.ts';

/** What a cluster holds, and in which phases it takes part. */
export function describeCluster({ outline }: Analysis, id: string): readonly string[] {
  const declared = outline.clusters.find(({ name }) => name === id);
  const usual = inherited().clusters.find((cluster) => cluster.id === id);
  if (!declared && !usual) return [`There is no cluster ${code(id)}.`];
  const name = (declared && nameOf(declared.node)) || usual?.name || '';
  const agents = declared ? declared.agents.map((mention) => mention.name) : (usual?.agents ?? []);
  const system = declared ? textOf(entryOf(declared.node, 'system')?.node) : usual?.system;
  const phases = outline.phases.filter(({ clusters }) => clusters.some((mention) => mention.name === id));
  const lines: string[] = [];
  if (system) lines.push(`Stands for the system ${code(system)}`);
  if (agents.length > 0) lines.push(`${plural(agents.length, 'agent')}: ${few(agents.map(code))}`);
  if (phases.length > 0) lines.push(`Phase ${few(phases.map((phase) => code(phase.name)))}`);
  const title = `**${text(id)}**, ${declared ? 'a cluster' : 'a default cluster'}${name === '' || name === id ? '' : `: ${text(name)}`}`;
  return [lines.length === 0 ? title : `${title}\n\n${lines.map((line) => `* ${line}`).join('\n')}`];
}

/** What a pipeline is for, what it holds, and how long it takes. */
export function describePipeline(
  { outline }: Analysis,
  name: string,
  plan: PlanReport | null,
): readonly string[] {
  const declared = outline.pipelines.find((pipeline) => pipeline.name === name);
  const usual = declared ? undefined : inherited().pipelines.find((pipeline) => pipeline.name === name);
  if (!declared && !usual) return [`There is no pipeline ${code(name)}.`];
  const description = declared ? textOf(entryOf(declared.node, 'description')?.node) : usual?.description;
  const stages = declared?.stages ?? usual?.stages ?? [];
  const params = declared
    ? Array.from(entriesOf(entryOf(declared.node, 'params')?.node), ([param]) => param)
    : [];
  const lines = [`${plural(stages.length, 'stage')}: ${few(stages.map((stage) => code(stage.name)))}`];
  if (params.length > 0) lines.push(`Parameters: ${few(params.map(code))}`);
  const makespan = plan?.estimate.makespanMs ?? null;
  if (makespan !== null) lines.push(`Expected to take ${formatDuration(makespan)}`);
  if (plan && plan.criticalPath.stages.length > 0) {
    lines.push(`Critical path: ${plan.criticalPath.stages.map(code).join(' → ')}`);
  }
  const facts = [`**${text(name)}**, ${declared ? 'a pipeline' : 'a built-in pipeline'}`];
  if (description) facts.push(text(description));
  facts.push(lines.map((line) => `* ${line}`).join('\n'));
  return [facts.join('\n\n')];
}

/** Where a stage stands, what it waits for, and how long it takes. */
export function describeStage(
  { outline }: Analysis,
  pipelineName: string,
  name: string,
  plan: PlanReport | null,
): readonly string[] {
  const pipeline = outline.pipelines.find((declared) => declared.name === pipelineName);
  const at = pipeline?.stages.findIndex((stage) => stage.name === name) ?? -1;
  const stage = pipeline?.stages[at];
  if (!pipeline || !stage) return [`The pipeline ${code(pipelineName)} has no stage ${code(name)}.`];
  const lines = [
    `${plural(stage.agents.length, 'agent')}: ${few(stage.agents.map((agent) => code(agent.name)))}`,
  ];
  const above = pipeline.stages[at - 1];
  if (stage.needs === null) {
    lines.push(above ? `Starts when ${code(above.name)} above it has ended` : 'Starts at once');
  } else {
    const needs = stage.needs.map((need) => code(need.name));
    lines.push(needs.length === 0 ? 'Starts at once' : `Starts when ${few(needs)} succeeded`);
  }
  const followers = pipeline.stages.filter(({ needs }, index) =>
    needs === null ? index === at + 1 : needs.some((need) => need.name === name),
  );
  if (followers.length > 0)
    lines.push(`Waited for by ${few(followers.map((follower) => code(follower.name)))}`);
  if (plan) lines.push(...planLines(plan, name, entryOf(stage.node, 'parallel')?.node.value === true));
  const title = `**${text(name)}**, stage ${at + 1} of ${pipeline.stages.length} of ${code(pipelineName)}`;
  return [`${title}\n\n${lines.map((line) => `* ${line}`).join('\n')}`];
}

function planLines(plan: PlanReport, stage: string, isParallel: boolean): string[] {
  const own = plan.executions.filter((execution) => execution.stage === stage);
  if (own.length === 0) return [];
  const lines: string[] = [];
  const known = own.flatMap(({ expectedMs }) => (expectedMs === null ? [] : [expectedMs]));
  if (known.length === own.length) {
    const expected = isParallel ? Math.max(...known) : known.reduce((sum, ms) => sum + ms, 0);
    lines.push(`Expected to take ${formatDuration(expected)}`);
  }
  lines.push(plan.criticalPath.stages.includes(stage) ? 'On the critical path' : 'Not on the critical path');
  return lines;
}

/** A parameter of a pipeline. */
export function describeParameter(
  { outline }: Analysis,
  pipelineName: string,
  name: string,
): readonly string[] {
  const pipeline = outline.pipelines.find((declared) => declared.name === pipelineName);
  const node = nodeAt(pipeline?.node, ['params', name]);
  if (!node) return [`The pipeline ${code(pipelineName)} has no parameter ${code(name)}.`];
  const given = entryOf(node, 'default')?.node;
  const type = textOf(entryOf(node, 'type')?.node) ?? 'string';
  const description = textOf(entryOf(node, 'description')?.node);
  const usual = given ? `default ${code(flowText(given.value))}` : 'without a default, so one must be given';
  const title = `**${text(name)}**, a parameter of ${code(pipelineName)}`;
  return [[title, ...(description ? [text(description)] : []), `* ${code(type)}, ${usual}`].join('\n\n')];
}
