import type { StepKind } from '../model/debug.ts';
import type { TimelinePlace } from './timeline.ts';

/** Whether steps stop at a place by themselves: at the end of an attempt only exception filters do. */
export function isStand(place: TimelinePlace): boolean {
  return place.kind !== 'end';
}

/** The next place where a step may stop; the last place where there is none. */
export function nextStand(places: readonly TimelinePlace[], from: number): number {
  return firstAfter(places, from, isStand);
}

/**
 * Where a step forwards from a place leads to, as an index after `from`; the last place where it leads no further.
 *
 * Over a stage: to the next stage. Over an agent: to the next agent or stage; further attempts of its own are passed.
 * Into a stage: to its first agent. Into an agent: to whatever comes next, also its own next attempt. Out: to the next
 * stage. Every step stops where the run ended.
 */
export function stepTarget(places: readonly TimelinePlace[], from: number, kind: StepKind): number {
  const place = places[from];
  const nextStage = (): number =>
    firstAfter(places, from, ({ kind: other }) => other === 'stage' || other === 'run');
  if (kind === 'out') return nextStage();
  if (place?.kind === 'stage') return kind === 'over' ? nextStage() : firstAgent(places, from, place.stage);
  if (kind === 'into' || !place || place.kind === 'run') return nextStand(places, from);
  const { executionId } = place;
  const isAgain = (other: TimelinePlace): boolean =>
    other.kind === 'start' && other.isRetry && other.executionId === executionId;
  return firstAfter(places, from, (other) => isStand(other) && !isAgain(other));
}

/** Where a step back leads to: the place before this one; this one where there is none. */
export function stepBackTarget(places: readonly TimelinePlace[], from: number): number {
  for (let index = from - 1; index >= 0; index--) if (isStand(places[index] as TimelinePlace)) return index;
  return from;
}

/** The first agent of a stage that begins; the next stage where none of it was started. */
function firstAgent(places: readonly TimelinePlace[], from: number, stage: string): number {
  let nextStage = -1;
  for (let index = from + 1; index < places.length; index++) {
    const place = places[index] as TimelinePlace;
    if (place.kind === 'start' && place.stage === stage) return index;
    if (place.kind === 'stage' && nextStage < 0) nextStage = index;
    // It began anew, or the run has ended: whatever comes then is another time.
    if (place.kind === 'run' || (place.kind === 'stage' && place.stage === stage))
      return nextStage < 0 ? index : nextStage;
  }
  return places.length - 1;
}

function firstAfter(
  places: readonly TimelinePlace[],
  from: number,
  isTarget: (place: TimelinePlace) => boolean,
): number {
  for (let index = from + 1; index < places.length; index++)
    if (isTarget(places[index] as TimelinePlace)) return index;
  return places.length - 1;
}
