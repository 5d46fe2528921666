import * as z from 'zod';
import { isOptional, unwrapped } from './schema-shape.ts';

type Schema = z.core.$ZodType;

/** What a schema says of itself to whoever reads it. */
export interface ShownNotes {
  readonly description: string;
  readonly example: unknown;
  /** What must stand there, without examples: `a duration`. */
  readonly expects: string;
}

/** The notes of a schema, also where they are on what it wraps. */
export function notesOf(schema: Schema): ShownNotes {
  const layers = [schema, unwrapped(schema)].map((layer) => z.globalRegistry.get(layer) ?? {});
  const description = layers.find((notes) => notes.description)?.description ?? '';
  const examples = layers.find((notes) => Array.isArray(notes.examples))?.examples;
  const expects = expectationOf(schema);
  return { description, example: Array.isArray(examples) ? examples[0] : undefined, expects };
}

/** What must stand there, without the examples that are shown on their own. */
function expectationOf(schema: Schema): string {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  const own = z.globalRegistry.get(schema)?.expects;
  if (typeof own === 'string') return own.replace(/,? such as .*| in quotes .*/, '');
  switch (def.type) {
    case 'optional':
    case 'prefault':
      return expectationOf(def.innerType);
    case 'pipe':
      return expectationOf(def.in);
    case 'enum':
      return Object.values(def.entries)
        .map((word) => `\`${word}\``)
        .join(', ');
    default:
      return def.type;
  }
}

/** What holds where a key is not written; without a value and not required, nothing does. */
export function defaultOf(schema: Schema): { readonly value?: unknown; readonly required: boolean } {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === 'prefault') return { value: def.defaultValue, required: false };
  return { required: !isOptional(schema) };
}

/** A value as it would be written in a file, on one line. */
export function flowText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flowText).join(', ')}]`;
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value).map(([key, member]) => `${key}: ${flowText(member)}`);
    return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
  }
  if (typeof value !== 'string') return String(value);
  const plain = /^[\w./][\w./ -]*$/.test(value) && !/^(\d+(\.\d+)?|true|false|null)$/.test(value);
  return plain ? value : JSON.stringify(value);
}
