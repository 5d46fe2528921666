import * as z from 'zod';
import { filledTextSchema, noted, secondsSchema } from '../common/value-schemas.ts';
import { builtinAgent } from './builtin-agent.ts';
import { fileParameters } from './file-parameters.ts';
import { isOutputPattern, outputPatternExpects } from './output-pattern.ts';

const commandSchema = z.strictObject({
  run: noted(filledTextSchema, {
    description: 'A command for the shell; it runs in the workspace.',
    example: 'node dist/cli.js --version',
  }),
  name: noted(filledTextSchema.nullable().prefault(null), {
    description: 'What it is called; without it, the command itself.',
    example: 'tells its version',
  }),
  timeout: noted(
    secondsSchema.refine((seconds) => seconds > 0, 'must be longer than nothing').prefault('1m'),
    { description: 'How long it may take; then it is ended with all that it started.', example: '30s' },
  ),
  expect_exit: noted(z.int().min(0).max(255).prefault(0), {
    description: 'The exit code that is a success.',
    example: 0,
    expects: 'an exit code from 0 to 255',
  }),
  expect_output: noted(
    filledTextSchema.refine(isOutputPattern, `must be ${outputPatternExpects}`).nullable().prefault(null),
    {
      description: 'What its output must hold: a text, or a regular expression between slashes.',
      example: '/^v\\d+/m',
      expects: outputPatternExpects,
    },
  ),
});

/** A command that shows whether something works at all. */
export type SmokeCommand = z.output<typeof commandSchema>;

export const smokeTester = builtinAgent({
  name: 'smoke_tester',
  description:
    'Checks that every source file of the workspace can be read by its language, and that the commands named work',
  parameters: z.strictObject({
    threshold: noted(z.number().min(0).max(1).prefault(1), {
      description: 'The share of the files that must pass; with less the agent fails.',
      example: 0.95,
      expects: 'a number from 0 to 1',
    }),
    commands: noted(
      z
        .array(
          z.union([
            filledTextSchema.transform((run): SmokeCommand => commandSchema.parse({ run })),
            commandSchema,
          ]),
        )
        .prefault([]),
      {
        description:
          'Commands that must work, one after another: texts for the shell, or mappings with `run`, `name`, `timeout`, `expect_exit` and `expect_output`. If one fails, the agent fails.',
        example: ['node cli.js --version', { run: 'python -m app --help', expect_output: '/usage/i' }],
        expects: 'a list of commands such as [node cli.js --version, { run: make check, timeout: 2m }]',
      },
    ),
    ...fileParameters,
  }),
  rules: {
    'python-syntax': { severity: 'error', meaning: 'Python that its compiler refuses' },
    'javascript-syntax': {
      severity: 'error',
      meaning: 'JavaScript, TypeScript or JSX that cannot be parsed',
    },
    'json-syntax': { severity: 'error', meaning: 'JSON that cannot be parsed' },
    'yaml-syntax': { severity: 'error', meaning: 'YAML that cannot be parsed' },
    'toml-syntax': { severity: 'error', meaning: 'TOML that cannot be parsed' },
    'notebook-format': { severity: 'error', meaning: 'a notebook that has not the form of one' },
    'notebook-cell-syntax': { severity: 'error', meaning: 'a cell of Python that its compiler refuses' },
    'shell-syntax': { severity: 'error', meaning: 'a shell script that bash refuses' },
    'smoke-command': {
      severity: 'error',
      meaning: 'a command of `commands` that ended otherwise than expected',
    },
  },
  figures: {
    files_checked: 'source files that were checked',
    files_failed: 'of these, files with a fault',
    files_skipped: 'source files that were not checked',
    pass_rate: '(checked − failed) / checked, 0 to 1; 1 where there was nothing to check',
    commands_run: 'commands of `commands` that were run',
    commands_failed: 'of these, commands that failed',
  },
  health: {
    part: 'syntax',
    weight: 20,
    formula: '100 × pass_rate',
  },
});
