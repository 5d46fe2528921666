import * as z from 'zod';
import { countSchema, noted, secondsSchema } from '../common/value-schemas.ts';
import { builtinAgent } from './builtin-agent.ts';
import { fileParameters, ignoreParameter } from './file-parameters.ts';

export const artifactAnalyzer = builtinAgent({
  name: 'artifact_analyzer',
  description:
    'Takes an inventory of the workspace: kinds of files, imports, quality, complexity, churn, ranking',
  parameters: z.strictObject({
    ...fileParameters,
    top: noted(countSchema.prefault(10), {
      description: 'How many files the ranking names.',
      example: 10,
      expects: 'a whole number from 1',
    }),
    max_complexity: noted(countSchema.prefault(25), {
      description: 'The cyclomatic complexity above which a function is a finding.',
      example: 25,
      expects: 'a whole number from 1',
    }),
    since: noted(secondsSchema.prefault('365d'), {
      description:
        'How much of the history of git is looked at, back from the newest commit; 0 looks at none.',
      example: '365d',
      expects: 'a duration such as 30d or 365d',
    }),
    ...ignoreParameter,
  }),
  rules: {
    'import-cycle': { severity: 'warning', meaning: 'files that import each other in a circle, eagerly' },
    'complex-function': {
      severity: 'warning',
      meaning: 'a function with a cyclomatic complexity above `max_complexity`',
    },
    'untested-hot-spot': {
      severity: 'info',
      meaning:
        'a complex file that is changed often, and that no test is named after or reaches by its imports',
    },
    'duplicate-file': { severity: 'info', meaning: 'a file with the same content as another' },
  },
  figures: {
    artifacts: 'files',
    bytes: 'bytes of all files',
    import_edges: 'imports between files of the workspace',
    import_cycles: 'cycles of eager imports',
    quality_mean: 'the mean over the files that have a quality, 0 to 100',
    duplicate_files: 'files that could go, since another has the same content',
    complexity_mean: 'the mean cyclomatic complexity of a function',
    complexity_max: 'that of the most complex function',
    type_hint_coverage: 'the share of parameters and results that have a type, 0 to 1; Python and TypeScript',
    documentation_coverage: 'the share of public definitions that are documented, 0 to 1',
    tested_share:
      'the share of the files expected to be tested that a test is named after or imports, 0 to 1',
    hot_spots: 'files that are complex and changed often',
  },
  health: {
    part: 'quality',
    weight: 15,
    formula: 'quality_mean',
  },
});
