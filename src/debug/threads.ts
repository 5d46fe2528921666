import type { RunPause } from '../model/debug.ts';
import type { ExecutionView } from '../model/run-view.ts';
import { isExecutionEnd } from '../model/status.ts';
import type { Debuggee } from './debuggee.ts';

/** A thread of a debugged run: an execution that runs or waits. */
export interface RunThread {
  /** 1 and its place in the plan. */
  readonly id: number;
  readonly name: string;
  /** Null where the run has no execution. */
  readonly execution: ExecutionView | null;
}

/** The threads of a run, in the order of its plan; never none. */
export function threadsOf({ executions, pause, pipeline }: Snapshot): readonly RunThread[] {
  const stopped = stoppedExecution(executions, pause);
  const threads = executions.flatMap((execution, index): RunThread[] => {
    const isThere = execution === stopped || isAtTurn(execution);
    return isThere ? [threadOf(execution, index)] : [];
  });
  if (threads.length > 0) return threads;
  // Nothing has begun yet, or all is over: what comes next stands for the run, or what ran last, or the first.
  const next = executions.findIndex(({ status }) => !isExecutionEnd(status));
  const last = executions.findLastIndex(hasCome);
  const index = next >= 0 ? next : Math.max(0, last);
  const execution = executions[index];
  return [execution ? threadOf(execution, index) : { id: 1, name: pipeline, execution: null }];
}

/** Whether an execution had its turn before the run ended; one that was cached has no attempt. */
function hasCome({ status, attempts }: ExecutionView): boolean {
  return attempts > 0 || (status !== 'skipped' && status !== 'interrupted' && status !== 'cancelled');
}

/** Whether an execution runs or waits for its start. */
export function isAtTurn({ status }: ExecutionView): boolean {
  return status === 'running' || status === 'held' || status === 'retrying';
}

/** What threads are made of, at one moment. */
export interface Snapshot {
  readonly executions: readonly ExecutionView[];
  readonly pause: RunPause | null;
  readonly pipeline: string;
}

/** A debuggee at this moment. */
export function snapshotOf(debuggee: Debuggee): Snapshot {
  return { executions: debuggee.executions(), pause: debuggee.pause, pipeline: debuggee.pipeline };
}

/** The thread of an id, whether it runs or not. */
export function threadById(snapshot: Snapshot, id: number): RunThread | null {
  const execution = snapshot.executions[id - 1];
  if (execution) return threadOf(execution, id - 1);
  return threadsOf(snapshot).find((thread) => thread.id === id) ?? null;
}

/** The thread that an event is about: the one where the run stands, else the first. */
export function currentThread(snapshot: Snapshot): RunThread {
  const stopped = stoppedExecution(snapshot.executions, snapshot.pause);
  const threads = threadsOf(snapshot);
  return (threads.find(({ execution }) => execution === stopped) ?? threads[0]) as RunThread;
}

/** The execution where a run stands; of a stage the first one. Null where it stands nowhere. */
function stoppedExecution(
  executions: readonly ExecutionView[],
  pause: RunPause | null,
): ExecutionView | null {
  const place = pause?.place;
  if (!place) return null;
  const found =
    place.executionId === null
      ? executions.find(({ stage }) => stage === place.stage)
      : executions.find(({ executionId }) => executionId === place.executionId);
  return found ?? null;
}

function threadOf(execution: ExecutionView, index: number): RunThread {
  return { id: index + 1, name: `${execution.stage}/${execution.agent}`, execution };
}
