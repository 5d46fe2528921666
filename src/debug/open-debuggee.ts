import type { EngineClient } from '../client/engine-client.ts';
import { errorCode, UserError } from '../common/errors.ts';
import type { ExecutionView } from '../model/run-view.ts';
import { isRunEnd } from '../model/status.ts';
import type { Debuggee } from './debuggee.ts';
import type { AttachArguments, LaunchArguments } from './launch-arguments.ts';
import { LiveRun, type LiveRunDebugger } from './live-run.ts';
import { openRecordedRun } from './recorded-run.ts';
import type { LaunchExtras } from './session-options.ts';

/** Starts the run that a launch request asks for. */
export async function openLaunched(
  client: EngineClient,
  launch: LaunchArguments,
  extras: LaunchExtras | undefined,
  debug: LiveRunDebugger,
): Promise<Debuggee> {
  const { pipeline, params, maxConcurrent, keepGoing, useCache, stopOnEntry, noDebug } = launch;
  const { secrets = {}, missingInterpreter = 'fail' } = extras ?? {};
  const options = { maxConcurrent, keepGoing, useCache, missingInterpreter };
  const how = { stopOnEntry, intoAgents: launch.waitForClient, noDebug };
  return await LiveRun.launch(client, { pipeline, params, options, secrets, ...how }, debug);
}

/** A run as an attach request names it. */
export interface FoundRun {
  readonly runId: string;
  readonly pipeline: string;
  readonly hasEnded: boolean;
}

/** Looks for a run. Errors: `run-unknown`, `run-ambiguous`. */
export async function findRun(client: EngineClient, run: string): Promise<FoundRun> {
  const { runId, pipeline, status } = await client.call('run/show', { run });
  return { runId, pipeline, hasEnded: isRunEnd(status) };
}

/** Joins a run that goes on, or opens the record of one that has ended. */
export async function openAttached(
  client: EngineClient,
  { runId, hasEnded }: FoundRun,
  { replay }: AttachArguments,
  debug: LiveRunDebugger,
): Promise<Debuggee> {
  if (!hasEnded && !replay) {
    try {
      return await LiveRun.attach(client, runId, debug);
    } catch (error) {
      if (errorCode(error) !== 'run-ended') throw error;
    }
  }
  return await openRecordedRun(client, runId, debug);
}

/** The execution of an agent, `AGENT` or `STAGE/AGENT`, that a debugger can be let into. Errors: `unknown-agent`, `not-running`. */
export function runningExecution(debuggee: Debuggee, agent: string): ExecutionView {
  const named = debuggee
    .executions()
    .filter((execution) => execution.agent === agent || `${execution.stage}/${execution.agent}` === agent);
  if (named.length === 0)
    throw new UserError('unknown-agent', `Run ${debuggee.runId} has no agent ${agent}.`);
  const running = named.find(({ status }) => status === 'running');
  if (running && !debuggee.readOnly) return running;
  throw new UserError('not-running', `${agent} does not run now, so there is no process to attach to.`);
}
