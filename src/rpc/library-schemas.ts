import * as z from 'zod';
import { method } from './method.ts';

const count = z.int().min(0);
const counts = z.record(z.string(), count);
const query = z.string().max(10_000);

const progressSchema = z.object({
  phase: z.enum(['scanning', 'reading', 'finishing']),
  /** Files that needed reading and have been read. */
  done: count,
  /** Files that need reading, as far as is known. */
  total: count,
  /** Files looked at, read or not. */
  seen: count,
});

const buildSchema = z.object({
  files: count,
  added: count,
  changed: count,
  moved: count,
  removed: count,
  unchanged: count,
  /** Files and folders left out, by reason. */
  skipped: counts,
  durationMs: z.number(),
  cancelled: z.boolean(),
  /** Why everything had to be read anew; null where it had not. */
  discarded: z.string().nullable(),
});

const statusSchema = z.object({
  files: count,
  passages: count,
  names: count,
  kinds: counts,
  languages: counts,
  statuses: counts,
  skipped: counts,
  /** Files that were read as plain text, since their structure could not be. */
  troubled: count,
  /** Secrets that were left out. */
  secrets: count,
  bytes: count,
  /** When everything was last looked at, ms since the epoch; null where that was never. */
  builtMs: z.number().nullable(),
  building: progressSchema.nullable(),
  watching: z.enum(['no', 'yes', 'partly']),
});

const hitSchema = z.object({
  path: z.string(),
  line: z.int(),
  endLine: z.int(),
  title: z.string(),
  kind: z.string(),
  passage: z.string(),
  cell: z.int().nullable(),
  status: z.string(),
  score: z.number(),
});

const answerSchema = z.object({ hits: z.array(hitSchema).readonly(), problem: z.string().nullable() });

const suggestionSchema = z.object({
  text: z.string(),
  kind: z.string(),
  path: z.string(),
  line: z.int(),
  score: z.number(),
});

/** What a face may ask of the knowledge library. */
export const libraryMethods = {
  /** Brings the library up to date; `full` reads every file anew. Answers when that is done. */
  'library/build': method(z.strictObject({ full: z.boolean() }), buildSchema),
  'library/status': method(z.strictObject({}), statusSchema),
  /** Files that answer a query, the best first. `fresh`: after a look at what has changed. */
  'library/search': method(
    z.strictObject({ query, limit: z.int().min(1).max(1000), fresh: z.boolean() }),
    answerSchema,
  ),
  /** Names while one types. */
  'library/suggest': method(
    z.strictObject({ text: query, limit: z.int().min(1).max(100) }),
    z.array(suggestionSchema).readonly(),
  ),
} as const;

export type LibraryBuild = z.infer<typeof buildSchema>;
export type LibraryFigures = z.infer<typeof statusSchema>;
export type LibraryAnswer = z.infer<typeof answerSchema>;
export type LibraryHit = z.infer<typeof hitSchema>;
export type LibrarySuggestion = z.infer<typeof suggestionSchema>;
