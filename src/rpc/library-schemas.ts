import * as z from 'zod';
import {
  type BuildProgress,
  type BuildReport,
  documentStatuses,
  type LibraryListing,
  type LibraryStatus,
  type NameMeaning,
  type RunSighting,
  type SearchAnswer,
  type SearchHit,
  type Suggestion,
} from '../model/library-report.ts';
import {
  type DocumentReport,
  type DuplicateGroup,
  type FixReport,
  queueReasons,
  type ReviewFinding,
  type ReviewQueue,
  reviewDecisions,
} from '../model/library-review.ts';
import type { LineageProduction, LineageReference, LineageReport } from '../model/lineage-report.ts';
import { method } from './method.ts';

const count = z.int().min(0);
const counts = z.record(z.string(), count);
const nullableText = z.string().nullable();
const status = z.enum(documentStatuses);
const query = z.string().max(10_000);
/** Relative to the workspace, with `/`. */
const path = z.string().min(1).max(4096);

export const buildProgressSchema: z.ZodType<BuildProgress> = z.object({
  phase: z.enum(['scanning', 'reading', 'finishing']),
  done: count,
  total: count,
  seen: count,
});

const buildSchema: z.ZodType<BuildReport> = z.object({
  files: count,
  added: count,
  changed: count,
  moved: count,
  removed: count,
  unchanged: count,
  skipped: counts,
  durationMs: z.number(),
  cancelled: z.boolean(),
  discarded: nullableText,
});

const statusSchema: z.ZodType<LibraryStatus> = z.object({
  files: count,
  runLogs: count,
  passages: count,
  names: count,
  kinds: counts,
  languages: counts,
  statuses: counts,
  skipped: counts,
  troubled: count,
  secrets: count,
  bytes: count,
  builtMs: z.number().nullable(),
  building: buildProgressSchema.nullable(),
  watching: z.enum(['no', 'yes', 'partly']),
  off: nullableText,
});

const sightingSchema: z.ZodType<RunSighting> = z.object({
  runId: z.string(),
  stage: z.string(),
  agent: z.string(),
  firstRunId: z.string(),
  runs: count,
  fixedBy: nullableText,
});

const hitSchema: z.ZodType<SearchHit> = z.object({
  path: z.string(),
  line: z.int(),
  endLine: z.int(),
  title: z.string(),
  kind: z.string(),
  passage: z.string(),
  cell: z.int().nullable(),
  status,
  score: z.number(),
  seen: sightingSchema.exactOptional(),
  why: z
    .object({
      passages: z.number(),
      file: z.number(),
      path: z.number(),
      name: z.number(),
      status: z.number(),
      matches: z
        .array(
          z.object({
            text: z.string(),
            takenFor: nullableText,
            where: z.array(z.enum(['path', 'title', 'body'])).readonly(),
            weight: z.number(),
          }),
        )
        .readonly(),
    })
    .exactOptional(),
  excerpt: z
    .array(
      z.object({
        line: z.int(),
        text: z.string(),
        marks: z.array(z.tuple([z.int(), z.int()]).readonly()).readonly(),
      }),
    )
    .readonly()
    .exactOptional(),
});

const answerSchema: z.ZodType<SearchAnswer> = z.object({
  hits: z.array(hitSchema).readonly(),
  problem: nullableText,
});

const suggestionSchema: z.ZodType<Suggestion> = z.object({
  text: z.string(),
  kind: z.string(),
  path: z.string(),
  line: z.int(),
  score: z.number(),
});

const meaningSchema: z.ZodType<NameMeaning> = z.object({
  name: z.string(),
  kind: z.string(),
  signature: nullableText,
  within: nullableText,
  summary: nullableText,
  path: z.string(),
  line: z.int(),
  language: nullableText,
  status,
  others: count,
});

const listingSchema: z.ZodType<LibraryListing> = z.object({
  folders: z.array(z.object({ name: z.string(), files: count })).readonly(),
  files: z.array(z.object({ path: z.string(), kind: z.string(), title: nullableText, status })).readonly(),
});

const findingSchema: z.ZodType<ReviewFinding> = z.object({
  rule: z.string(),
  severity: z.enum(['error', 'hint']),
  line: z.int(),
  message: z.string(),
  fix: nullableText,
});

const groupSchema: z.ZodType<DuplicateGroup> = z.object({
  isExact: z.boolean(),
  canonical: z.string(),
  because: z.string(),
  members: z.array(z.object({ path: z.string(), status, similarity: z.number() })).readonly(),
});

const documentShape = {
  path: z.string(),
  kind: z.string(),
  title: nullableText,
  status,
  because: z.string(),
  findings: z.array(findingSchema).readonly(),
};

