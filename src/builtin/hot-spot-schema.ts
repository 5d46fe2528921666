import * as z from 'zod';
import type { Json } from '../common/json.ts';
import { countSchema, expecting, filledTextSchema, noted, secondsSchema } from '../common/value-schemas.ts';

const jsonListSchema = expecting(z.array(z.custom<Json>((value) => value !== undefined)), 'a list of values');

/** One way to compute something. Exactly one of `run`, `python` and `node` says how. */
export const implementationSchema = expecting(
  z
    .strictObject({
      run: noted(filledTextSchema.optional(), {
        description: 'A command for the shell, in the workspace folder.',
        example: 'python3 tools/slow.py',
      }),
      python: noted(filledTextSchema.optional(), {
        description: 'A function of Python: `file.py:function` or `package.module:function`.',
        example: 'agents/rolling.py:rolling_median',
      }),
      node: noted(filledTextSchema.optional(), {
        description: 'A function of JavaScript or TypeScript that a file exports: `file#function`.',
        example: 'src/median.ts#median',
      }),
      args: noted(jsonListSchema.optional(), {
        description: 'What the function is given, in place of the `args` of the pair.',
        example: [61],
      }),
    })
    .refine(
      ({ run, python, node }) => [run, python, node].filter((way) => way !== undefined).length === 1,
      'must say one of run, python and node',
    ),
  'a mapping with one of run, python and node',
);

/** Two ways to compute the same, which are timed against each other. */
export const hotSpotSchema = expecting(
  z.strictObject({
    name: noted(filledTextSchema, { description: 'What the pair is called.', example: 'rolling median' }),
    baseline: noted(implementationSchema, { description: 'The way it is compared with.' }),
    candidate: noted(implementationSchema, { description: 'The way that should be quicker.' }),
    args: noted(jsonListSchema.prefault([]), {
      description: 'What both functions are given.',
      example: [61],
    }),
    items: noted(filledTextSchema.optional(), {
      description:
        'A function without parameters, written like the implementations, whose result is a list: one run calls the implementation once for each item, the item in front of `args`. Making the list is not timed.',
      example: 'agents/optimizer.py:all_series',
    }),
    runs: noted(countSchema.min(10).max(1000).prefault(12), {
      description: 'How many runs of each are timed, in turn; at least 10.',
      example: 12,
      expects: 'a whole number from 10 to 1000',
    }),
    timeout: noted(
      secondsSchema.prefault(120).refine((seconds) => seconds > 0, 'must be longer than nothing'),
      {
        description: 'How long the pair may take altogether; then its processes are ended.',
        example: '2m',
      },
    ),
    tolerance: noted(z.number().min(0).max(1).prefault(0), {
      description: 'How far numbers of the two results may differ, relative to the larger.',
      example: 1e-9,
      expects: 'a number from 0 to 1',
    }),
  }),
  'a mapping with name, baseline and candidate',
);

export type Implementation = z.output<typeof implementationSchema>;
export type HotSpot = z.output<typeof hotSpotSchema>;
