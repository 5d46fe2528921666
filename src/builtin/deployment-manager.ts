import * as z from 'zod';
import {
  expecting,
  filledTextSchema,
  flagSchema,
  looseTextSchema,
  noted,
  secondsSchema,
  textListSchema,
} from '../common/value-schemas.ts';
import { builtinAgent } from './builtin-agent.ts';
import { ignoreParameter } from './file-parameters.ts';

/** Seconds that a command may take where nothing else is said. */
const defaultTimeout = 600;

const timeoutSchema = noted(secondsSchema.prefault(defaultTimeout), {
  description: 'A command that takes longer is ended, with all that it started.',
  example: '10m',
});

/** A command for the shell, `{ run, timeout }`; a text alone is one with the usual timeout. */
const commandSchema = z.union([
  filledTextSchema.transform((run) => ({ run, timeout: defaultTimeout })),
  z.strictObject({ run: filledTextSchema, timeout: timeoutSchema }),
]);

const commandForm = 'a command, or { run: a command, timeout: 10m }';

/** A command, `false` for none, or null: what the workspace itself says. */
const detectedCommandSchema = z
  .union([commandSchema, z.literal(false)])
  .nullable()
  .prefault(null);

/** Whether an address is that of this machine, by name. */
function isLoopback(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  if (!/^https?:$/.test(protocol) || username !== '' || password !== '') return false;
  return /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}

const healthCheckSchema = z
  .strictObject({
    run: filledTextSchema.optional(),
    url: filledTextSchema
      .refine(isLoopback, 'must be an http address of this machine such as http://localhost:8080/health')
      .optional(),
    retries: z.int().min(0).max(1000).prefault(5),
    interval: secondsSchema.prefault(2),
    timeout: secondsSchema.prefault(10),
  })
  .refine(({ run, url }) => (run === undefined) !== (url === undefined), 'needs either run or url');

const tagSchema = z.strictObject({
  enabled: flagSchema.prefault(true),
  prefix: expecting(z.string().regex(/^[\w./@+-]*$/), 'a text such as v')
    .nullable()
    .prefault(null),
  message: filledTextSchema.prefault('Release {version}'),
});

export const deploymentManager = builtinAgent({
  name: 'deployment_manager',
  description:
    'Checks whether a version can be released, tells the release step by step, and carries it out after an approval',
  parameters: z.strictObject({
    dry_run: noted(flagSchema.prefault(true), {
      description: 'Whether the release is only checked and told, and nothing is run or changed.',
      example: false,
    }),
    approve: noted(looseTextSchema.nullable().prefault(null), {
      description:
        'The version that may be tagged and deployed; a parameter `approve` of the run does the same and comes first.',
      example: '1.2.3',
      expects: 'a version such as 1.2.3',
    }),
    version_files: noted(textListSchema.prefault([]), {
      description:
        'Files that tell the version, the first of them before the others; without any they are detected.',
      example: ['package.json', 'src/version.ts'],
    }),
    build: noted(detectedCommandSchema, {
      description:
        'The command that builds; `false` for none. Without it, what the workspace itself builds with.',
      example: 'npm run build',
      expects: `${commandForm}, or false`,
    }),
    pack: noted(detectedCommandSchema, {
      description:
        'The command that packs into `.dodeca/packages`; `false` for none. Without it, `npm pack` where that fits.',
      example: 'npm pack --pack-destination .dodeca/packages',
      expects: `${commandForm}, or false`,
    }),
    tag: noted(tagSchema.prefault({}), {
      description:
        'Whether the commit is tagged, what stands before the version (without it, as the last tag has it, or `v`), and the message.',
      example: { enabled: true, prefix: 'v', message: 'Release {version}' },
      expects: 'a mapping such as { enabled: true, prefix: v }',
    }),
    deploy: noted(commandSchema.nullable().prefault(null), {
      description: 'The command that deploys.',
      example: { run: './deploy.sh', timeout: '10m' },
      expects: commandForm,
    }),
    health_check: noted(healthCheckSchema.nullable().prefault(null), {
      description:
        'How it is known that what was deployed works: a command, or an address of this machine that must answer with 2xx; tried once, and then `retries` times, `interval` apart.',
      example: { url: 'http://localhost:8080/health', retries: 5, interval: 2, timeout: 10 },
      expects:
        'a mapping such as { url: http://localhost:8080/health, retries: 5, interval: 2s, timeout: 10s }',
    }),
    rollback: noted(commandSchema.nullable().prefault(null), {
      description: 'The command that undoes a deployment which failed, or whose health check failed.',
      example: { run: './rollback.sh', timeout: '10m' },
      expects: commandForm,
    }),
    ...ignoreParameter,
  }),
  rules: {
    'version-invalid': { severity: 'error', meaning: 'a version that its packager refuses' },
    'version-mismatch': { severity: 'warning', meaning: 'files that tell different versions of one project' },
    'version-not-raised': { severity: 'warning', meaning: 'a version below that of the last tag' },
    'changelog-missing': {
      severity: 'warning',
      meaning: 'a changelog with no entry for the version, and none for what is unreleased',
    },
    'changelog-order': {
      severity: 'warning',
      meaning: 'an entry, among the ten newest, that stands at the wrong place',
    },
    'changelog-date': {
      severity: 'warning',
      meaning: 'an entry, among the ten newest, with a date that does not exist or cannot be',
    },
    'tag-exists': { severity: 'info', meaning: 'a version that was tagged at another commit already' },
    'dirty-tree': { severity: 'info', meaning: 'changes that are not committed and would not be released' },
  },
  figures: {
    version: 'the version that was found; null where there is none',
    steps_planned: 'steps of the release',
    steps_done: 'of these, steps that were carried out',
    state: '`planned`, `nothing_to_release`, `waiting_for_approval`, `deployed`, `rolled_back` or `failed`',
    findings: 'findings of the checks',
  },
  health: {
    part: 'release',
    weight: 5,
    formula: '100 × checks that passed / checks that were made',
  },
});
