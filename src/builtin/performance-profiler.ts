import * as z from 'zod';
import {
  countSchema,
  expecting,
  filledTextSchema,
  flagSchema,
  noted,
  secondsSchema,
} from '../common/value-schemas.ts';
import { builtinAgent } from './builtin-agent.ts';
import { ignoreParameter } from './file-parameters.ts';

const shareSchema = expecting(z.number().min(0).max(1), 'a number from 0 to 1');

export const performanceProfiler = builtinAgent({
  name: 'performance_profiler',
  description: 'Times a command, says where its time goes, and compares it with earlier runs',
  parameters: z.strictObject({
    command: noted(
      z
        .union([filledTextSchema, z.array(filledTextSchema).min(1)])
        .nullable()
        .prefault(null),
      {
        description:
          'What is timed and profiled: a program with its arguments, as a text or as a list. A text with pipes, variables and the like goes to the shell. Without it nothing is run.',
        example: ['python', 'benchmarks/bench.py'],
        expects: 'a text such as python bench.py, or a list such as [node, bench.js]',
      },
    ),
    kind: noted(z.enum(['auto', 'python', 'node', 'time']).prefault('auto'), {
      description:
        'The profiler: that of Python, that of Node, or none (`time`); `auto` goes by the program and its first line.',
      example: 'python',
      expects: 'auto, python, node or time',
    }),
    runs: noted(countSchema.max(1000).prefault(5), {
      description: 'How often the command is timed. The profile is one run more.',
      example: 10,
      expects: 'a whole number from 1 to 1000',
    }),
    warmup: noted(z.int().min(0).max(1000).prefault(1), {
      description: 'Runs before those that are timed, to fill the caches of the machine.',
      example: 3,
      expects: 'a whole number from 0 to 1000',
    }),
    timeout: noted(secondsSchema.refine((seconds) => seconds > 0).prefault('5m'), {
      description: 'How long one run may take before it is ended and the agent fails.',
      example: '90s',
      expects: 'a duration such as 90, 90s, 3m or 1h',
    }),
    top: noted(z.int().min(0).prefault(10), {
      description: 'How many functions the summary shows, and how many hot spots are told.',
      example: 20,
      expects: 'a whole number from 0',
    }),
    min_share: noted(shareSchema.prefault(0.05), {
      description:
        'A function of the workspace that takes at least this share of the profiled time is a hot spot.',
      example: 0.1,
      expects: 'a number from 0 to 1',
    }),
    min_change: noted(z.number().min(0).prefault(0.05), {
      description: 'The smallest increase of the median that is called a regression, as a share.',
      example: 0.2,
      expects: 'a number from 0, such as 0.1 for 10 %',
    }),
    min_history: noted(z.int().min(5).prefault(5), {
      description: 'With fewer earlier runs of the same command nothing is compared.',
      example: 10,
      expects: 'a whole number from 5',
    }),
    history: noted(z.int().min(5).max(500).prefault(30), {
      description: 'How many earlier runs are compared with, the latest first.',
      example: 50,
      expects: 'a whole number from 5 to 500',
    }),
    fail_on_regression: noted(flagSchema.prefault(false), {
      description: 'Whether a regression makes the agent fail.',
      example: true,
      expects: 'true or false',
    }),
    ...ignoreParameter,
  }),
  rules: {
    'hot-spot': {
      severity: 'info',
      meaning: 'a function of the workspace in which much of the profiled time is spent',
    },
    'performance-regression': {
      severity: 'warning',
      meaning: 'the command takes longer than its earlier runs explain',
    },
  },
  figures: {
    command: 'the command as a text; earlier runs are known by it',
    samples: 'wall time of each timed run, milliseconds, in their order',
    runs: 'timed runs',
    wall_median_ms: 'median wall time, milliseconds',
    wall_mad_ms: 'median absolute deviation of the wall times from their median, milliseconds',
    wall_min_ms: 'shortest wall time, milliseconds',
    cpu_median_ms: 'median of user and system time together, milliseconds',
    peak_rss_bytes: 'largest resident memory of a run, bytes',
    hot_spots: 'functions of the workspace with a share of at least min_share',
    earlier_runs: 'earlier runs of the same command that are compared with',
    regression_ratio: 'median wall time / median of those of the earlier runs',
  },
  health: {
    part: 'performance',
    weight: 5,
    formula: '100 without a regression; 100 × earlier median / median with one',
  },
});
