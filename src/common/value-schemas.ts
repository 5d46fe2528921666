import * as z from 'zod';
import { durationPattern, parseDuration, parseSize, sizePattern } from './units.ts';

/** What the reference, the JSON schema and the messages say about a schema. */
export interface SchemaNotes {
  readonly description: string;
  readonly example?: unknown;
  /** What must stand here, so that it can follow "must be": `a duration such as 90s`. */
  readonly expects?: string;
}

/** A schema with its notes. */
export function noted<T extends z.ZodType>(schema: T, { description, example, expects }: SchemaNotes): T {
  return schema.meta({
    description,
    ...(example === undefined ? {} : { examples: [example] }),
    ...(expects === undefined ? {} : { expects }),
  });
}

/** A schema with words for what must stand there. */
export function expecting<T extends z.ZodType>(schema: T, expects: string): T {
  return schema.meta({ expects });
}

// A hundred years: a number that every timer, database and JSON can still hold.
const longestDuration = 36_500 * 86_400_000;

/** Milliseconds, written as seconds or with a unit. */
export const durationSchema = expecting(
  z
    .union([z.number().min(0), z.string().regex(durationPattern)])
    .transform((written) => parseDuration(written) ?? 0)
    .refine((ms) => ms <= longestDuration, 'must be at most 36500d'),
  'a duration such as 90, 90s, 3m or 1h',
);

/** Milliseconds, more than none. */
export const positiveDurationSchema = durationSchema.refine((ms) => ms > 0, 'must be longer than nothing');

/** Seconds, written as a number or with a unit; read once more, they stay what they are. */
export const secondsSchema = expecting(
  z
    .union([z.number().min(0), z.string().regex(durationPattern)])
    .transform((written) => (parseDuration(written) ?? 0) / 1000)
    .refine((seconds) => seconds * 1000 <= longestDuration, 'must be at most 36500d'),
  'a duration such as 90, 90s, 3m or 1h',
);

/** Bytes, written as a number or with a unit. */
export const sizeSchema = expecting(
  z
    .union([z.int().min(0), z.string().regex(sizePattern)])
    .transform((written) => parseSize(written) ?? 0)
    .refine((bytes) => Number.isSafeInteger(bytes), 'must be less than 8192Ti'),
  'a size such as 512Mi, 4Gi or a number of bytes',
);

/** Cores. */
export const cpuSchema = expecting(z.number().min(0), 'a number of cores such as 0.5 or 2');

export const textSchema = expecting(z.string(), 'a text');
// No process can be given such a text.
const withoutNul = (text: string): boolean => !text.includes('\0');
const nulMessage = 'must not hold the character U+0000';

/** A name that is declared here; what else a name must be is checked for all names alike. */
export const nameSchema = expecting(z.string().min(1), 'a text that is not empty');

export const filledTextSchema = expecting(
  z.string().min(1).refine(withoutNul, nulMessage),
  'a text that is not empty',
);
export const flagSchema = expecting(z.boolean(), 'true or false');
export const countSchema = expecting(z.int().min(1), 'a whole number from 1');

/** Texts; numbers and the words true and false are taken as they are written. */
export const looseTextSchema = expecting(
  z
    .union([z.string(), z.number(), z.boolean()])
    .transform((written) => String(written))
    .refine(withoutNul, nulMessage),
  'a text or a number',
);

export const textListSchema = expecting(z.array(filledTextSchema), 'a list of texts such as [one, two]');

export const environmentSchema = expecting(
  z.record(z.string(), looseTextSchema),
  'a mapping of names to texts such as { MODE: full }',
);
