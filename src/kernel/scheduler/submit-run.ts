import { isDone } from '../../model/status.ts';
import { closedBreaker } from './circuit-breaker.ts';
import { randomStream } from './random.ts';
import { beginDebug } from './run-debug.ts';
import type { Submission } from './scheduler-event.ts';
import { type ExecutionState, type RunState, refOf, type StageState, type Turn } from './scheduler-state.ts';

/** Takes in a run, new or resumed: what was done stays done, the rest is queued, and the first stages may start. */
export function submitRun(turn: Turn, submission: Submission): void {
  const { state, effects } = turn;
  const { plan, executionIds, earlier, debug } = submission;
  state.capacity.limits = submission.limits;
  for (const [agent, breaker] of submission.breakers) {
    if (!state.breakers.has(agent)) state.breakers.set(agent, { ...breaker, trial: false });
  }
  const executions: ExecutionState[] = [];
  const run: RunState = {
    id: submission.runId,
    number: state.submitted++,
    plan,
    options: submission.options,
    clustersOf: limitedClusters(submission),
    startedAt: submission.startedAt,
    random: randomStream(submission.runId),
    stages: [],
    executions,
    pending: 0,
    running: 0,
    successes: 0,
    stopping: null,
    debug: debug && beginDebug(debug.intoAgents, debug.stopOnEntry ? { to: 'entry', by: debug.by } : null),
    trail: [],
    undo: null,
  };
  for (const planned of plan.executions) {
    const known = earlier[planned.index];
    const done = known !== undefined && !known.again;
    const execution: ExecutionState = {
      id: executionIds[planned.index] as string,
      run,
      planned,
      phase: done ? 'ended' : 'waiting',
      attempts: known?.attempts ?? 0,
      tries: 0,
      readyAt: 0,
      startedAt: 0,
      heldCause: null,
      verdict: null,
      debugged: false,
      rewinding: null,
      stopping: null,
      startReason: null,
      durationMs: done ? known.durationMs : 0,
      exitCode: done ? known.exitCode : null,
      end: done ? { status: known.status, reason: known.reason } : null,
      order: done ? known.order : null,
    };
    if (!done) run.pending += 1;
    if (execution.order !== null) run.successes = Math.max(run.successes, execution.order + 1);
    if (planned.agent.breaker && !state.breakers.has(planned.agent.name))
      state.breakers.set(planned.agent.name, closedBreaker());
    executions.push(execution);
    state.executions.set(execution.id, execution);
  }
  for (const planned of plan.stages) {
    const members = planned.executions.map((index) => executions[index] as ExecutionState);
    const stage: StageState = {
      planned,
      phase: 'waiting',
      pendingAfter: planned.after.length,
      cursor: 0,
      pending: members.filter((execution) => execution.phase !== 'ended').length,
      // A stage that was let in before is not asked again for what is left of it.
      admitted:
        planned.definition.when === null ||
        members.some((execution) => isDone(execution.end?.status ?? 'queued')),
      result: null,
      forced: false,
    };
    run.stages.push(stage);
    if (stage.pendingAfter === 0) turn.unblocked.push({ run, stage });
  }
  state.runs.set(run.id, run);
  for (const execution of executions) {
    if (execution.phase !== 'ended')
      effects.push({ type: 'record', body: { type: 'execution.queued', ...refOf(execution) } });
  }
  // The list is worked off from its end: the first stage of the definition shall come first.
  turn.unblocked.reverse();
}

/** For each agent, the clusters it belongs to that have a limit of their own. */
function limitedClusters(submission: Submission): RunState['clustersOf'] {
  const clustersOf = new Map<string, { id: string; limit: number }[]>();
  for (const cluster of submission.clusters) {
    if (cluster.concurrency === null) continue;
    for (const agent of cluster.agents) {
      const list = clustersOf.get(agent) ?? [];
      list.push({ id: cluster.id, limit: cluster.concurrency });
      clustersOf.set(agent, list);
    }
  }
  return clustersOf;
}
