import * as z from 'zod';
import { definitionSchema } from './definition-schema.ts';

/** The JSON schema (draft 7) of the definition file, for editors: completion, hovers and first checks. */
export function definitionJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(definitionSchema, {
    target: 'draft-7',
    io: 'input',
    override: ({ zodSchema, jsonSchema }) => {
      const { examples, expects } = z.globalRegistry.get(zodSchema) ?? {};
      // Of a schema that transforms what it reads, the examples would be left out; ours are of what is read.
      if (examples) jsonSchema.examples = examples as NonNullable<typeof jsonSchema.examples>;
      delete jsonSchema.expects;
      // Understood by the YAML and JSON language services of editors.
      if (typeof expects === 'string') jsonSchema.errorMessage = `This must be ${expects}.`;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
  return { title: 'Dodeca definition', ...schema };
}
