import * as z from 'zod';
import { debugMethods, launchedBySchema } from './debug-schemas.ts';
import { buildProgressSchema, libraryMethods, searchMethod } from './library-schemas.ts';
import { method, name } from './method.ts';
import {
  agentReportSchema,
  attemptReportSchema,
  cacheReportSchema,
  changesReportSchema,
  clusterReportSchema,
  engineStatusSchema,
  eventSchema,
  findingsReportSchema,
  healthReportSchema,
  jsonSchema,
  logPieceSchema,
  paramsSchema,
  pastValueSchema,
  phaseReportSchema,
  planReportSchema,
  resumeReportSchema,
  runOptionsSchema,
  runReportSchema,
  runSummarySchema,
  systemsReportSchema,
  trendPointSchema,
  whyReportSchema,
  workspaceReportSchema,
} from './report-schemas.ts';

/** Rises when a client and an engine of different versions could misunderstand each other. */
export const protocolVersion = 1;

/** Who speaks: which face it is. Agents are recognised by their token. */
export const clientKinds = ['cli', 'vscode', 'debug', 'mcp', 'agent', 'test'] as const;
export type ClientKind = (typeof clientKinds)[number];

/** What a client may wish for the runs that nobody watches any more. */
export const whenAloneWishes = ['keep', 'cancel'] as const;
export type WhenAlone = (typeof whenAloneWishes)[number];

const nothing = z.strictObject({});
const done = z.null();
const seq = z.int().min(0);
const secrets = z.record(z.string(), z.string());

/** The longest piece of a log that one answer holds, bytes. */
export const maxLogPiece = 1024 * 1024;

/** The first message of every connection; nothing else is answered before. */
export const initializeSchemas = method(
  z.strictObject({
    token: z.string().min(1).max(1024),
    client: z.enum(clientKinds),
    version: z.string().max(256),
    protocol: z.int().default(protocolVersion),
    /** False: the engine need not wait for anybody when this client leaves. */
    linger: z.boolean().default(false),
  }),
  z.object({
    pid: z.int(),
    version: z.string(),
    protocol: z.int(),
    workspace: z.string(),
    startedAt: z.string(),
    role: z.enum(['client', 'agent']),
    /** What people should know of the state of the workspace. */
    notices: z.array(z.string()).readonly(),
  }),
);
export type InitializeResult = z.infer<(typeof initializeSchemas)['result']>;

/** The engine's own systems, as they are now. */
const systems = method(nothing, systemsReportSchema);

