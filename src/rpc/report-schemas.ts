import * as z from 'zod';
import type { Json } from '../common/json.ts';
import type { ChangesReport, TrendPoint } from '../model/changes-report.ts';
import { clusterSystems, type ParameterDefinition } from '../model/definition.ts';
import type { DodecaEvent, FindingFix, RunOptions } from '../model/event.ts';
import { holdCauses } from '../model/hold-cause.ts';
import type { Problem } from '../model/problem.ts';
import type {
  AgentReport,
  AttemptReport,
  CacheReport,
  ClusterReport,
  DefinitionReport,
  EngineStatus,
  ExecutionReport,
  FindingsReport,
  HealthReport,
  LogPiece,
  PastValue,
  PhaseReport,
  PlanReport,
  ResumeReport,
  RunReport,
  RunSummary,
  WhyReport,
  WorkspaceReport,
} from '../model/report.ts';
import { executionStatuses, runStatuses } from '../model/status.ts';
import type { SystemsReport } from '../model/systems-report.ts';

// Each schema is annotated with the type it must produce: a field that the model gains and a schema lacks does not
// compile.

const count = z.int().min(0);
const milliseconds = z.number();
const nullableText = z.string().nullable();

export const jsonSchema = z.custom<Json>((value) => value !== undefined, 'a value is missing');
export const paramsSchema: z.ZodType<Readonly<Record<string, Json>>> = z.record(z.string(), jsonSchema);

/** What an execution waits for. */
export const holdCauseSchema = z.enum(holdCauses);

export const problemSchema: z.ZodType<Problem> = z.object({
  file: z.string(),
  line: z.int(),
  column: z.int(),
  endColumn: z.int().exactOptional(),
  severity: z.enum(['error', 'warning', 'info']),
  code: z.string(),
  message: z.string(),
});

export const runOptionsSchema = z.strictObject({
  maxConcurrent: z.int().min(1).nullable(),
  keepGoing: z.boolean(),
  useCache: z.boolean(),
  missingInterpreter: z.enum(['fail', 'skip']),
}) satisfies z.ZodType<RunOptions>;

/**
 * Only the envelope is looked at: events come by the million, the engine made them, and a newer engine may know
 * types that this client does not.
 */
export const eventSchema: z.ZodType<DodecaEvent> = z.custom<DodecaEvent>(
  (event) =>
    event !== null &&
    typeof event === 'object' &&
    'seq' in event &&
    Number.isSafeInteger(event.seq) &&
    'at' in event &&
    typeof event.at === 'string' &&
    'type' in event &&
    typeof event.type === 'string',
  'not an event',
);

const summaryShape = {
  runId: z.string(),
  pipeline: z.string(),
  status: z.enum(runStatuses),
  startedAt: z.string(),
  finishedAt: nullableText,
  durationMs: milliseconds,
  reason: nullableText,
  pinned: z.boolean(),
  archived: z.boolean(),
  commit: nullableText,
};

export const runSummarySchema: z.ZodType<RunSummary> = z.object(summaryShape);

const executionReportSchema: z.ZodType<ExecutionReport> = z.object({
  executionId: z.string(),
  stage: z.string(),
  agent: z.string(),
  status: z.enum(executionStatuses),
  attempts: count,
  exitCode: z.int().nullable(),
  startedAt: nullableText,
  finishedAt: nullableText,
  durationMs: milliseconds,
  reason: nullableText,
  undone: z.boolean(),
  findings: z.object({ error: count, warning: count, info: count }),
  percent: z.number().nullable(),
  message: nullableText,
});

export const attemptReportSchema: z.ZodType<AttemptReport> = z.object({
  attempt: count,
  startedAt: z.string(),
  durationMs: milliseconds.nullable(),
  status: z.enum(executionStatuses),
  exitCode: z.int().nullable(),
  signal: nullableText,
  reason: nullableText,
});

const findingFixSchema: z.ZodType<FindingFix> = z.object({
  title: z.string(),
  edits: z.array(
    z.object({
      line: z.int(),
      column: z.int(),
      end_line: z.int(),
      end_column: z.int(),
      text: z.string(),
      old: z.string().optional(),
    }),
  ),
});

