import * as z from 'zod';
import { UserError } from '../common/errors.ts';
import type { Json } from '../common/json.ts';
import { jsonSchema } from '../rpc/report-schemas.ts';
import { checkArguments } from './check-arguments.ts';

const name = z.string().min(1).max(1024);
const flag = z.boolean();

/** What a launch request may say; what is not named here is ignored. */
const launchSchema = z.object({
  pipeline: name,
  workspace: name.optional(),
  stopOnEntry: flag.default(false),
  params: z.record(z.string(), jsonSchema).default({}),
  noDebug: flag.default(false),
  waitForClient: flag.default(false),
  maxConcurrent: z.int().min(1).nullable().default(null),
  keepGoing: flag.default(false),
  useCache: flag.default(true),
});

/** What an attach request may say; what is not named here is ignored. */
const attachSchema = z.object({
  run: name.default('last'),
  workspace: name.optional(),
  agent: name.optional(),
  replay: flag.default(false),
});

/** A run to start. */
export interface LaunchArguments {
  readonly kind: 'launch';
  /** A pipeline, or `agent:NAME`, or `cluster:ID`. */
  readonly pipeline: string;
  readonly workspace: string;
  readonly stopOnEntry: boolean;
  readonly params: Readonly<Record<string, Json>>;
  /** It runs and stops nowhere. */
  readonly noDebug: boolean;
  /** Every agent that can be is started under its own debugger. */
  readonly waitForClient: boolean;
  readonly maxConcurrent: number | null;
  readonly keepGoing: boolean;
  readonly useCache: boolean;
}

/** A run to join, or to look at. */
export interface AttachArguments {
  readonly kind: 'attach';
  /** An id, the beginning of one, or `last`. */
  readonly run: string;
  readonly workspace: string;
  /** `AGENT` or `STAGE/AGENT`, whose process is to be attached to; null for none. */
  readonly agent: string | null;
  /** It is read from the journal, also where it goes on. */
  readonly replay: boolean;
}

/** Reads the arguments of a launch request. Throws a `UserError` with one message. */
export function readLaunchArguments(args: unknown, defaultWorkspace: string | null): LaunchArguments {
  const { workspace, ...launch } = checkArguments('launch', launchSchema, withoutNulls(args));
  return { kind: 'launch', ...launch, workspace: workspaceOf('launch', workspace, defaultWorkspace) };
}

/** Reads the arguments of an attach request. Throws a `UserError` with one message. */
export function readAttachArguments(args: unknown, defaultWorkspace: string | null): AttachArguments {
  const { workspace, agent, ...attach } = checkArguments('attach', attachSchema, withoutNulls(args));
  const folder = workspaceOf('attach', workspace, defaultWorkspace);
  return { kind: 'attach', ...attach, agent: agent ?? null, workspace: folder };
}

/** Clients write null for what was not set. */
function withoutNulls(args: unknown): unknown {
  if (args === null || typeof args !== 'object' || Array.isArray(args)) return args;
  return Object.fromEntries(Object.entries(args).filter(([, value]) => value !== null));
}

function workspaceOf(request: string, given: string | undefined, fallback: string | null): string {
  const workspace = given ?? fallback;
  if (workspace !== null) return workspace;
  throw new UserError(
    'bad-arguments',
    `${request}: \`workspace\` is missing: name the folder of the pipeline`,
  );
}
