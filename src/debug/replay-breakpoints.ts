import { isUserError, UserError } from '../common/errors.ts';
import type { Json } from '../common/json.ts';
import { err, ok, type Result } from '../common/result.ts';
import { type HitCondition, parseHitCondition } from '../kernel/debug/hit-condition.ts';
import { partsOfLogMessage, textOf } from '../kernel/debug/log-message.ts';
import { RunDebuggers } from '../kernel/debug/run-debuggers.ts';
import type { BreakpointSpec, DebuggerSettings, ExceptionBreakpoint, RunPause } from '../model/debug.ts';
import type { TimelinePlace } from './timeline.ts';

/** Evaluates CEL as it would have been seen at a place. Errors: `bad-expression`. */
export type EvaluateAt = (place: TimelinePlace, expression: string) => Promise<Json>;

/** What a place of the record means to the breakpoints. */
export interface ReplayJudgement {
  /** Null lets it pass. */
  readonly pause: Omit<RunPause, 'place' | 'by'> | null;
  /** Log points that tell something when one comes past going forwards. */
  readonly logs: readonly BreakpointSpec[];
}

interface Breakpoint {
  readonly spec: BreakpointSpec;
  readonly hitCondition: HitCondition | null;
  /** By the index of a place: whether its condition is met there. */
  readonly met: Map<number, Result<boolean, string>>;
  /** By the index of a place: the how many-th hit it is. */
  readonly hits: Map<number, number>;
  /** Places that were counted. */
  counted: number;
  total: number;
}

const passes: ReplayJudgement = { pause: null, logs: [] };

/**
 * Breakpoints over the record of a run. What they mean at a place does not depend on how one got there: a hit is
 * counted from the beginning of the record, whether one goes forwards or backwards, so that both stop at the same
 * places. Expressions are evaluated once for a place, and only where a breakpoint stands.
 */
export class ReplayBreakpoints {
  readonly #session: string;
  readonly #breakpoints: readonly Breakpoint[];
  readonly #exceptions: readonly ExceptionBreakpoint[];
  readonly #caught = new Map<string, boolean>();
  readonly #evaluate: EvaluateAt;

  /** Errors: `bad-breakpoint`. */
  constructor(session: string, settings: DebuggerSettings, evaluate: EvaluateAt) {
    // The same words for the same mistakes as in a run that goes on.
    const read = new RunDebuggers().join({ session, by: '', ...settings });
    if (!read.ok) throw new UserError('bad-breakpoint', read.error);
    this.#session = session;
    this.#evaluate = evaluate;
    this.#exceptions = settings.exceptions;
    this.#breakpoints = settings.breakpoints.map((spec) => {
      const hitCondition = spec.hitCondition === null ? null : parseHitCondition(spec.hitCondition);
      return {
        spec,
        hitCondition: hitCondition?.ok ? hitCondition.value : null,
        met: new Map(),
        hits: new Map(),
        counted: 0,
        total: 0,
      };
    });
  }

  /** What a place means. Several that follow each other are best asked for in their order. */
  async judge(places: readonly TimelinePlace[], index: number): Promise<ReplayJudgement> {
    const place = places[index];
    if (!place || place.kind === 'run') return passes;
    if (place.kind === 'end') return await this.#judgeEnd(place, index);
    const hit: BreakpointSpec[] = [];
    const logs: BreakpointSpec[] = [];
    let text: string | null = null;
    for (const breakpoint of this.#breakpoints) {
      const { spec, hitCondition } = breakpoint;
      if (!standsAt(spec, place)) continue;
      const met = await this.#met(breakpoint, place, index);
      if (met.ok && !met.value) continue;
      if (hitCondition && !hitCondition(await this.#hits(breakpoint, places, index))) continue;
      if (!met.ok) text ??= `the condition ${spec.condition} cannot be evaluated: ${met.error}`;
      else if (spec.logMessage !== null) {
        logs.push(spec);
        continue;
      }
      hit.push(spec);
    }
    if (hit.length === 0) return logs.length === 0 ? passes : { pause: null, logs };
    const reason = hit.every(({ isFunction }) => isFunction) ? 'function breakpoint' : 'breakpoint';
    const breakpoints = hit.map(({ id }) => ({ session: this.#session, id }));
    return { pause: { reason, breakpoints, text }, logs };
  }

  /** What a log point tells at a place. */
  async message({ logMessage }: BreakpointSpec, place: TimelinePlace): Promise<string> {
    const parts = partsOfLogMessage(logMessage ?? '');
    if (!parts.ok) return parts.error;
    const texts: string[] = [];
    for (const part of parts.value) {
      if (typeof part === 'string') texts.push(part);
      else {
        const value = await this.#value(place, part.text);
        texts.push(value.ok ? textOf(value.value) : `{${part.text}: ${value.error}}`);
      }
    }
    return texts.join('');
  }

  async #judgeEnd(
    place: Extract<TimelinePlace, { readonly kind: 'end' }>,
    index: number,
  ): Promise<ReplayJudgement> {
    const { filters, reason } = place.failure;
    for (const { filter, condition } of this.#exceptions) {
      if (!filters.includes(filter)) continue;
      const key = `${index} ${condition}`;
      let caught = condition === null || this.#caught.get(key);
      if (caught === undefined) {
        const met = await this.#condition(place, condition ?? '');
        // One that cannot be evaluated stops: what it was meant to catch may be just that.
        caught = !met.ok || met.value;
        this.#caught.set(key, caught);
      }
      if (caught)
        return { pause: { reason: 'exception', breakpoints: [], text: reason, failure: filter }, logs: [] };
    }
    return passes;
  }

  async #met(breakpoint: Breakpoint, place: TimelinePlace, index: number): Promise<Result<boolean, string>> {
    const { condition } = breakpoint.spec;
    if (condition === null) return ok(true);
    let met = breakpoint.met.get(index);
    if (!met) {
      met = await this.#condition(place, condition);
      breakpoint.met.set(index, met);
    }
    return met;
  }

  async #hits(breakpoint: Breakpoint, places: readonly TimelinePlace[], index: number): Promise<number> {
    for (; breakpoint.counted <= index; breakpoint.counted++) {
      const at = breakpoint.counted;
      const place = places[at] as TimelinePlace;
      if (!standsAt(breakpoint.spec, place)) continue;
      const met = await this.#met(breakpoint, place, at);
      if (met.ok && !met.value) continue;
      breakpoint.total += 1;
      breakpoint.hits.set(at, breakpoint.total);
    }
    return breakpoint.hits.get(index) ?? 0;
  }

  async #condition(place: TimelinePlace, condition: string): Promise<Result<boolean, string>> {
    const value = await this.#value(place, condition);
    if (!value.ok) return value;
    if (typeof value.value === 'boolean') return ok(value.value);
    return err(`it gives ${JSON.stringify(value.value)}, which is neither true nor false`);
  }

  async #value(place: TimelinePlace, expression: string): Promise<Result<Json, string>> {
    try {
      return ok(await this.#evaluate(place, expression));
    } catch (error) {
      if (isUserError(error) && error.code === 'bad-expression') return err(error.message);
      throw error;
    }
  }
}

function standsAt({ place: wanted }: BreakpointSpec, place: TimelinePlace): boolean {
  if (wanted.kind === 'stage') return place.kind === 'stage' && wanted.stage === place.stage;
  return (
    place.kind === 'start' &&
    wanted.agent === place.agent &&
    (wanted.stage === null || wanted.stage === place.stage)
  );
}
