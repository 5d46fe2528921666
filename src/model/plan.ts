import type { AgentDefinition, StageDefinition } from './definition.ts';

/** One execution of a plan before it has an id: an agent at its place in a stage. */
export interface PlanExecution {
  /** Index in `Plan.executions`. */
  readonly index: number;
  /** Index in `Plan.stages`. */
  readonly stage: number;
  readonly agent: AgentDefinition;
  /** Expected milliseconds, from history; null where there is none. */
  readonly expectedMs: number | null;
  /** Length of the longest path from the start of this execution to the end of the plan: milliseconds, or executions where nothing is known. */
  readonly remaining: number;
}

export interface PlanStage {
  readonly index: number;
  readonly definition: StageDefinition;
  /** Indices in `Plan.executions`, in the order of the definition. */
  readonly executions: readonly number[];
  /** Stages that must have ended before. */
  readonly after: readonly number[];
  /** Whether a failure of what it follows skips this stage (it names them in `needs`). */
  readonly strict: boolean;
  /** Stages that wait for this one. */
  readonly before: readonly number[];
}

/** A pipeline made ready to run: stages and executions as a graph without cycles. */
export interface Plan {
  readonly pipeline: string;
  readonly stages: readonly PlanStage[];
  readonly executions: readonly PlanExecution[];
}
