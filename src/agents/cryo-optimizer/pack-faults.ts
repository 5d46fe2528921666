import { type Document, isMap, isPair, isScalar, isSeq, type Node } from 'yaml';
import * as z from 'zod';
import { nearest } from '../../common/nearest.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** What is wrong in a pack, and at which offset of its text. */
export interface PackFault {
  readonly offset: number;
  readonly message: string;
}

/** What a schema has against a document, in the words of the file. */
export function faultsOf(issues: readonly Issue[], schema: z.ZodType, document: Document): PackFault[] {
  return issues.flatMap((issue) => faultsOfIssue(issue, schema, document));
}

function faultsOfIssue(issue: Issue, schema: z.ZodType, document: Document): PackFault[] {
  const { path } = issue;
  const inner = path.reduce<z.core.$ZodType | undefined>((at, step) => at && childOf(at, step), schema);
  if (issue.code === 'unrecognized_keys') {
    const known = inner === undefined ? [] : Object.keys(shapeOf(inner));
    return issue.keys.map((key) => {
      const meant = nearest(key, known);
      const hint = meant === undefined ? `: there are ${known.join(', ')}` : `: did you mean \`${meant}\`?`;
      return { offset: keyOffset(document, [...path, key]), message: `\`${key}\` is not known here${hint}` };
    });
  }
  const label = labelOf(path);
  const node = nodeAt(document, path);
  if (issue.code === 'custom' && node !== undefined)
    return [{ offset: offsetOf(node), message: `${label} ${issue.message}` }];
  const expected = expectedBy(inner) ?? 'something else';
  if (node === undefined) {
    const offset = keyOffset(document, path.slice(0, -1));
    return [{ offset, message: `${label} is missing: it must be ${expected}` }];
  }
  return [{ offset: offsetOf(node), message: `${label} must be ${expected}${shown(node)}` }];
}

/** Where the value of a path begins; the beginning of the document where there is none. */
export function valueOffset(document: Document, path: Path): number {
  const node = nodeAt(document, path);
  return node === undefined ? keyOffset(document, path) : offsetOf(node);
}

/** Where the last key of a path stands; the value's place in a list. */
export function keyOffset(document: Document, path: Path): number {
  const parent = nodeAt(document, path.slice(0, -1));
  if (path.length > 0 && isMap(parent)) {
    const pair = parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(path.at(-1)));
    if (isPair(pair) && isScalar(pair.key)) return offsetOf(pair.key);
  }
  return offsetOf(nodeAt(document, path) ?? parent);
}

function nodeAt(document: Document, path: Path): Node | undefined {
  let node: unknown = document.contents ?? undefined;
  for (const step of path) {
    if (isSeq(node)) node = node.items[Number(step)];
    else if (isMap(node)) {
      node = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))?.value;
    } else return undefined;
  }
  return (node ?? undefined) as Node | undefined;
}

function offsetOf(node: Node | undefined): number {
  return node?.range?.[0] ?? 0;
}

function labelOf(path: Path): string {
  const lastKey = path.findLastIndex((step) => typeof step === 'string');
  if (lastKey === -1) return path.length === 0 ? 'the pack' : `\`[${String(path.at(-1))}]\``;
  const indices = path.slice(lastKey + 1).map((index) => `[${String(index)}]`);
  return `\`${String(path[lastKey])}${indices.join('')}\``;
}

function shown(node: Node): string {
  if (isMap(node)) return ', not a mapping';
  if (isSeq(node)) return ', not a list';
  if (!isScalar(node)) return '';
  const text = String(node.source ?? node.value);
  if (text === '' && typeof node.value !== 'string') return ', not nothing';
  const written = typeof node.value === 'string' ? JSON.stringify(node.value) : text;
  return `, not ${written.length > 40 ? `${written.slice(0, 40)}…` : written}`;
}

function expectedBy(schema: z.core.$ZodType | undefined): string | undefined {
  for (let at = schema; at !== undefined; at = unwrap(at)) {
    const expects = z.globalRegistry.get(at)?.expects;
    if (typeof expects === 'string') return expects;
  }
  return undefined;
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType | undefined {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === 'optional' || def.type === 'prefault' || def.type === 'default') return def.innerType;
  return def.type === 'pipe' ? def.in : undefined;
}

function childOf(schema: z.core.$ZodType, step: PropertyKey): z.core.$ZodType | undefined {
  for (let at: z.core.$ZodType | undefined = schema; at !== undefined; at = unwrap(at)) {
    const { def } = (at as z.core.$ZodTypes)._zod;
    if (def.type === 'object') return def.shape[String(step)];
    if (def.type === 'record') return def.valueType;
    if (def.type === 'array') return def.element;
  }
  return undefined;
}

function shapeOf(schema: z.core.$ZodType): Readonly<Record<string, unknown>> {
  for (let at: z.core.$ZodType | undefined = schema; at !== undefined; at = unwrap(at)) {
    const { def } = (at as z.core.$ZodTypes)._zod;
    if (def.type === 'object') return def.shape;
  }
  return {};
}