const findingShape = {
  path: z.string(),
  line: z.number().nullable(),
  column: z.number().nullable(),
  severity: z.enum(['error', 'warning', 'info']),
  rule: nullableText,
  message: z.string(),
  fix: findingFixSchema.exactOptional(),
};

export const findingsReportSchema: z.ZodType<FindingsReport> = z.object({
  agent: z.string(),
  stage: z.string(),
  runId: z.string(),
  executionId: z.string(),
  findings: z.array(z.object(findingShape)),
  more: count,
});

export const healthReportSchema: z.ZodType<HealthReport> = z.object({
  score: z.number().nullable(),
  parts: z.array(
    z.object({
      part: z.string(),
      agents: z.array(z.string()),
      score: z.number(),
      weight: z.number(),
      share: z.number(),
      contribution: z.number(),
      basis: z.string(),
    }),
  ),
  unmeasured: z.array(z.object({ part: z.string(), weight: z.number(), agent: z.string() })),
});

const usageSchema = z.object({ limit: z.number(), inUse: z.number() });

export const systemsReportSchema: z.ZodType<SystemsReport> = z.object({
  orchestrator: z.object({
    pid: z.int(),
    version: z.string(),
    startedAt: z.string(),
    uptimeMs: milliseconds,
    clients: count,
    activeRuns: count,
    runs: count,
  }),
  kernel: z.object({
    slots: usageSchema,
    cpu: usageSchema,
    memory: usageSchema,
    running: count,
    queued: count,
    held: z.array(
      z.object({
        runId: z.string(),
        stage: z.string(),
        agent: z.string(),
        cause: holdCauseSchema.nullable(),
        reason: nullableText,
        sinceMs: milliseconds,
      }),
    ),
    locks: z.array(
      z.object({
        lock: z.string(),
        slots: count,
        holders: z.array(z.string()),
        waiting: z.array(z.string()),
      }),
    ),
  }),
  governance: z.object({ findings: z.object({ error: count, warning: count, info: count }) }),
  journal: z.object({
    bytes: count,
    events: count,
    runs: count,
    oldestRunAt: nullableText,
    newestRunAt: nullableText,
    integrity: z.enum(['sound', 'damaged', 'not checked']),
  }),
  metrics: z.object({
    load: z.array(z.number()),
    cores: count,
    memoryTotalBytes: count,
    memoryFreeBytes: count,
    diskTotalBytes: count.nullable(),
    diskFreeBytes: count.nullable(),
    engineResidentBytes: count,
    queueDepth: count,
    holdMs: z.object({ count, median: milliseconds, max: milliseconds }),
  }),
});

const findingCountsSchema = z.object({ error: count, warning: count, info: count });
const findingOfAgentSchema = z.object({ ...findingShape, agent: z.string() });

export const changesReportSchema: z.ZodType<ChangesReport> = z.object({
  since: runSummarySchema,
  until: runSummarySchema.nullable(),
  git: z
    .object({
      since: z.string(),
      commits: z.array(z.object({ commit: z.string(), at: z.string(), subject: z.string() })),
      commitCount: count,
      files: z.array(z.object({ path: z.string(), added: count.nullable(), deleted: count.nullable() })),
      fileCount: count,
    })
    .nullable(),
  health: z.object({ before: z.number().nullable(), after: z.number().nullable() }),
  findings: z.object({
    appeared: z.array(findingOfAgentSchema),
    gone: z.array(findingOfAgentSchema),
    standing: count,
  }),
  metrics: z.array(z.object({ agent: z.string(), name: z.string(), before: z.number(), after: z.number() })),
  artifacts: z.array(
    z.object({
      path: z.string(),
      agent: z.string(),
      generations: count,
      sinceThen: count,
      lastRunId: z.string(),
      lastAt: z.string(),
    }),
  ),
});

export const trendPointSchema: z.ZodType<TrendPoint> = z.object({
  ...summaryShape,
  health: z.number().nullable(),
  findings: findingCountsSchema,
});

export const pastValueSchema: z.ZodType<PastValue> = z.object({
  runId: z.string(),
  at: z.string(),
  value: jsonSchema,
});

export const runReportSchema: z.ZodType<RunReport> = z.object({
  ...summaryShape,
  asOf: count,
  params: paramsSchema,
  options: runOptionsSchema,
  definition: z.string(),
  executions: z.array(executionReportSchema),
});

