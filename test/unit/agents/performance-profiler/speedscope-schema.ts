import * as z from 'zod';

const index = z.int().min(0);

/** The part of https://www.speedscope.app/file-format-schema.json that sampled profiles use. */
export const speedscopeSchema = z
  .strictObject({
    $schema: z.literal('https://www.speedscope.app/file-format-schema.json'),
    shared: z.strictObject({
      frames: z.array(
        z.strictObject({
          name: z.string(),
          file: z.string().optional(),
          line: z.number().optional(),
          col: z.number().optional(),
        }),
      ),
    }),
    profiles: z.array(
      z.strictObject({
        type: z.literal('sampled'),
        name: z.string(),
        unit: z.enum(['bytes', 'microseconds', 'milliseconds', 'nanoseconds', 'none', 'seconds']),
        startValue: z.number(),
        endValue: z.number(),
        samples: z.array(z.array(index)),
        weights: z.array(z.number().min(0)),
      }),
    ),
    name: z.string().optional(),
    activeProfileIndex: index.optional(),
    exporter: z.string().optional(),
  })
  .superRefine(({ shared, profiles }, context) => {
    for (const { samples, weights, startValue, endValue } of profiles) {
      if (samples.length !== weights.length) context.addIssue('each sample has a weight');
      if (samples.some((stack) => stack.some((frame) => frame >= shared.frames.length)))
        context.addIssue('a stack names a frame that is not there');
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      if (Math.abs(endValue - startValue - total) > 1e-6) context.addIssue('the values span the weights');
    }
  });
