import type { Json } from '../common/json.ts';
import type { ParameterDefinition, PipelineDefinition } from '../model/definition.ts';
import { type AnalysisContext, checkedBy, rightPartOf } from './analysis-context.ts';
import { checkCondition } from './check-condition.ts';
import { checkStageGraph } from './check-stage-graph.ts';
import { type DeclaredPipeline, type DeclaredStage, eachOnce } from './definition-outline.ts';
import { badName, shownName } from './name-rule.ts';
import { type PipelineEntry, parameterSchema, pipelineSchema, type StageEntry } from './pipeline-schema.ts';
import { valueOfType } from './resolve-params.ts';
import { entriesOf, entryOf } from './yaml-node.ts';

/** The declared pipelines that are right; what is wrong with the others is told. */
export function checkPipelines(context: AnalysisContext): PipelineDefinition[] {
  return context.outline.pipelines.flatMap((declared) => {
    const { problems } = context;
    const entry = checkedBy(context, pipelineSchema, declared.node, declared.name);
    const stages = entryOf(declared.node, 'stages');
    if (stages?.node.kind === 'list' && stages.node.items.length === 0) {
      problems.error('no-stages', stages.key, `the pipeline \`${declared.name}\` has no stages: give it one`);
    }
    checkStageNames(context, declared);
    for (const stage of declared.stages) checkStage(context, declared, stage);
    checkStageGraph(context, declared);
    const params = checkParameters(context, declared);
    return entry ? [pipelineOf(declared.name, entry, params)] : [];
  });
}

function checkStageNames({ problems }: AnalysisContext, pipeline: DeclaredPipeline): void {
  const first = new Map<string, DeclaredStage>();
  for (const stage of pipeline.stages) {
    // A name that is missing or empty is told by the schema.
    if (stage.name === '') continue;
    const bad = badName(stage.name);
    const earlier = first.get(stage.name);
    if (bad !== null) problems.error('bad-name', stage.key, `the name of a stage ${bad}`);
    if (!earlier) first.set(stage.name, stage);
    else {
      const line = problems.lineOf(earlier.key.start);
      const message = `there is a stage \`${shownName(stage.name)}\` already, on line ${line}: give this one another name`;
      problems.error('duplicate-stage', stage.key, message);
    }
  }
}

function checkStage(context: AnalysisContext, pipeline: DeclaredPipeline, stage: DeclaredStage): void {
  const { problems, known, suggestions } = context;
  const agents = entryOf(stage.node, 'agents');
  if (agents?.node.kind === 'list' && agents.node.items.length === 0) {
    problems.error('no-agents', agents.key, `the stage \`${stage.name}\` has no agents: give it one`);
  }
  eachOnce(stage.agents, (mention, repeated) => {
    const name = shownName(mention.name);
    if (mention.name === '') return;
    if (!known.agents.has(mention.name)) {
      const meant = suggestions.of(mention.name, known.agents, ': declare it under `agents`');
      problems.error('unknown-agent', mention, `there is no agent \`${name}\`${meant.hint}`, meant);
    } else if (repeated) {
      const message = `the agent \`${name}\` stands twice in the stage \`${stage.name}\`: keep one`;
      problems.error('duplicate-agent', mention, message);
    }
  });
  const allowFailure = entryOf(stage.node, 'allow_failure');
  if (entryOf(stage.node, 'critical')?.node.value === true && allowFailure?.node.value === true) {
    const message = '`critical` has no effect beside `allow_failure`: keep one of them';
    problems.warning('critical-allowed-to-fail', allowFailure.key, message);
  }
  checkCondition(context, pipeline, stage);
}

function checkParameters(context: AnalysisContext, { node }: DeclaredPipeline): ParameterDefinition[] {
  const { problems } = context;
  return Array.from(entriesOf(entryOf(node, 'params')?.node), ([name, { key, node: written }]) => {
    const bad = badName(name);
    if (bad !== null) problems.error('bad-name', key, `the name of a parameter ${bad}`);
    // What is wrong with it otherwise is told with the whole pipeline.
    const { type, description = null } = rightPartOf(parameterSchema, written) ?? { type: 'json' };
    const given = entryOf(written, 'default')?.node;
    if (!given) return { name, type, description };
    const value = valueOfType(type, given.value as Json);
    if (!value.ok) problems.error('wrong-type', given, `the default of \`${name}\` ${value.error}`);
    return { name, type, description, default: given.value as Json };
  });
}

function pipelineOf(
  name: string,
  entry: PipelineEntry,
  params: readonly ParameterDefinition[],
): PipelineDefinition {
  return {
    name,
    description: entry.description ?? null,
    params,
    stages: entry.stages.map((stage: StageEntry) => ({
      name: stage.name,
      agents: stage.agents,
      parallel: stage.parallel,
      critical: stage.critical,
      allowFailure: stage.allow_failure,
      needs: stage.needs === undefined ? null : [...new Set(stage.needs)],
      when: stage.when ?? null,
    })),
  };
}
