import type { RunPause } from '../model/debug.ts';
import type { Range } from '../pipeline/definition-positions.ts';
import type { DefinitionLines } from './definition-lines.ts';
import type { RunThread } from './threads.ts';

/** A frame of the stack of a thread. */
export interface RunFrame {
  readonly level: 'execution' | 'stage' | 'pipeline';
  readonly name: string;
  readonly thread: RunThread;
  /** Where it stands in the definition; null where it is not in there any more. */
  readonly range: Range | null;
}

/**
 * The stack of a thread, the top first: execution, stage, pipeline; where the run stands at the thread's stage itself,
 * the stage is the top.
 */
export function framesOf(
  thread: RunThread,
  pipeline: string,
  pause: RunPause | null,
  lines: DefinitionLines,
): readonly RunFrame[] {
  const range = lines.pipelineRange(pipeline);
  const bottom: RunFrame = { level: 'pipeline', name: pipeline, thread, range };
  if (!thread.execution) return [bottom];
  const { stage, agent } = thread.execution;
  const ofStage: RunFrame = {
    level: 'stage',
    name: stage,
    thread,
    range: lines.stageRange(pipeline, stage),
  };
  const place = pause?.place;
  if (place && place.agent === null && place.stage === stage) return [ofStage, bottom];
  const ofAgent: RunFrame = {
    level: 'execution',
    name: agent,
    thread,
    range: lines.agentRange(pipeline, stage, agent),
  };
  return [ofAgent, ofStage, bottom];
}
