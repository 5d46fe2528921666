import * as z from 'zod';
import {
  countSchema,
  cpuSchema,
  environmentSchema,
  filledTextSchema,
  flagSchema,
  noted,
  positiveDurationSchema,
  sizeSchema,
  textListSchema,
} from '../common/value-schemas.ts';
import { clusterSystems } from '../model/definition.ts';
import { agentSchema } from './agent-schema.ts';
import { pipelineSchema } from './pipeline-schema.ts';

/** The limits of the engine as the file declares them. */
export const limitsSchema = noted(
  z.strictObject({
    concurrency: noted(countSchema.optional(), {
      description: 'Agents that run at once. Without it: 8.',
      example: 8,
    }),
    cpu: noted(cpuSchema.refine((cores) => cores > 0, 'must be more than 0').optional(), {
      description: 'Cores that the declared needs may take together. Without it: those of the machine.',
      example: 2,
    }),
    memory: noted(sizeSchema.refine((bytes) => bytes > 0, 'must be more than 0').optional(), {
      description:
        'Memory that the declared needs may take together. Without it: 75 % of that of the machine.',
      example: '4Gi',
    }),
  }),
  {
    description:
      'Limits of the whole engine. What is written is taken as it is, also where it is more than the machine has. A run that starts brings the limits of its definition, for all runs.',
    example: { concurrency: 8, cpu: 2, memory: '4Gi' },
    expects: 'a mapping such as { concurrency: 8, cpu: 2, memory: 4Gi }',
  },
);

/** The result cache as the file declares it. */
export const cacheSchema = noted(
  z.strictObject({
    max_size: noted(sizeSchema.prefault('2Gi'), {
      description: 'The size that kept outputs may have together.',
      example: '2Gi',
    }),
    ttl: noted(positiveDurationSchema.prefault('30d'), {
      description: 'How long a result is good for.',
      example: '30d',
    }),
    eviction: noted(z.enum(['lru', 'lfu', 'ttl']).prefault('lru'), {
      description:
        'What goes first when the cache is full: the least recently used (`lru`), the least often used (`lfu`), or what expires first (`ttl`).',
      example: 'lru',
    }),
  }),
  {
    description: 'The cache of results, for agents with `cache: true`.',
    example: { max_size: '2Gi', ttl: '30d', eviction: 'lru' },
    expects: 'a mapping such as { max_size: 2Gi, ttl: 30d, eviction: lru }',
  },
);

/** The knowledge library's block as the file declares it. */
export const librarySchema = noted(
  z.strictObject({
    index: noted(flagSchema.prefault(true), {
      description:
        'Whether the workspace is indexed. With `false` nothing of it is, what was indexed is removed, and whoever searches is told so.',
      example: true,
    }),
    exclude: noted(textListSchema.prefault([]), {
      description:
        'What is not indexed, by patterns as in an ignore file at the top of the workspace: `*.min.js` is left out everywhere, `/build` at the top, `data/raw/**` in that folder. `!` in front takes back what an earlier pattern or the settings of the editor leave out, but nothing that an ignore file does.',
      example: ['data/raw/**', '*.min.js'],
      expects: 'a list of patterns such as ["data/raw/**", "*.min.js"]',
    }),
    max_file_size: noted(sizeSchema.prefault('8Mi'), {
      description:
        'Files that are larger are not indexed. Of a file that is larger than 5Mi its beginning is read.',
      example: '8Mi',
    }),
  }),
  {
    description:
      'What of the workspace is in the knowledge library. Files that `.gitignore` and `.ignore` leave out never are, nor is what `files.exclude` and `search.exclude` in `.vscode/settings.json` hide.',
    example: { exclude: ['data/raw/**', '*.min.js'], max_file_size: '8Mi' },
    expects: 'a mapping such as { exclude: ["data/raw/**"], max_file_size: 8Mi }',
  },
);

/** The debugger's block as the file declares it. */
export const debugSchema = noted(
  z.strictObject({
    enabled: noted(flagSchema.prefault(true), {
      description: 'Whether runs may be started under a debugger.',
      example: true,
    }),
    wait_for_client: noted(flagSchema.prefault(false), {
      description:
        'Whether, in a run that is started under a debugger, every Python and Node agent waits for it at its first line.',
      example: false,
    }),
  }),
  {
    description: 'Debugging, for the whole definition.',
    example: { enabled: true, wait_for_client: false },
    expects: 'a mapping such as { enabled: true, wait_for_client: false }',
  },
);

