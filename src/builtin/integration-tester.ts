import * as z from 'zod';
import { countSchema, filledTextSchema, noted, secondsSchema } from '../common/value-schemas.ts';
import { builtinAgent } from './builtin-agent.ts';
import { fileParameters, ignoreParameter } from './file-parameters.ts';

/** The test frameworks that are found by themselves. */
export const testFrameworks = ['npm', 'node', 'pytest', 'unittest', 'go', 'cargo'] as const;
export type TestFramework = (typeof testFrameworks)[number];

const positiveSeconds = secondsSchema.refine((seconds) => seconds > 0, 'must be longer than nothing');

/** Whether a path can only lie in the workspace. */
function staysInside(path: string): boolean {
  return !/^([/\\]|[a-zA-Z]:)/.test(path) && !path.split(/[/\\]/).includes('..');
}

const formatSchema = z
  .union([
    z.enum(['text', 'tap', 'exit']),
    z
      .string()
      .regex(/^junit:\s*\S/)
      .refine((format) => staysInside(format.slice('junit:'.length).trim()), 'must stay in the workspace'),
  ])
  .prefault('text');

const commandSchema = z.strictObject({
  run: noted(filledTextSchema, {
    description: 'A command for the shell that runs tests; it runs in the workspace.',
    example: 'make check',
  }),
  name: noted(filledTextSchema.nullable().prefault(null), {
    description: 'What the suite is called; without it, the command itself.',
    example: 'acceptance tests',
  }),
  format: noted(formatSchema, {
    description:
      'How its results are read: `text` as the well-known runners print them, `tap`, `junit: PATH` from a file that it writes, or `exit` by the exit code alone, as one test.',
    example: 'junit: build/results.xml',
    expects: '"text", "tap", "exit" or "junit: PATH" with a path in the workspace',
  }),
  timeout: noted(positiveSeconds.nullable().prefault(null), {
    description: 'How long it may take; without it, as long as any suite.',
    example: '2m',
  }),
});

/** A suite that the user configured. */
export type TestCommand = z.output<typeof commandSchema>;

export const integrationTester = builtinAgent({
  name: 'integration_tester',
  description: "Finds the workspace's own tests, runs them, and tells which fail and where",
  parameters: z.strictObject({
    frameworks: noted(z.array(z.enum(testFrameworks)).prefault([...testFrameworks]), {
      description: 'The frameworks whose tests are looked for.',
      example: ['npm', 'pytest'],
      expects: 'a list of some of npm, node, pytest, unittest, go, cargo',
    }),
    commands: noted(
      z
        .array(
          z.union([
            filledTextSchema.transform((run): TestCommand => commandSchema.parse({ run })),
            commandSchema,
          ]),
        )
        .prefault([]),
      {
        description:
          'Suites of your own, which run first: texts for the shell, or mappings with `run`, `name`, `format` and `timeout`.',
        example: ['make check', { run: 'ctest --output-junit out.xml', format: 'junit: out.xml' }],
        expects: 'a list of commands such as [make check, { run: prove -v, format: tap }]',
      },
    ),
    timeout: noted(positiveSeconds.prefault('5m'), {
      description: 'How long one suite may take; then it is ended with all that it started, and has failed.',
      example: '10m',
    }),
    budget: noted(positiveSeconds.prefault('60s'), {
      description:
        'How long all suites together may take; the suite that runs then is ended and counts as skipped, as do those that were not begun.',
      example: '20m',
    }),
    max_suites: noted(countSchema.prefault(20), {
      description: 'How many suites are run at the most; the others count as skipped.',
      example: 5,
    }),
    ...fileParameters,
    ...ignoreParameter,
  }),
  rules: {
    'test-failed': { severity: 'error', meaning: 'a test that failed' },
    'test-suite-failed': {
      severity: 'error',
      meaning: 'a suite that ended with an error although none of the tests that it told failed',
    },
    'test-suite-crashed': {
      severity: 'error',
      meaning: 'a suite that could not be compiled or loaded, or that ended before it had told its results',
    },
    'test-timeout': { severity: 'error', meaning: 'a suite that did not end within `timeout`' },
  },
  figures: {
    suites_found: 'suites that were found or configured',
    suites_run: 'of these, suites that ran to their end, crashed or took longer than `timeout`',
    suites_skipped: 'of these, suites that were not run or not finished, each with its reason',
    tests: 'tests that were told: passed, failed and skipped',
    tests_passed: 'tests that passed',
    tests_failed: 'tests that failed',
    tests_skipped: 'tests that were skipped, or are marked as to do or expected to fail',
    pass_rate: 'passed / (passed + failed), 0 to 1; null where no test was counted',
  },
  health: {
    part: 'tests',
    weight: 20,
    formula: '100 × passed / (passed + failed)',
  },
});
