import * as z from 'zod';
import type { Json } from '../common/json.ts';

const position = z.int().min(1);

/** What would mend a finding: texts in place of ranges of its file; an end is the first place that stays. */
const fix = z.object({
  title: z.string().min(1),
  edits: z
    .array(
      z.object({
        line: position,
        column: position,
        end_line: position,
        end_column: position,
        text: z.string(),
        old: z.string().optional(),
      }),
    )
    .min(1)
    .max(100)
    .readonly(),
});

/** What an agent may say, one JSON object a line. Unknown fields are ignored, so that older engines understand newer agents. */
export const agentMessageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('progress'),
    percent: z.number().min(0).max(100).optional(),
    message: z.string().optional(),
  }),
  z.object({
    type: z.literal('metric'),
    name: z.string().min(1),
    value: z.number(),
    unit: z.string().optional(),
  }),
  // What was read from JSON is JSON; looking at every part of it would only lose names such as `__proto__`.
  z.object({
    type: z.literal('output'),
    name: z.string().min(1),
    value: z.custom<Json>((value) => value !== undefined, 'a value is missing'),
  }),
  z.object({ type: z.literal('artifact'), path: z.string().min(1), kind: z.string().optional() }),
  z.object({
    type: z.literal('finding'),
    path: z.string().min(1),
    line: position.optional(),
    column: position.optional(),
    severity: z.enum(['error', 'warning', 'info']),
    rule: z.string().optional(),
    message: z.string().min(1),
    fix: fix.optional(),
  }),
  z.object({
    type: z.literal('tokens'),
    input: z.int().min(0),
    output: z.int().min(0),
    model: z.string().optional(),
    cost_usd: z.number().min(0).optional(),
  }),
  z.object({
    type: z.literal('log'),
    level: z.enum(['debug', 'info', 'warning', 'error']),
    message: z.string(),
  }),
]);

export type AgentMessage = z.infer<typeof agentMessageSchema>;
