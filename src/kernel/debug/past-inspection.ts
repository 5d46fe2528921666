import type { Json } from '../../common/json.ts';
import type { ExecutionInspection, InspectedLock } from '../../model/debug.ts';
import type { ActiveRun } from '../active-run.ts';
import { attemptOf, type PastExecution } from './past-execution.ts';
import type { PastMoment } from './past-run.ts';
import { redactFor } from './redact-for.ts';

/** What stands in place of a secret that the run was given, whose value is recorded nowhere. */
const secretValue = '***';

/**
 * What an execution had, got and gave at a moment of the past; null where the definition did not have it then.
 *
 * @param now ms since the epoch, for an attempt that runs: when that moment is the present
 *
 * `logBytes` is known where the record tells it: 0 before the first attempt, and from the end of an attempt until the
 * next one starts. While an attempt ran nobody noted it, nor did older versions: then it is null.
 */
export function pastInspection(
  moment: PastMoment,
  executionId: string,
  now = moment.now,
): ExecutionInspection | null {
  const { active } = moment;
  const execution = moment.executions.get(executionId);
  const index = active.indexOf(executionId);
  if (!execution || index === undefined) return null;
  const { resources, priority, timeoutMs } = active.agentOf(index);
  const { with: parameters, params, outputs } = active.inputOf(index);
  const said = moment.saidBy(executionId);
  const running = [...moment.executions.values()].filter(({ status }) => status === 'running').length;
  return {
    executionId,
    stage: execution.stage,
    agent: execution.agent,
    status: execution.status,
    attempt: attemptOf(execution),
    changeable: false,
    inputs: { with: parameters, params, outputs: copy(outputs) },
    environment: environmentOf(moment, index),
    outputs: copy(said?.outputs ?? {}),
    metrics: copy(said?.metrics ?? {}),
    resources: {
      cpu: resources.cpu,
      memory: resources.memory,
      priority,
      timeoutMs,
      pid: execution.pid,
      durationMs: durationOf(execution, now),
      held: execution.held,
      logBytes: execution.logBytes,
      running,
    },
    locks: locksOf(moment, executionId, index),
  };
}

/** What the run goes on with must not change what was answered. */
function copy<T extends Json>(values: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(values));
}

function durationOf({ status, startedAt, durationMs }: PastExecution, now: number): number | null {
  return status === 'running' && startedAt !== null ? Math.max(0, now - startedAt) : durationMs;
}

function environmentOf({ active, secrets }: PastMoment, index: number): Record<string, string> {
  const shown = Object.entries(active.givenTo(index).env).map(([name, text]) => [
    name,
    redactVariable(active, name, text),
  ]);
  return { ...Object.fromEntries(shown), ...Object.fromEntries(secrets.map((name) => [name, secretValue])) };
}

/** The name of a variable may say that its value is a secret. */
function redactVariable(active: ActiveRun, name: string, text: string): string {
  const shown = redactFor(active, `${name}=${text}`);
  return shown.startsWith(`${name}=`) ? shown.slice(name.length + 1) : secretValue;
}

/** The locks that its agent declares, and those that it took or waited for while it ran. */
function locksOf(moment: PastMoment, executionId: string, index: number): InspectedLock[] {
  const { active, definition, locks } = moment;
  const declared = new Map(
    definition.agents.flatMap((agent) => agent.locks.map(({ name, slots }) => [name, slots] as const)),
  );
  const own = active.agentOf(index).locks.map(({ name }) => name);
  return [...new Set([...own, ...locks.namesOf(executionId)])].map((name) => ({
    name,
    slots: declared.get(name) ?? 1,
    held: locks.isHeldBy(name, executionId),
    holders: [
      ...new Set([
        ...locks.holdersOf(name).map((id) => nameOf(moment, id)),
        ...locks.toldTo(executionId, name),
      ]),
    ],
  }));
}

function nameOf({ executions }: PastMoment, executionId: string): string {
  const execution = executions.get(executionId);
  return execution ? `${execution.stage}/${execution.agent}` : executionId;
}
