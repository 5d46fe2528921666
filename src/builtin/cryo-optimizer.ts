import * as z from 'zod';
import { expecting, filledTextSchema, flagSchema, noted } from '../common/value-schemas.ts';
import { builtinAgent } from './builtin-agent.ts';
import { fileParameters, ignoreParameter } from './file-parameters.ts';
import { hotSpotSchema } from './hot-spot-schema.ts';

export const cryoOptimizer = builtinAgent({
  name: 'cryo_optimizer',
  description:
    'Checks units, physical bounds and constants by a domain pack, and times declared implementations against each other',
  parameters: z.strictObject({
    packs: noted(z.array(filledTextSchema).prefault([]), {
      description:
        'Domain packs of the workspace; a later one adds to the earlier ones, and wins where both say something.',
      example: ['domain-pack.yaml'],
      expects: 'a list of files such as [domain-pack.yaml]',
    }),
    cryogenics: noted(flagSchema.prefault(true), {
      description: 'Whether the pack that comes along, cryogenics and accelerators, is the first of them.',
      example: false,
    }),
    hot_spots: noted(expecting(z.array(hotSpotSchema), 'a list of pairs').prefault([]), {
      description:
        'Pairs of implementations that are timed against each other, besides those of the packs. This runs code of the workspace.',
      example: [
        {
          name: 'rolling median',
          baseline: { python: 'agents/rolling.py:naive' },
          candidate: { python: 'agents/rolling.py:sorted_window' },
          args: [[3, 1, 2], 3],
        },
      ],
    }),
    ...fileParameters,
    ...ignoreParameter,
  }),
  rules: {
    'unit-mismatch': {
      severity: 'warning',
      meaning:
        'names of one dimension and different units are assigned, added, compared or passed without conversion',
    },
    'wrong-conversion': {
      severity: 'warning',
      meaning: 'a factor or an offset that does not lead from the one unit to the other',
    },
    'unit-comment': {
      severity: 'warning',
      meaning: 'the unit in a name and the unit in its comment disagree',
    },
    'column-unit': {
      severity: 'warning',
      meaning:
        'the unit of a column and the unit in its unit row, its brackets or its data dictionary disagree',
    },
    'out-of-bounds': { severity: 'warning', meaning: 'a column holds values that are physically impossible' },
    'constant-differs': {
      severity: 'warning',
      meaning:
        'a constant that differs from its value; `info` where it is the value of an earlier adjustment',
    },
    'hot-spot-result': {
      severity: 'warning',
      meaning: 'two implementations that are timed against each other do not give the same result',
    },
  },
  figures: {
    files_checked: 'files of code and data that were looked at',
    quantities_found: 'names with a known unit or quantity, each once a file; columns included',
    columns_checked: 'columns of data whose values have bounds',
    values_checked: 'values in these columns',
    unit_mismatches: 'findings of unit-mismatch, wrong-conversion, unit-comment and column-unit',
    out_of_bounds: 'values outside their bounds',
    constants_checked: 'literals that mean a constant of the packs',
    constants_wrong: 'of these, literals that are neither its value nor that of an earlier adjustment',
    hot_spots_measured: 'pairs that were timed',
    speedup:
      'by the name of the pair: how many times as fast the candidate is, with its confidence interval, medians in seconds and runs; absent where no pair was timed',
  },
  health: {
    part: 'domain',
    weight: 5,
    formula:
      '100 × the mean of the shares that were measured: names without a unit finding, columns within their bounds, constants that are not wrong',
  },
});