/** What a face may call. */
export const clientMethods = {
  'engine/status': method(nothing, engineStatusSchema),
  'engine/systems': systems,
  /** Answers before the engine begins to stop. */
  'engine/stop': method(
    z.strictObject({ mode: z.enum(['cancel', 'when-idle']) }),
    z.object({ activeRuns: z.int() }),
  ),
  'pipeline/plan': method(z.strictObject({ pipeline: name, params: paramsSchema }), planReportSchema),
  'run/list': method(
    z.strictObject({
      limit: z.int().min(1).max(10_000),
      pipeline: name.optional(),
      /** True: archived ones are among them. Default: they are not. */
      archived: z.boolean().optional(),
    }),
    z.array(runSummarySchema).readonly(),
  ),
  'run/show': method(z.strictObject({ run: name }), runReportSchema),
  'run/why': method(z.strictObject({ run: name, agent: name }), whyReportSchema),
  /** The attempts of an execution that ended, and the one that runs. */
  'run/attempts': method(z.strictObject({ run: name, agent: name }), z.array(attemptReportSchema).readonly()),
  'run/log': method(
    z.strictObject({ run: name, agent: name, offset: seq, limit: z.int().min(1).max(maxLogPiece) }),
    logPieceSchema,
  ),
  'run/start': method(
    z.strictObject({
      pipeline: name,
      params: paramsSchema,
      options: runOptionsSchema,
      secrets,
      /** The debugger that starts it, and has joined it before anything happens in it. */
      debugger: launchedBySchema.optional(),
    }),
    z.object({ runId: z.string() }),
  ),
  'run/resume': method(
    z.strictObject({
      run: name,
      from: name.nullable(),
      definition: z.enum(['recorded', 'current']),
      /** What is absent is as it was recorded. */
      options: runOptionsSchema.partial(),
      secrets,
    }),
    resumeReportSchema,
  ),
  'run/cancel': method(
    z.strictObject({ run: name, kill: z.boolean(), reason: z.string() }),
    runSummarySchema,
  ),
  /** Pins or archives a run, or takes that back; what is absent stays as it is. */
  'run/mark': method(
    z.strictObject({ run: name, pinned: z.boolean().optional(), archived: z.boolean().optional() }),
    runSummarySchema,
  ),
  /** Everything that a view begins with, of one moment; `runs` at the most, with the archived ones or without. */
  'workspace/report': method(
    z.strictObject({ runs: z.int().min(0).max(10_000), archived: z.boolean() }),
    workspaceReportSchema,
  ),
  /** The health of the workspace, by what its agents told last. */
  'workspace/health': method(nothing, healthReportSchema),
  /** What changed since a run, by the journal and by git; null: since the run before the newest of its pipeline. */
  'workspace/changes': method(z.strictObject({ since: name.nullable() }), changesReportSchema),
  /** The newest runs that ended, oldest first, with their health and their findings. */
  'workspace/trend': method(
    z.strictObject({ limit: z.int().min(1).max(1000), pipeline: name.optional() }),
    z.array(trendPointSchema).readonly(),
  ),
  /** For every agent what its latest execution that began has found. */
  'findings/latest': method(nothing, z.array(findingsReportSchema).readonly()),
  /** What becomes of the runs that go on when this client was the last to leave; `keep` until it says otherwise. */
  'client/when-alone': method(z.strictObject({ whenAlone: z.enum(whenAloneWishes) }), done),
  'definition/agents': method(nothing, z.array(agentReportSchema).readonly()),
  'definition/clusters': method(nothing, z.array(clusterReportSchema).readonly()),
  'definition/phases': method(nothing, z.array(phaseReportSchema).readonly()),
  'cache/report': method(nothing, cacheReportSchema),
  'cache/invalidate': method(z.strictObject({ pattern: name }), cacheReportSchema),
  'cache/clear': method(nothing, cacheReportSchema),
  'cache/export': method(z.strictObject({ path: name }), cacheReportSchema),
  'cache/import': method(z.strictObject({ path: name }), cacheReportSchema),
  'journal/rebuild': method(nothing, z.object({ events: z.int() })),
  /** Every event after `after`, of one run or of all, as `events/batch`: first those that are recorded, then those to come. */
  'events/subscribe': method(
    z.strictObject({ after: seq, runId: name.optional() }),
    z.object({ subscription: z.int(), lastSeq: seq }),
  ),
  'events/unsubscribe': method(z.strictObject({ subscription: z.int() }), done),
  ...debugMethods,
  ...libraryMethods,
} as const;

/** What the process of an execution may call, for itself. */
export const agentMethods = {
  /** Answers when the lock is held. */
  'lock/acquire': method(z.strictObject({ lock: name, slots: z.int().min(1).optional() }), done),
  'lock/release': method(z.strictObject({ lock: name }), done),
  /** Null where nobody set it. */
  'context/get': method(z.strictObject({ name }), jsonSchema),
  'context/set': method(z.strictObject({ name, value: jsonSchema }), done),
  /** What an agent told under a name in earlier executions, newest first; default: this agent. */
  'history/values': method(
    z.strictObject({
      kind: z.enum(['metric', 'output']),
      name,
      agent: name.optional(),
      limit: z.int().min(1).max(1000),
    }),
    z.array(pastValueSchema).readonly(),
  ),
  /** Files that answer a query, the best first. */
  'library/search': searchMethod,
  'engine/systems': systems,
} as const;

/** What the engine tells without being asked. */
export const notifications = {
  'events/batch': z.object({ subscription: z.int(), events: z.array(eventSchema).readonly() }),
  /** To clients that called `library/build` or `library/watch`: how far a build of the library has come; null when it has ended. */
  'library/progress': z.object({ progress: buildProgressSchema.nullable() }),
  /** To the same: something else is found now; at most some times a second. */
  'library/changed': z.object({}),
  /** The engine cannot go on and ends. */
  'engine/failed': z.object({ message: z.string() }),
} as const;

export const methods = { ...clientMethods, ...agentMethods } as const;

export type ClientMethod = keyof typeof clientMethods;
export type AgentMethod = keyof typeof agentMethods;
export type Method = ClientMethod | AgentMethod;
export type ParamsOf<M extends Method> = z.infer<(typeof methods)[M]['params']>;
export type ResultOf<M extends Method> = z.infer<(typeof methods)[M]['result']>;
export type NotificationName = keyof typeof notifications;
export type NotificationOf<N extends NotificationName> = z.infer<(typeof notifications)[N]>;
