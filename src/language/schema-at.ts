import type * as z from 'zod';
import { builtinAgents } from '../builtin/builtin-agents.ts';
import { definitionSchema } from '../pipeline/definition-schema.ts';
import { childSchema, shapeOf, unwrapped } from '../pipeline/schema-shape.ts';
import type { YamlPath } from '../pipeline/yaml-node.ts';

export type Schema = z.core.$ZodType;

/**
 * The schema of what stands at a path; undefined where nothing is known.
 *
 * @param uses what the agent of the path says under `uses`, if it does
 */
export function schemaAt(path: YamlPath, uses: string | undefined): Schema | undefined {
  if (path[0] === 'agents' && path[2] === 'with') {
    const builtin = builtinAgents.get(uses?.replace(/^builtin:/, '') ?? '');
    if (builtin) return descend(builtin.parameters, path.slice(3));
  }
  return descend(definitionSchema, path);
}

function descend(from: Schema, path: YamlPath): Schema | undefined {
  return path.reduce<Schema | undefined>((schema, step) => schema && childSchema(schema, step), from);
}

/** What kind of value a schema takes: `map` has keys that are known, `names` keys that are free. */
export type ValueKind = 'map' | 'names' | 'list' | 'flag' | 'choice' | 'scalar';

export function kindOf(schema: Schema): ValueKind {
  const { def } = (unwrapped(schema) as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'object':
      return 'map';
    case 'record':
      return 'names';
    case 'array':
      return 'list';
    case 'boolean':
      return 'flag';
    case 'enum':
      return 'choice';
    default:
      return 'scalar';
  }
}

/** The keys of a mapping, also where it is one of several alternatives. */
export function keysOf(schema: Schema): Readonly<Record<string, Schema>> {
  const { def } = (unwrapped(schema) as z.core.$ZodTypes)._zod;
  return def.type === 'union' ? Object.assign({}, ...def.options.map(shapeOf)) : shapeOf(schema);
}

/** The words that a value may be; none where it may be anything. */
export function wordsOf(schema: Schema): readonly string[] {
  const { def } = (unwrapped(schema) as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'enum':
      return Object.values(def.entries).map(String);
    case 'boolean':
      return ['true', 'false'];
    case 'literal':
      return def.values.map(String);
    case 'union':
      return def.options.flatMap(wordsOf);
    default:
      return [];
  }
}
