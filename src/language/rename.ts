import { err, ok, type Result } from '../common/result.ts';
import type { Analysis } from '../pipeline/analyze-definition.ts';
import { badName, shownName } from '../pipeline/name-rule.ts';
import { entriesOf, entryOf, type Span, type YamlNode } from '../pipeline/yaml-node.ts';
import { conditionEdits } from './condition-edits.ts';
import { occurrenceAt, occurrencesOf } from './find-occurrences.ts';
import { builtinNames } from './known-names.ts';
import type { ConditionPlace, DefinitionSymbol, Occurrence } from './occurrence.ts';
import type { TextEdit } from './text-edit.ts';
import { nameEdit } from './written-name.ts';

/** A name that can be renamed. */
export interface Renamable {
  readonly span: Span;
  readonly name: string;
}

/** The name at an offset if it can be renamed, else why not. */
export function prepareRename(analysis: Analysis, offset: number): Result<Renamable, string> {
  const occurrence = renamableAt(analysis, offset);
  if (!occurrence.ok) return occurrence;
  const { start, end, symbol } = occurrence.value;
  const written = analysis.yaml.text.slice(start, end);
  const inner = written.slice(1, -1) === symbol.name ? { start: start + 1, end: end - 1 } : { start, end };
  return ok({ span: inner, name: symbol.name });
}

/** All edits that give the thing that is named at an offset another name, else why it cannot have that name. */
export function renameAt(
  analysis: Analysis,
  offset: number,
  name: string,
): Result<readonly TextEdit[], string> {
  const occurrence = renamableAt(analysis, offset);
  if (!occurrence.ok) return occurrence;
  const { symbol } = occurrence.value;
  if (name === symbol.name) return ok([]);
  const refusal = refusalOf(analysis, symbol, name);
  if (refusal !== null) return err(refusal);
  const edits: TextEdit[] = [];
  const conditions = new Map<YamlNode, ConditionPlace[]>();
  for (const { start, end, condition } of occurrencesOf(analysis, symbol)) {
    if (condition) {
      const places = conditions.get(condition.node);
      if (places) places.push(condition);
      else conditions.set(condition.node, [condition]);
    } else edits.push(nameEdit(analysis.yaml.text, { start, end }, name));
  }
  for (const [node, places] of conditions) {
    const changed = conditionEdits(analysis.yaml.text, node, places, name);
    if (!changed.ok) {
      const { line } = analysis.yaml.position(node.start);
      return err(`the condition on line ${line} cannot name ${JSON.stringify(name)}: ${changed.error}`);
    }
    edits.push(...changed.value);
  }
  return ok(edits);
}

function renamableAt(analysis: Analysis, offset: number): Result<Occurrence, string> {
  const broken = analysis.yaml.root === null ? analysis.problems[0] : undefined;
  if (broken) return err(`the file cannot be read at the moment: mend line ${broken.line} first`);
  const occurrence = occurrenceAt(analysis, offset);
  if (!occurrence)
    return err('there is no name of an agent, a stage, a cluster, a pipeline or a parameter here');
  const { kind, name } = occurrence.symbol;
  if (occurrencesOf(analysis, occurrence.symbol).some(({ declares }) => declares)) return ok(occurrence);
  const shown = shownName(name);
  if ((kind === 'agent' || kind === 'cluster' || kind === 'pipeline') && builtinNames()[kind].has(name)) {
    return err(`the ${kind} \`${shown}\` is built in: it keeps its name`);
  }
  return err(`the ${kind} \`${shown}\` is not declared in this file: declare it first`);
}

/** Why something cannot have a name; null where it can. */
function refusalOf({ outline }: Analysis, { kind, pipeline }: DefinitionSymbol, name: string): string | null {
  const bad = badName(name);
  if (bad !== null) return `the name ${bad}`;
  const shown = shownName(name);
  const own = outline.pipelines.find((declared) => declared.name === pipeline);
  const taken = {
    agent: () => outline.agents.some((declared) => declared.name === name),
    cluster: () => outline.clusters.some((declared) => declared.name === name),
    pipeline: () => outline.pipelines.some((declared) => declared.name === name),
    stage: () => own?.stages.some((declared) => declared.name === name),
    parameter: () => Array.from(entriesOf(entryOf(own?.node, 'params')?.node)).some(([key]) => key === name),
  }[kind]();
  if (taken) return `there is ${kind === 'agent' ? 'an' : 'a'} ${kind} \`${shown}\` already`;
  if ((kind === 'agent' || kind === 'cluster' || kind === 'pipeline') && builtinNames()[kind].has(name)) {
    return `there is a built-in ${kind} \`${shown}\`: choose another name`;
  }
  return null;
}