const documentSchema: z.ZodType<DocumentReport> = z.object({
  ...documentShape,
  group: groupSchema.nullable(),
  decision: z.object({ decision: z.enum(reviewDecisions), at: z.string(), by: z.string() }).nullable(),
});

const queueReason = z.enum(queueReasons);

const queueSchema: z.ZodType<ReviewQueue> = z.object({
  statuses: counts,
  waiting: z.record(queueReason, count),
  documents: z.array(z.object({ ...documentShape, reason: queueReason })).readonly(),
  groups: z.array(groupSchema).readonly(),
});

const fixSchema: z.ZodType<FixReport> = z.object({
  rounds: count,
  changed: z.array(z.object({ path: z.string(), fixes: z.array(z.string()).readonly() })).readonly(),
  failed: z.array(z.object({ path: z.string(), why: z.string() })).readonly(),
});

const productionSchema: z.ZodType<LineageProduction> = z.object({
  runId: z.string(),
  pipeline: z.string(),
  stage: z.string(),
  agent: z.string(),
  executionId: z.string(),
  at: z.string(),
  cached: z.boolean(),
  isCurrent: z.boolean().nullable(),
  inputs: z.array(z.object({ path: z.string(), changed: z.boolean().nullable() })).readonly(),
});

const referenceSchema: z.ZodType<LineageReference> = z.object({
  path: z.string(),
  line: z.int(),
  kind: z.enum(['import', 'link', 'file']),
});

const lineageSchema: z.ZodType<LineageReport> = z.object({
  path: z.string(),
  exists: z.boolean(),
  status: status.nullable(),
  producedBy: z.array(productionSchema).readonly(),
  madeFromIt: z
    .array(
      z.object({
        path: z.string(),
        runId: z.string(),
        stage: z.string(),
        agent: z.string(),
        at: z.string(),
      }),
    )
    .readonly(),
  refersTo: z.array(referenceSchema).readonly(),
  referredBy: z.array(referenceSchema).readonly(),
  dependents: z.array(z.string()).readonly(),
});

/** Files that answer a query, the best first. `fresh`: after a look at what has changed, which is heard of like a build. */
export const searchMethod = method(
  z.strictObject({
    query,
    limit: z.int().min(1).max(1000),
    fresh: z.boolean().default(false),
    /** Whether hits come with `why`. */
    explain: z.boolean().default(false),
    /** Whether they come with `excerpt`. */
    excerpts: z.boolean().default(false),
  }),
  answerSchema,
);

/** What a face may ask of the knowledge library. */
export const libraryMethods = {
  /** Brings the library up to date; `full` reads every file anew. Answers when that is done; from now on this client hears `library/progress` and `library/changed`. */
  'library/build': method(z.strictObject({ full: z.boolean() }), buildSchema),
  /** Brings it up to date and keeps it so while the engine lives; this client hears of it like of a build. */
  'library/watch': method(z.strictObject({}), z.null()),
  'library/status': method(z.strictObject({}), statusSchema),
  'library/search': searchMethod,
  /** Names while one types. */
  'library/suggest': method(
    z.strictObject({ text: query, limit: z.int().min(1).max(100) }),
    z.array(suggestionSchema).readonly(),
  ),
  /** What a name means, as `language` has it where it is given: the declaration to go by. Null where nothing is called so. */
  'library/define': method(
    z.strictObject({ name: z.string().min(1).max(500), language: nullableText.default(null) }),
    meaningSchema.nullable(),
  ),
  /** What is directly in a folder (`''` is the workspace), of these kinds of documents; no kinds: of all but `run`. */
  'library/list': method(
    z.strictObject({ folder: z.string().max(4096), kinds: z.array(z.string()).max(100).readonly() }),
    listingSchema,
  ),
  /** The status of each file that is in the library. */
  'library/statuses': method(
    z.strictObject({ paths: z.array(path).max(10_000).readonly() }),
    z.record(z.string(), status),
  ),
  /** What waits for somebody to look at it; at most `limit` documents and groups. */
  'library/review': method(z.strictObject({ limit: z.int().min(1).max(10_000) }), queueSchema),
  /** Mends what can be mended without a person, of these files or of all, and reviews again until nothing changes. */
  'library/fix': method(
    z.strictObject({ paths: z.array(path).max(10_000).readonly().nullable(), by: z.string().max(200) }),
    fixSchema,
  ),
  /** A document as the review has it; error `unknown-document`. */
  'library/document': method(z.strictObject({ path }), documentSchema),
  /** What a person says of a document, which is recorded; error `unknown-document`. */
  'library/decide': method(
    z.strictObject({ path, decision: z.enum(reviewDecisions), by: z.string().min(1).max(200) }),
    documentSchema,
  ),
  /** Where a file comes from, and what comes from it; error `unknown-document` where nothing is known of it. */
  'library/lineage': method(z.strictObject({ path }), lineageSchema),
} as const;