export const whyReportSchema: z.ZodType<WhyReport> = z.object({
  runId: z.string(),
  stage: z.string(),
  agent: z.string(),
  status: z.enum(executionStatuses),
  summary: z.string(),
  steps: z.array(z.object({ at: z.string(), text: z.string() })),
});

export const planReportSchema: z.ZodType<PlanReport> = z.object({
  pipeline: z.string(),
  definition: z.string(),
  levels: z.array(z.array(z.string())),
  executions: z.array(
    z.object({
      stage: z.string(),
      agent: z.string(),
      needs: z.array(z.string()),
      expectedMs: milliseconds.nullable(),
    }),
  ),
  criticalPath: z.object({ stages: z.array(z.string()), expectedMs: milliseconds.nullable() }),
  widestLevel: z.object({ level: z.int(), executions: count }),
  widestAntichain: z.array(z.string()),
  redundantNeeds: z.array(z.object({ stage: z.string(), need: z.string() })),
  estimate: z.object({
    makespanMs: milliseconds.nullable(),
    sequentialMs: milliseconds.nullable(),
    knownExecutions: count,
  }),
});

export const agentReportSchema: z.ZodType<AgentReport> = z.object({
  name: z.string(),
  description: nullableText,
  program: z.string(),
  clusters: z.array(z.string()),
  priority: z.number(),
  last: z
    .object({
      runId: z.string(),
      status: z.enum(executionStatuses),
      at: z.string(),
      durationMs: milliseconds,
    })
    .nullable(),
  recent: z.array(z.enum(executionStatuses)),
});

export const clusterReportSchema: z.ZodType<ClusterReport> = z.object({
  id: z.string(),
  name: z.string(),
  system: z.enum(clusterSystems).nullable(),
  agents: z.array(agentReportSchema),
  concurrency: z.int().nullable(),
});

export const phaseReportSchema: z.ZodType<PhaseReport> = z.object({
  id: z.string(),
  name: z.string(),
  clusters: z.array(z.string()),
  pipeline: nullableText,
  last: runSummarySchema.nullable(),
});

const parameterSchema: z.ZodType<ParameterDefinition> = z.object({
  name: z.string(),
  type: z.enum(['string', 'number', 'integer', 'boolean', 'json']),
  default: jsonSchema.exactOptional(),
  description: nullableText,
});

const definitionReportSchema: z.ZodType<DefinitionReport> = z.object({
  file: nullableText,
  agents: z.array(agentReportSchema),
  clusters: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      system: z.enum(clusterSystems).nullable(),
      agents: z.array(z.string()),
      concurrency: z.int().nullable(),
    }),
  ),
  phases: z.array(phaseReportSchema),
  pipelines: z.array(
    z.object({
      name: z.string(),
      description: nullableText,
      params: z.array(parameterSchema),
      stages: z.array(z.object({ name: z.string(), agents: z.array(z.string()) })),
    }),
  ),
});

export const workspaceReportSchema: z.ZodType<WorkspaceReport> = z.object({
  asOf: count,
  definition: definitionReportSchema.nullable(),
  problem: nullableText,
  runs: z.array(runSummarySchema),
});

export const engineStatusSchema: z.ZodType<EngineStatus> = z.object({
  pid: z.int(),
  version: z.string(),
  workspace: z.string(),
  startedAt: z.string(),
  clients: count,
  lastSeq: count,
  activeRuns: z.array(runSummarySchema),
  limits: z.object({ concurrency: z.number(), cpu: z.number(), memory: z.number() }),
  inUse: z.object({ slots: z.number(), cpu: z.number(), memory: z.number() }),
  waiting: count,
  residentMemory: z.number(),
});

export const logPieceSchema: z.ZodType<LogPiece> = z.object({
  text: z.string(),
  next: count,
  size: count,
  open: z.boolean(),
});

export const cacheReportSchema: z.ZodType<CacheReport> = z.object({
  entries: count,
  bytes: count,
  hits: count,
  misses: count,
});

export const resumeReportSchema: z.ZodType<ResumeReport> = z.object({
  runId: z.string(),
  resumed: z.boolean(),
  message: z.string(),
});
