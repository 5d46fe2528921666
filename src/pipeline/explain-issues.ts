import * as z from 'zod';
import type { About } from './problem-list.ts';
import { childSchema, shapeOf, unwrapped } from './schema-shape.ts';
import { listed, type Suggestions } from './suggest.ts';
import { keyAt, nodeAt, type Span, type YamlNode, type YamlPath } from './yaml-node.ts';

type Issue = z.core.$ZodIssue;

/** A problem that a schema found, in words, with its place. */
export interface ExplainedIssue {
  readonly code: string;
  readonly place: Span;
  readonly message: string;
  readonly about: About;
}

/**
 * What a schema has against a value, in the words of the file: which key, what must stand there, what does.
 *
 * @param name what the value itself is called: its key
 */
export function explainIssues(
  issues: readonly Issue[],
  schema: z.core.$ZodType,
  node: YamlNode,
  name: string,
  suggestions: Suggestions,
): ExplainedIssue[] {
  return issues.flatMap((issue) => explain(deepest(issue), schema, node, name, suggestions));
}

/** In place of "fits no alternative": what the one alternative of the right kind has against the value. */
function deepest(issue: Issue): Issue {
  if (issue.code !== 'invalid_union') return issue;
  const near = issue.errors.filter((errors) => errors.every((error) => !isWrongKind(error)));
  const [inner] = near.length === 1 ? (near[0] ?? []) : [];
  return inner ? deepest({ ...inner, path: [...issue.path, ...inner.path] }) : issue;
}

function isWrongKind(issue: Issue): boolean {
  return issue.path.length === 0 && issue.code !== 'unrecognized_keys' && issue.code !== 'custom';
}

function explain(
  issue: Issue,
  schema: z.core.$ZodType,
  root: YamlNode,
  name: string,
  suggestions: Suggestions,
): ExplainedIssue[] {
  const path = issue.path.filter((step) => typeof step !== 'symbol');
  const inner = path.reduce<z.core.$ZodType | undefined>((at, step) => at && childSchema(at, step), schema);
  const node = nodeAt(root, path);
  const label = labelOf([name, ...path]);
  const expected = expectedBy(inner);
  if (issue.code === 'unrecognized_keys') {
    const known = new Set(Object.keys(inner ? shapeAt(inner) : {}));
    return issue.keys.map((key) => {
      const about = suggestions.of(key, known, `: there are ${listed(known)}`);
      const message = `\`${key}\` is not known here${about.hint}`;
      return { code: 'unknown-key', place: keyAt(root, [...path, key]) ?? root, message, about };
    });
  }
  if (node === undefined) {
    const place = keyAt(root, path.slice(0, -1)) ?? root;
    const message = `\`${label}\` is missing: it must be ${expected}`;
    return [{ code: 'missing-key', place, message, about: {} }];
  }
  if (issue.code === 'custom') {
    return [{ code: 'wrong-value', place: node, message: `\`${label}\` ${issue.message}`, about: {} }];
  }
  const message =
    node.value === null
      ? `\`${label}\` is empty: it must be ${expected}`
      : `\`${label}\` must be ${expected}${shown(node)}${isUnquoted(node, inner) ? ': put it in quotes' : ''}`;
  return [{ code: 'wrong-type', place: node, message, about: {} }];
}

/** The keys of a mapping, also where it is one of several alternatives. */
function shapeAt(schema: z.core.$ZodType): Readonly<Record<string, unknown>> {
  const { def } = (unwrapped(schema) as z.core.$ZodTypes)._zod;
  return def.type === 'union' ? Object.assign({}, ...def.options.map(shapeOf)) : shapeOf(schema);
}

function labelOf(path: YamlPath): string {
  const lastKey = path.findLastIndex((step) => typeof step === 'string');
  const indices = path.slice(lastKey + 1).map((index) => `[${index}]`);
  return `${String(path[lastKey])}${indices.join('')}`;
}

function shown(node: YamlNode): string {
  if (node.kind === 'map') return ', not a mapping';
  if (node.kind === 'list') return ', not a list';
  // A text that would be something else without its quotes.
  if (typeof node.value === 'string' && /^(true|false|null|~|[\d.+-]*)$/.test(node.value)) {
    return `, not the text \`${JSON.stringify(node.value)}\``;
  }
  const text = node.source.length > 40 ? `${node.source.slice(0, 40)}…` : node.source;
  return `, not \`${text.replace(/\s+/g, ' ')}\``;
}

/** Whether a number or a word such as true stands where a text must. */
function isUnquoted(node: YamlNode, schema: z.core.$ZodType | undefined): boolean {
  if (node.kind !== 'scalar' || typeof node.value === 'string' || !schema) return false;
  return (unwrapped(schema) as z.core.$ZodTypes)._zod.def.type === 'string';
}

/** What must stand there, so that it can follow "must be". */
function expectedBy(schema: z.core.$ZodType | undefined): string {
  if (!schema) return 'something else';
  const expects = z.globalRegistry.get(schema)?.expects;
  if (typeof expects === 'string') return expects;
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'optional':
    case 'prefault':
    case 'default':
    case 'nullable':
      return expectedBy(def.innerType);
    case 'pipe':
      return expectedBy(def.in);
    case 'enum':
      return `one of ${listed(Object.values(def.entries).map(String))}`;
    case 'union':
      return [...new Set(def.options.map(expectedBy))].join(' or ');
    case 'array':
      return 'a list';
    case 'object':
    case 'record':
      return 'a mapping';
    default:
      return 'something else';
  }
}
