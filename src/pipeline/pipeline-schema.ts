import * as z from 'zod';
import {
  filledTextSchema,
  flagSchema,
  nameSchema,
  noted,
  textListSchema,
  textSchema,
} from '../common/value-schemas.ts';

/** A parameter of a pipeline as the file declares it. */
export const parameterSchema = noted(
  z.strictObject({
    type: noted(z.enum(['string', 'number', 'integer', 'boolean', 'json']).prefault('string'), {
      description: 'The type of its values.',
      example: 'integer',
    }),
    default: noted(z.unknown().optional(), {
      description: 'The value where none is given. Without a default one must be given.',
      example: 3,
      expects: 'a value',
    }),
    description: noted(textSchema.optional(), {
      description: 'What the parameter is for.',
      example: 'How many sectors are looked at',
    }),
  }),
  {
    description: 'A parameter, set by `--param NAME=VALUE`.',
    expects: 'a mapping such as { type: integer, default: 3 }',
  },
);

/** A stage as the file declares it. */
export const stageSchema = noted(
  z.strictObject({
    name: noted(nameSchema, {
      description: 'The name of the stage, once in its pipeline.',
      example: 'analysis',
    }),
    agents: noted(z.array(filledTextSchema), {
      description: 'The agents that run in this stage, each once.',
      example: ['cryo_optimizer', 'artifact_analyzer'],
      expects: 'a list of agents such as [smoke_tester]',
    }),
    parallel: noted(flagSchema.prefault(false), {
      description:
        'Whether the agents run together, within the limits. Otherwise one after another, all of them, also after a failure.',
      example: true,
    }),
    critical: noted(flagSchema.prefault(false), {
      description: 'Whether a failure stops the run: what runs is cancelled, what waits is skipped.',
      example: true,
    }),
    allow_failure: noted(flagSchema.prefault(false), {
      description: 'Whether a failure is shown without failing the run. It wins over `critical`.',
      example: true,
    }),
    needs: noted(textListSchema.optional(), {
      description:
        'The stages that must have succeeded before. Without this key the stage follows the one above it, whatever became of that. `[]` starts at once.',
      example: ['validation'],
      expects: 'a list of stages such as [validation]',
    }),
    when: noted(filledTextSchema.optional(), {
      description: 'A condition in CEL. Where it does not hold the stage is skipped.',
      example: 'outputs.smoke_tester.pass_rate > 0.9',
      expects: 'a condition in quotes such as "outputs.smoke_tester.pass_rate > 0.9"',
    }),
  }),
  {
    description: 'A stage of a pipeline.',
    expects: 'a mapping such as { name: analysis, agents: [smoke_tester] }',
  },
);

/** A pipeline as the file declares it. */
export const pipelineSchema = noted(
  z.strictObject({
    description: noted(textSchema.optional(), {
      description: 'What the pipeline is for, in a sentence.',
      example: 'Default pipeline for all agents',
    }),
    params: noted(z.record(z.string(), parameterSchema).prefault({}), {
      description: 'Parameters of the pipeline, by name.',
      example: { sectors: { type: 'integer', default: 3 } },
      expects: 'a mapping of names to parameters such as { sectors: { type: integer, default: 3 } }',
    }),
    stages: noted(z.array(stageSchema), {
      description: 'The stages. One starts the moment what it needs has ended.',
      example: [{ name: 'validation', agents: ['smoke_tester'] }],
      expects: 'a list of stages such as [{ name: validation, agents: [smoke_tester] }]',
    }),
  }),
  {
    description: 'A pipeline: stages of agents.',
    expects: 'a mapping with `stages`',
  },
);

/** A pipeline of the file, defaults filled in. */
export type PipelineEntry = z.output<typeof pipelineSchema>;
/** A stage of the file, defaults filled in. */
export type StageEntry = z.output<typeof stageSchema>;
