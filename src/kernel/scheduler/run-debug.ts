import type { Point, RunDebug, Step } from './scheduler-state.ts';

/** Debugging as it begins. */
export function beginDebug(intoAgents: boolean, step: Step | null): RunDebug {
  return { pause: null, stopped: null, waiting: [], asked: new Map(), step, intoAgents };
}

/** Whether a place still is one: nobody has ended or taken back what stands there. */
export function isAlive(point: Point): boolean {
  if (point.kind === 'stage') return point.stage.phase === 'at-point';
  return point.execution.phase === (point.kind === 'end' ? 'at-end' : 'at-start');
}
