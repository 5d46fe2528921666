import * as z from 'zod';
import { countSchema, noted, sizeSchema, textListSchema } from './value-schemas.ts';

/** An agent that is part of the program, under the name it has without being declared. */
export interface BuiltinAgent {
  readonly name: string;
  readonly description: string;
  /** What `with:` may say; what it gives is handed to the agent, defaults filled in and sizes in bytes. */
  readonly parameters: z.ZodObject;
}

const fileParameters = {
  include: noted(textListSchema.prefault(['**/*']), {
    description: 'Patterns of the files that are looked at, as in `.gitignore`.',
    example: ['src/**'],
  }),
  exclude: noted(textListSchema.prefault([]), {
    description: 'Patterns of the files that are left out, besides those that `.gitignore` leaves out.',
    example: ['vendor/**'],
  }),
  max_file_size: noted(sizeSchema.prefault('5Mi'), {
    description: 'Larger files are left out.',
    example: '5Mi',
  }),
};

/** The built-in agents, by name. */
export const builtinAgents: ReadonlyMap<string, BuiltinAgent> = new Map(
  [
    {
      name: 'smoke_tester',
      description: 'Checks that every source file of the workspace can be read by its language',
      parameters: z.strictObject({
        threshold: noted(z.number().min(0).max(1).prefault(1), {
          description: 'The share of the files that must pass; with less the agent fails.',
          example: 0.95,
          expects: 'a number from 0 to 1',
        }),
        ...fileParameters,
      }),
    },
    {
      name: 'artifact_analyzer',
      description:
        'Takes an inventory of the workspace: kinds of files, imports and their cycles, quality scores',
      parameters: z.strictObject({
        ...fileParameters,
        top: noted(countSchema.prefault(10), {
          description: 'How many files the ranking names.',
          example: 10,
        }),
      }),
    },
  ].map((agent) => [agent.name, agent]),
);
