import { stageDependencies } from '../pipeline/build-plan.ts';
import type { DeclaredPipeline } from '../pipeline/definition-outline.ts';
import { expressionEnvironment, expressionVariables } from '../pipeline/expression-environment.ts';
import { entriesOf, entryOf, textOf, type YamlNode } from '../pipeline/yaml-node.ts';
import type { Completion } from './completion.ts';
import { stageAgents } from './outline-facts.ts';
import { escaped } from './snippet-text.ts';

/** A name that may stand behind a variable. */
export interface MemberName {
  readonly name: string;
  readonly kind: Completion['kind'];
  readonly detail: string;
}

/** What may stand behind a variable in the condition of a stage, given as its node; of all stages where it is unknown. */
export function memberNames(
  root: string,
  pipeline: DeclaredPipeline,
  own: YamlNode | undefined,
): readonly MemberName[] {
  if (root === 'params') {
    return Array.from(entriesOf(entryOf(pipeline.node, 'params')?.node), ([name, { node }]) => {
      return { name, kind: 'parameter', detail: textOf(entryOf(node, 'description')?.node) ?? '' };
    });
  }
  const stages =
    root === 'inputs' ? pipeline.stages.filter(({ node }) => node === own) : stagesBefore(pipeline, own);
  if (root === 'status') {
    return stages.map((stage) => ({ name: stage.name, kind: 'stage', detail: stageAgents(stage) }));
  }
  const names = new Map<string, string[]>();
  for (const stage of stages) {
    for (const { name } of stage.agents) names.set(name, [...(names.get(name) ?? []), stage.name]);
  }
  return Array.from(names, ([name, of]): MemberName[] => {
    const agent: MemberName = { name, kind: 'agent', detail: `of ${of.join(', ')}` };
    // Where an agent stands in several stages, the last one is meant unless its stage is named.
    const pairs =
      of.length < 2
        ? []
        : of.map((stage): MemberName => ({ name: `${stage}/${name}`, kind: 'agent', detail: '' }));
    return [agent, ...pairs];
  }).flat();
}

/** The stages that have ended when a stage starts: those that it waits for, and those that they wait for. */
function stagesBefore({ stages }: DeclaredPipeline, own: YamlNode | undefined): DeclaredPipeline['stages'] {
  const at = stages.findIndex(({ node }) => node === own);
  if (at === -1) return stages;
  const known = new Set(stages.map(({ name }) => name));
  const needs = stageDependencies(
    stages.map(({ name, needs: named }) => ({
      name,
      needs: named?.map((mention) => mention.name).filter((need) => known.has(need)) ?? null,
    })),
  );
  const before = new Set<number>();
  const open = [at];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    for (const need of needs[index] ?? []) {
      if (need === at || before.has(need)) continue;
      before.add(need);
      open.push(need);
    }
  }
  return stages.filter((_stage, index) => before.has(index));
}

/** What a variable of conditions stands for. */
export interface VariableNotes {
  readonly name: string;
  readonly detail: string;
  readonly documentation: string;
}

const variableTexts: Readonly<Record<(typeof expressionVariables)[number], readonly [string, string]>> = {
  params: ['params.<name>', 'The parameters of the run.'],
  inputs: ['inputs.<agent>.<name>', 'The `with:` of the agents of this stage.'],
  outputs: [
    'outputs.<agent>.<name>',
    'What agents gave that ended before. `outputs["stage/agent"].x` names the stage.',
  ],
  metrics: [
    'metrics.<agent>.<name>',
    'What agents measured that ended before. `metrics["stage/agent"].x` names the stage.',
  ],
  status: ['status.<stage>', '`succeeded`, `failed`, `skipped` or `cancelled`, of stages that ended before.'],
  attempt: ['int', '1, since a stage is asked once.'],
};

/** The variables of conditions. */
export function variableNotes(): readonly VariableNotes[] {
  return expressionVariables.map((name) => {
    const [detail, documentation] = variableTexts[name];
    return { name, detail, documentation };
  });
}

/** A function of conditions. */
export interface FunctionNotes {
  readonly label: string;
  readonly detail: string;
  readonly documentation: string;
  readonly insert: string;
}

let functions: {
  readonly own: readonly FunctionNotes[];
  readonly ofValues: readonly FunctionNotes[];
} | null = null;

/** Names that belong to the language itself and help nobody here. */
const inward: ReadonlySet<string> = new Set(['CelNamespace', 'OptionalNamespace', 'ast']);

/** The functions of conditions: those of values (`x.size()`), or those that stand alone (`size(x)`). */
export function functionsOf(values: boolean): readonly FunctionNotes[] {
  functions ??= { own: readFunctions(false), ofValues: readFunctions(true) };
  return values ? functions.ofValues : functions.own;
}

function readFunctions(values: boolean): readonly FunctionNotes[] {
  const forms = new Map<string, { signatures: string[]; most: number }>();
  for (const { name, signature, receiverType, params } of expressionEnvironment().getDefinitions()
    .functions) {
    if ((receiverType !== null) !== values || inward.has(receiverType ?? '')) continue;
    const form = forms.get(name) ?? { signatures: [], most: 0 };
    form.signatures.push(signature);
    form.most = Math.max(form.most, params.length);
    forms.set(name, form);
  }
  return Array.from(forms, ([label, { signatures, most }]) => ({
    label,
    detail: signatures[0] ?? '',
    documentation: signatures.map((signature) => `* \`${signature}\``).join('\n'),
    insert: `${escaped(label)}(${most === 0 ? '' : '$0'})`,
  }));
}
