import * as z from 'zod';
import {
  type BreakpointSpec,
  changeableParts,
  type DebugEndpoint,
  type DebugState,
  debugRuntimes,
  type EvaluatedExpression,
  type ExceptionBreakpoint,
  type ExecutionInspection,
  exceptionFilters,
  pauseReasons,
  type RunPause,
  stepKinds,
} from '../model/debug.ts';
import { executionStatuses, runStatuses } from '../model/status.ts';
import { method, name } from './method.ts';
import { holdCauseSchema, jsonSchema } from './report-schemas.ts';

const done = z.null();
const text = z.string().max(10_000);
const session = z.string().min(8).max(256);
const by = z.string().min(1).max(256);

/** More breakpoints than a debugger needs. */
const mostBreakpoints = 10_000;

const breakpointSchema: z.ZodType<BreakpointSpec> = z.strictObject({
  id: z.int(),
  place: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('stage'), stage: name }),
    z.strictObject({ kind: z.literal('agent'), agent: name, stage: name.nullable() }),
  ]),
  condition: text.nullable(),
  hitCondition: text.nullable(),
  logMessage: text.nullable(),
  isFunction: z.boolean(),
});

const exceptionSchema: z.ZodType<ExceptionBreakpoint> = z.strictObject({
  filter: z.enum(exceptionFilters),
  condition: text.nullable(),
});

const settings = {
  breakpoints: z.array(breakpointSchema).max(mostBreakpoints).readonly(),
  exceptions: z.array(exceptionSchema).max(100).readonly(),
};

/** The debugger that starts a run. */
export const launchedBySchema = z.strictObject({
  session,
  by,
  ...settings,
  stopOnEntry: z.boolean(),
  intoAgents: z.boolean(),
});

const pauseSchema: z.ZodType<RunPause> = z.object({
  reason: z.enum(pauseReasons),
  place: z
    .object({
      stage: z.string(),
      agent: z.string().nullable(),
      executionId: z.string().nullable(),
      at: z.enum(['start', 'end']),
    })
    .nullable(),
  breakpoints: z.array(z.object({ session: z.string(), id: z.int() })).readonly(),
  by: z.string(),
  text: z.string().nullable(),
  failure: z.enum(exceptionFilters).optional(),
});

const stateSchema: z.ZodType<DebugState> = z.object({
  runId: z.string(),
  status: z.enum(runStatuses),
  pause: pauseSchema.nullable(),
  seq: z.int(),
});

const endpointSchema: z.ZodType<DebugEndpoint> = z.object({
  runtime: z.enum(debugRuntimes),
  host: z.string(),
  port: z.int(),
  waits: z.boolean(),
  program: z.string().nullable(),
});

const jsonObject = z.record(z.string(), jsonSchema);

const inspectionSchema: z.ZodType<ExecutionInspection> = z.object({
  executionId: z.string(),
  stage: z.string(),
  agent: z.string(),
  status: z.enum(executionStatuses),
  attempt: z.int(),
  changeable: z.boolean(),
  inputs: z.object({ with: jsonObject, params: jsonObject, outputs: jsonObject }),
  environment: z.record(z.string(), z.string()),
  outputs: jsonObject,
  metrics: z.record(z.string(), z.number()),
  resources: z.object({
    cpu: z.number(),
    memory: z.number(),
    priority: z.number(),
    timeoutMs: z.number().nullable(),
    pid: z.int().nullable(),
    durationMs: z.number().nullable(),
    held: z.object({ cause: holdCauseSchema, reason: z.string() }).nullable(),
    logBytes: z.number().nullable(),
    running: z.int(),
  }),
  locks: z
    .array(
      z.object({
        name: z.string(),
        slots: z.int(),
        held: z.boolean(),
        holders: z.array(z.string()).readonly(),
      }),
    )
    .readonly(),
});

const evaluatedSchema: z.ZodType<EvaluatedExpression> = z.object({ value: jsonSchema, type: z.string() });

const debugged = { run: name, session };
const at = z.int().min(0).nullable();

/** What a debugger may call. */
export const debugMethods = {
  'debug/attach': method(z.strictObject({ run: name, session, by, ...settings }), stateSchema),
  'debug/detach': method(z.strictObject(debugged), done),
  'debug/configure': method(z.strictObject({ ...debugged, ...settings }), done),
  'debug/pause': method(z.strictObject(debugged), done),
  'debug/continue': method(z.strictObject(debugged), done),
  'debug/step': method(z.strictObject({ ...debugged, kind: z.enum(stepKinds) }), done),
  'debug/go-to': method(z.strictObject({ ...debugged, stage: name }), done),
  'debug/restart': method(z.strictObject({ ...debugged, stage: name, executionId: name.nullable() }), done),
  'debug/step-back': method(z.strictObject(debugged), done),
  'debug/change': method(
    z.strictObject({
      ...debugged,
      executionId: name,
      part: z.enum(changeableParts),
      path: z.array(z.union([z.string(), z.int()])).max(100),
      value: jsonSchema,
    }),
    done,
  ),
  'debug/inspect': method(z.strictObject({ run: name, executionId: name, at }), inspectionSchema),
  'debug/evaluate': method(
    z.strictObject({ run: name, stage: name, executionId: name.nullable(), expression: text, at }),
    evaluatedSchema,
  ),
  'debug/attach-to-process': method(z.strictObject({ run: name, executionId: name }), endpointSchema),
} as const;
