import { nearest } from '../common/nearest.ts';
import { err, ok, type Result } from '../common/result.ts';
import type { RecordedExecution } from '../journal/run-records.ts';
import type { EarlierExecution } from '../kernel/scheduler/scheduler-event.ts';
import type { Plan } from '../model/plan.ts';
import { isDone, isExecutionEnd } from '../model/status.ts';

/** For each execution of the plan what is known of it, and whether it runs again. */
export interface ResumePlan {
  readonly earlier: readonly (EarlierExecution | undefined)[];
  readonly recorded: readonly (RecordedExecution | undefined)[];
}

/**
 * What a resumed run does again: exactly what had not succeeded or was undone since; with `from` also that agent and
 * everything after it.
 *
 * @param successes what succeeded and was not undone, in the order of success
 * @param from `AGENT` or `STAGE/AGENT`
 */
export function planResume(
  plan: Plan,
  executions: readonly RecordedExecution[],
  successes: readonly RecordedExecution[],
  from: string | null,
): Result<ResumePlan, string> {
  const repeated = from === null ? ok(new Set<number>()) : everythingFrom(plan, from);
  if (!repeated.ok) return repeated;
  const known = new Map(executions.map((execution) => [`${execution.stage}\0${execution.agent}`, execution]));
  const recorded = plan.executions.map(({ stage, agent }) =>
    known.get(`${plan.stages[stage]?.definition.name}\0${agent.name}`),
  );
  const order = new Map(successes.map((execution, place) => [execution.executionId, place]));
  const earlier = recorded.map((execution, index): EarlierExecution | undefined => {
    if (!execution) return undefined;
    const stands = isDone(execution.status) && !execution.undone;
    return {
      status: isExecutionEnd(execution.status) ? execution.status : 'interrupted',
      attempts: execution.attempts,
      exitCode: execution.exitCode,
      durationMs: execution.durationMs,
      reason: execution.reason,
      order: order.get(execution.executionId) ?? null,
      again: !stands || repeated.value.has(index),
    };
  });
  return ok({ earlier, recorded });
}

/** An agent, or each of its places in the plan, and everything that comes after. */
function everythingFrom(plan: Plan, from: string): Result<Set<number>, string> {
  const nameOf = (index: number): string => {
    const execution = plan.executions[index];
    return `${plan.stages[execution?.stage ?? -1]?.definition.name}/${execution?.agent.name}`;
  };
  const first = plan.executions.filter(({ index, agent }) => agent.name === from || nameOf(index) === from);
  if (first.length === 0) {
    const names = plan.executions.flatMap(({ index, agent }) => [agent.name, nameOf(index)]);
    const near = nearest(from, names);
    return err(`the run has no agent '${from}'${near === undefined ? '' : `; did you mean '${near}'?`}`);
  }
  const again = new Set<number>();
  const stages = new Set<number>();
  const open: number[] = [];
  for (const { index, stage } of first) {
    const planned = plan.stages[stage];
    if (!planned) continue;
    again.add(index);
    if (!planned.definition.parallel)
      for (const later of planned.executions.slice(planned.executions.indexOf(index))) again.add(later);
    open.push(...planned.before);
  }
  for (let stage = open.pop(); stage !== undefined; stage = open.pop()) {
    if (stages.has(stage)) continue;
    stages.add(stage);
    for (const index of plan.stages[stage]?.executions ?? []) again.add(index);
    open.push(...(plan.stages[stage]?.before ?? []));
  }
  return ok(again);
}
