import * as z from 'zod';

/** What tools/generate_data.py says that it planted. */
export const groundTruth = z.object({
  anomalies: z.array(
    z.object({
      file: z.string(),
      channels: z.array(z.string()),
      first_line: z.int(),
      last_line: z.int(),
    }),
  ),
  defects: z.array(z.object({ file: z.string(), line: z.int(), rule: z.string() })),
});