/** A cluster as the file declares it. */
export const clusterSchema = noted(
  z.strictObject({
    name: noted(filledTextSchema.optional(), {
      description:
        'Its name for people. Without it: the name of the default cluster of the same id, else the id.',
      example: 'Smoke Test',
    }),
    system: noted(z.enum(clusterSystems).optional(), {
      description: 'A system of the engine itself that the cluster stands for, in place of agents.',
      example: 'kernel',
    }),
    agents: noted(textListSchema.prefault([]), {
      description: 'The agents of the cluster.',
      example: ['smoke_tester'],
      expects: 'a list of agents such as [smoke_tester]',
    }),
    concurrency: noted(countSchema.optional(), {
      description: 'Agents of the cluster that run at once. Without it the cluster sets no limit of its own.',
      example: 2,
    }),
  }),
  {
    description: 'A cluster: a group of agents.',
    expects: 'a mapping such as { name: Smoke Test, agents: [smoke_tester] }',
  },
);

/** A phase as the file declares it. */
export const phaseSchema = noted(
  z.strictObject({
    name: noted(filledTextSchema.optional(), {
      description:
        'Its name for people. Without it: the name of the default phase of the same id, else the id.',
      example: 'Define',
    }),
    clusters: noted(textListSchema.prefault([]), {
      description: 'The clusters that take part.',
      example: ['C3', 'C10', 'C11', 'C12'],
      expects: 'a list of clusters such as [C3, C12]',
    }),
    pipeline: noted(filledTextSchema.optional(), {
      description: 'The pipeline that carries the phase out.',
      example: 'define',
    }),
  }),
  {
    description: 'A phase of a DMAIC cycle (define, measure, analyse, improve, control).',
    expects: 'a mapping such as { name: Define, clusters: [C3], pipeline: define }',
  },
);

/** The whole definition file. */
export const definitionSchema = noted(
  z.strictObject({
    version: noted(z.literal(1).optional(), {
      description: 'The version of this form.',
      example: 1,
      expects: '1, the only version there is',
    }),
    limits: limitsSchema.optional(),
    env: noted(environmentSchema.optional(), {
      description: 'Environment variables of every agent, besides those of the engine.',
      example: { PYTHONUTF8: '1' },
    }),
    redact: noted(textListSchema.optional(), {
      description:
        'Regular expressions (of JavaScript; a leading `(?i)` ignores case) whose matches are hidden in the output of agents, besides the built-in patterns of secrets.',
      example: ['(?i)api[_-]?key=\\S+'],
      expects: 'a list of regular expressions in quotes',
    }),
    cache: cacheSchema.optional(),
    library: librarySchema.optional(),
    debug: debugSchema.optional(),
    agents: noted(z.record(z.string(), agentSchema).optional(), {
      description: 'The agents, by name. A name of a built-in agent replaces that one.',
      example: { cryo_optimizer: { file: 'agents/cryo.py', timeout: '5m' } },
      expects: 'a mapping of names to agents',
    }),
    clusters: noted(z.record(z.string(), clusterSchema).optional(), {
      description: 'The clusters, by id. An id of a default cluster replaces that one.',
      example: { C4: { name: 'Smoke Test', agents: ['smoke_tester'] } },
      expects: 'a mapping of ids to clusters',
    }),
    phases: noted(z.record(z.string(), phaseSchema).optional(), {
      description: 'The phases, by id. An id of a default phase replaces that one.',
      example: { 1: { name: 'Define', clusters: ['C3'], pipeline: 'define' } },
      expects: 'a mapping of ids to phases',
    }),
    pipelines: noted(z.record(z.string(), pipelineSchema).optional(), {
      description: 'The pipelines, by name.',
      example: { quick_test: { stages: [{ name: 'smoke_test', agents: ['smoke_tester'] }] } },
      expects: 'a mapping of names to pipelines',
    }),
  }),
  {
    description:
      'Agents, clusters, phases and pipelines of a workspace, and the limits within which they run.',
    expects: 'a mapping with `agents` and `pipelines`',
  },
);
