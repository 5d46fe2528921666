import type { Analysis } from '../pipeline/analyze-definition.ts';
import { scalarPlaces } from '../pipeline/scalar-places.ts';
import { entryOf, nodeAt, type Span, textOf, type YamlNode } from '../pipeline/yaml-node.ts';
import { occurrenceAt } from './find-occurrences.ts';
import { nodePlaceAt } from './node-at.ts';
import type { DefinitionSymbol } from './occurrence.ts';
import { meaningOf } from './place-meaning.ts';

/** An expression in CEL that a debugger can evaluate, and the place that it tells about. */
export interface Evaluatable {
  readonly span: Span;
  readonly expression: string;
}

/**
 * What a debugger is to show of what stands at an offset: of an agent all that it has, of a stage or a parameter its
 * value, in a condition what is read there. Null where there is nothing to evaluate.
 */
export function evaluatableAt(analysis: Analysis, offset: number): Evaluatable | null {
  const root = analysis.yaml.partial;
  const place = nodePlaceAt(root, offset);
  if (!place) return null;
  if (meaningOf(place.path) === 'condition') {
    const node = nodeAt(root ?? undefined, place.path);
    if (!node) return null;
    return place.on === 'value' ? partAt(analysis, node, offset) : whole(node, place);
  }
  const occurrence = occurrenceAt(analysis, offset);
  const expression = occurrence && expressionOf(occurrence.symbol);
  return expression ? { span: { start: occurrence.start, end: occurrence.end }, expression } : null;
}

/** The condition of a stage. */
export interface StageCondition extends Evaluatable {
  readonly pipeline: Span;
  readonly stage: Span;
}

/** The conditions of a definition, each as it stands there. */
export function conditionsIn({ outline }: Analysis): readonly StageCondition[] {
  return outline.pipelines.flatMap(({ key, node: { end }, stages }) =>
    stages.flatMap(({ node: stage }) => {
      const node = entryOf(stage, 'when')?.node;
      const found = node && whole(node, node);
      return found ? [{ ...found, pipeline: { start: key.start, end }, stage }] : [];
    }),
  );
}

function expressionOf({ kind, name }: DefinitionSymbol): string | null {
  const key = JSON.stringify(name);
  switch (kind) {
    case 'agent':
      return `{"inputs": inputs[?${key}].orValue({}), "outputs": outputs[?${key}].orValue({}), "metrics": metrics[?${key}].orValue({})}`;
    case 'stage':
      return `status[${key}]`;
    case 'parameter':
      return `params[${key}]`;
    default:
      return null;
  }
}

function whole(node: YamlNode, { start, end }: Span): Evaluatable | null {
  const expression = textOf(node)?.trim();
  return expression ? { span: { start, end }, expression } : null;
}

interface Token extends Span {
  readonly text: string;
}

const tokenPattern = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[A-Za-z_]\w*|\d[\w.]*|\.\?|\[\?|[^\s\w]/g;
const isWord = ({ text }: Token): boolean => /^[A-Za-z_]/.test(text);
const isText = ({ text }: Token): boolean => /^["']/.test(text);

/** The value that is read at an offset of a condition: `outputs.lint` of `outputs.lint.n` at its middle word. */
function partAt({ yaml }: Analysis, node: YamlNode, offset: number): Evaluatable | null {
  const text = textOf(node);
  if (text === undefined) return null;
  const places = scalarPlaces(yaml.text, node);
  const tokens = Array.from(text.matchAll(tokenPattern), ({ 0: token, index }): Token => {
    return { text: token, start: index, end: index + token.length };
  });
  const at = tokens.findIndex(({ start, end }) => {
    const span = places(start, end);
    return span.start <= offset && offset < span.end;
  });
  const token = tokens[at];
  // An operator tells about all that it stands in.
  if (!token || !(isWord(token) || isText(token))) return whole(node, node);
  const last = isText(token) ? at + 1 : at;
  const closes = tokens[last];
  if (!closes || (isText(token) && closes.text !== ']')) return null;
  // A function has no value of its own.
  if (isWord(token) && tokens[at + 1]?.text === '(') return null;
  const first = tokens[beginOf(tokens, last)];
  if (!first || !isWord(first)) return null;
  return { span: places(first.start, closes.end), expression: text.slice(first.start, closes.end) };
}

/** Where the names begin that are joined by dots and brackets up to a token. */
function beginOf(tokens: readonly Token[], last: number): number {
  let at = last;
  for (;;) {
    if (tokens[at]?.text === ']') at = openingOf(tokens, at) - 1;
    else if (/^\.\??$/.test(tokens[at - 1]?.text ?? '')) at -= 2;
    else return at;
  }
}

/** The bracket that a closing one belongs to. */
function openingOf(tokens: readonly Token[], closing: number): number {
  let depth = 0;
  for (let at = closing; at >= 0; at -= 1) {
    if (tokens[at]?.text === ']') depth += 1;
    else if (tokens[at]?.text.startsWith('[')) depth -= 1;
    if (depth === 0) return at;
  }
  return 0;
}
