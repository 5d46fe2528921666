import * as z from 'zod';
import { countSchema, flagSchema, noted } from '../common/value-schemas.ts';
import { builtinAgent } from './builtin-agent.ts';

export const recursiveFramework = builtinAgent({
  name: 'recursive_framework',
  description:
    'Makes the health of the workspace from what the agents before it measured, and says whether it rises from run to run',
  parameters: z.strictObject({
    tolerance: noted(z.number().min(0).max(100).prefault(0.5), {
      description: 'Points of the score by which two runs may differ and are still alike.',
      example: 0.5,
      expects: 'a number from 0 to 100',
    }),
    patience: noted(countSchema.prefault(3), {
      description: 'The score has converged when so many runs before this one are alike with it.',
      example: 3,
    }),
    history: noted(z.int().min(1).max(1000).prefault(100), {
      description: 'How many runs the record keeps, besides the best.',
      example: 100,
      expects: 'a whole number from 1 to 1000',
    }),
    fail_on_regression: noted(flagSchema.prefault(false), {
      description: 'Whether the agent fails when the score has fallen by more than the tolerance.',
      example: true,
    }),
  }),
  rules: {},
  figures: {
    health_score: 'the health of the workspace, 0 to 100; null where nothing was measured',
    health_parts: 'parts of the health that were measured in this run',
    change:
      'points since the run that it is compared with, over the parts that both measured; null where there is none',
    best_score: 'the highest score of a run that measured all of these parts, this one among them',
    verdict: '`first`, `improved`, `regressed`, `steady`, `converged` or `unmeasured`',
    parts: 'a list of the parts: `part`, `weight`, `score`, `contribution`; the 100 heaviest',
  },
  health: null,
});
