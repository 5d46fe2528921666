import { builtinAgents } from '../builtin/builtin-agents.ts';
import type { AgentReport, PlanReport } from '../model/report.ts';
import type { Analysis } from '../pipeline/analyze-definition.ts';
import { scalarPlaces } from '../pipeline/scalar-places.ts';
import { nodeAt, type Span, textOf } from '../pipeline/yaml-node.ts';
import { functionsOf, variableNotes } from './condition-names.ts';
import { describeSchema } from './describe-schema.ts';
import { occurrenceAt } from './find-occurrences.ts';
import { describeAgent } from './hover-agent.ts';
import { describeCluster, describeParameter, describePipeline, describeStage } from './hover-groups.ts';
import { nodePlaceAt } from './node-at.ts';
import type { DefinitionSymbol } from './occurrence.ts';
import { meaningOf } from './place-meaning.ts';
import { schemaAt } from './schema-at.ts';

/** What is known of earlier runs at this moment, without asking anybody for it. */
export interface HoverHistory {
  agent(name: string): AgentReport | undefined;
  plan(pipeline: string): PlanReport | null;
}

/** What is said about a place. */
export interface Hover {
  readonly span: Span;
  /** Markdown, one after the other. */
  readonly parts: readonly string[];
}

/** What is to be said about what stands at an offset; null where there is nothing. */
export function hoverAt(analysis: Analysis, offset: number, history: HoverHistory): Hover | null {
  const occurrence = occurrenceAt(analysis, offset);
  if (occurrence) {
    const { start, end, symbol } = occurrence;
    return { span: { start, end }, parts: describeSymbol(analysis, symbol, history) };
  }
  const root = analysis.yaml.partial;
  const place = nodePlaceAt(root, offset);
  if (!place) return null;
  const { path, on, start, end } = place;
  const uses = textOf(nodeAt(root ?? undefined, [...path.slice(0, 2), 'uses']));
  if (on === 'key') {
    const schema = schemaAt(path, uses);
    const text = schema ? describeSchema(schema) : '';
    return text === '' ? null : { span: { start, end }, parts: [text] };
  }
  if (meaningOf(path) === 'builtin') {
    const builtin = builtinAgents.get(uses?.replace(/^builtin:/, '') ?? '');
    return builtin
      ? { span: { start, end }, parts: [`**${builtin.name}**, built in\n\n${builtin.description}.`] }
      : null;
  }
  return meaningOf(path) === 'condition' ? hoverInCondition(analysis, path, offset) : null;
}

/** What `hoverAt` would need of earlier runs: the pipeline whose plan tells about the stage or pipeline there, or null. */
export function pipelineAt(analysis: Analysis, offset: number): string | null {
  const symbol = occurrenceAt(analysis, offset)?.symbol;
  if (symbol?.kind === 'stage') return symbol.pipeline;
  return symbol?.kind === 'pipeline' ? symbol.name : null;
}

function describeSymbol(
  analysis: Analysis,
  symbol: DefinitionSymbol,
  history: HoverHistory,
): readonly string[] {
  const { name, pipeline } = symbol;
  switch (symbol.kind) {
    case 'agent':
      return describeAgent(analysis, name, history.agent(name));
    case 'cluster':
      return describeCluster(analysis, name);
    case 'pipeline':
      return describePipeline(analysis, name, history.plan(name));
    case 'stage':
      return describeStage(analysis, pipeline ?? '', name, history.plan(pipeline ?? ''));
    case 'parameter':
      return describeParameter(analysis, pipeline ?? '', name);
  }
}

/** A variable or function of a condition. */
function hoverInCondition(
  { yaml }: Analysis,
  path: readonly (string | number)[],
  offset: number,
): Hover | null {
  const node = nodeAt(yaml.partial ?? undefined, path);
  const text = textOf(node);
  if (!node || text === undefined) return null;
  const places = scalarPlaces(yaml.text, node);
  for (const match of text.matchAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[A-Za-z_]\w*/g)) {
    const span = places(match.index, match.index + match[0].length);
    if (offset < span.start || offset > span.end) continue;
    const before = text.slice(0, match.index);
    const behind = text.slice(match.index + match[0].length);
    const isMember = /\.\??\s*$/.test(before);
    const isCall = /^\s*\(/.test(behind);
    const variable = isMember ? undefined : variableNotes().find(({ name }) => name === match[0]);
    if (variable) return { span, parts: [`\`${variable.detail}\`\n\n${variable.documentation}`] };
    const own = isCall ? functionsOf(isMember).find(({ label }) => label === match[0]) : undefined;
    return own ? { span, parts: [`**${own.label}**\n\n${own.documentation}`] } : null;
  }
  return null;
}
