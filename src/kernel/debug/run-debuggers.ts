import { err, ok, type Result } from '../../common/result.ts';
import type {
  BreakpointRef,
  BreakpointSpec,
  DebuggerIdentity,
  DebuggerSettings,
  ExceptionBreakpoint,
  ExceptionFilter,
  PausePlace,
  RunPause,
} from '../../model/debug.ts';
import { parseExpression } from '../../pipeline/expression.ts';
import type { Effect } from '../scheduler/scheduler-event.ts';
import { type HitCondition, parseHitCondition } from './hit-condition.ts';
import { type LogMessage, parseLogMessage } from './log-message.ts';

/** What expressions may read at a place. */
export type Scope = Readonly<Record<string, unknown>>;

/** Something of a run has come to a place, as the scheduler asks of it. */
export type Arrival = Pick<Extract<Effect, { type: 'judge' }>, 'place' | 'failure'>;

/** What the debuggers of a run say of a place. */
export interface Judgement {
  /** Null lets it pass. */
  readonly pause: Omit<RunPause, 'place'> | null;
  /** What log points tell. */
  readonly messages: readonly { readonly breakpoint: BreakpointRef; readonly message: string }[];
}

/** True or false, or why that cannot be said. */
type Condition = (scope: Scope) => Result<boolean, string>;

interface Breakpoint {
  readonly spec: BreakpointSpec;
  readonly condition: Condition | null;
  readonly hitCondition: HitCondition | null;
  readonly message: LogMessage | null;
  hits: number;
}

interface Exception {
  readonly spec: ExceptionBreakpoint;
  readonly condition: Condition | null;
}

/** A failure that a debugger wants to stop at. */
interface Caught {
  readonly by: string;
  readonly filter: ExceptionFilter;
}

interface Joined {
  readonly session: string;
  by: string;
  breakpoints: readonly Breakpoint[];
  exceptions: readonly Exception[];
}

/** The debuggers that have joined a run, and what they want to stop at. */
export class RunDebuggers {
  readonly #joined = new Map<string, Joined>();

  get size(): number {
    return this.#joined.size;
  }

  /** Who a debugger is, for people; undefined where it has not joined. */
  nameOf(session: string): string | undefined {
    return this.#joined.get(session)?.by;
  }

  /** The session that children of the run are opened for: the first that joined. */
  get first(): string | null {
    return this.#joined.keys().next().value ?? null;
  }

  /** A debugger joins, or comes back. The error says which of its breakpoints cannot be read. */
  join(debug: DebuggerIdentity & DebuggerSettings): Result<null, string> {
    const { session, by } = debug;
    const before = this.#joined.get(session);
    const joined = before ?? { session, by, breakpoints: [], exceptions: [] };
    const read = settle(joined, debug);
    if (!read.ok) return read;
    joined.by = by;
    this.#joined.set(session, joined);
    return ok(null);
  }

  leave(session: string): void {
    this.#joined.delete(session);
  }

  /** Replaces what a debugger wants to stop at; a breakpoint that stays as it is goes on counting its hits. */
  configure(session: string, settings: DebuggerSettings): Result<null, string> {
    const joined = this.#joined.get(session);
    return joined ? settle(joined, settings) : ok(null);
  }

  /** Whether a run stops at a place, for whom and why. */
  judge(arrival: Arrival, scope: Scope): Judgement {
    const messages: Judgement['messages'][number][] = [];
    const hit: { readonly ref: BreakpointRef; readonly by: string; readonly isFunction: boolean }[] = [];
    let trouble: string | null = null;
    let failure: Caught | null = null;
    for (const { session, by, breakpoints, exceptions } of this.#joined.values()) {
      if (arrival.place.at === 'end') {
        const caught = exceptions.find((exception) => catches(exception, arrival, scope));
        if (caught) failure ??= { by, filter: caught.spec.filter };
        continue;
      }
      for (const breakpoint of breakpoints) {
        if (!standsAt(breakpoint.spec, arrival.place)) continue;
        const met = breakpoint.condition?.(scope) ?? ok(true);
        if (met.ok && !met.value) continue;
        breakpoint.hits += 1;
        if (breakpoint.hitCondition && !breakpoint.hitCondition(breakpoint.hits)) continue;
        const ref = { session, id: breakpoint.spec.id };
        if (!met.ok)
          trouble ??= `the condition ${breakpoint.spec.condition} cannot be evaluated: ${met.error}`;
        else if (breakpoint.message) {
          messages.push({ breakpoint: ref, message: breakpoint.message(scope) });
          continue;
        }
        hit.push({ ref, by, isFunction: breakpoint.spec.isFunction });
      }
    }
    return { messages, pause: pauseOf(hit, trouble) ?? failurePause(failure, arrival) };
  }
}

function pauseOf(
  hit: readonly { readonly ref: BreakpointRef; readonly by: string; readonly isFunction: boolean }[],
  text: string | null,
): Judgement['pause'] {
  const [first] = hit;
  if (!first) return null;
  const reason = hit.every(({ isFunction }) => isFunction) ? 'function breakpoint' : 'breakpoint';
  return { reason, breakpoints: hit.map(({ ref }) => ref), by: first.by, text };
}

function failurePause(caught: Caught | null, arrival: Arrival): Judgement['pause'] {
  if (!caught || !arrival.failure) return null;
  const { by, filter: failure } = caught;
  return { reason: 'exception', breakpoints: [], by, text: arrival.failure.reason, failure };
}

/** A condition that cannot be evaluated stops: what it was meant to catch may be just that. */
function catches({ spec, condition }: Exception, arrival: Arrival, scope: Scope): boolean {
  if (!arrival.failure?.filters.includes(spec.filter)) return false;
  const met = condition?.(scope) ?? ok(true);
  return !met.ok || met.value;
}

function standsAt({ place }: BreakpointSpec, at: PausePlace): boolean {
  if (place.kind === 'stage') return at.agent === null && place.stage === at.stage;
  return place.agent === at.agent && (place.stage === null || place.stage === at.stage);
}

function settle(joined: Joined, settings: DebuggerSettings): Result<null, string> {
  const known = new Map(joined.breakpoints.map((breakpoint) => [keyOf(breakpoint.spec), breakpoint]));
  const breakpoints: Breakpoint[] = [];
  for (const spec of settings.breakpoints) {
    const read = readBreakpoint(spec);
    if (!read.ok) return read;
    breakpoints.push({ ...read.value, hits: known.get(keyOf(spec))?.hits ?? 0 });
  }
  const exceptions: Exception[] = [];
  for (const spec of settings.exceptions) {
    const condition = readCondition(spec.condition);
    if (!condition.ok) return condition;
    exceptions.push({ spec, condition: condition.value });
  }
  joined.breakpoints = breakpoints;
  joined.exceptions = exceptions;
  return ok(null);
}

function keyOf(spec: BreakpointSpec): string {
  return JSON.stringify([spec.id, spec.place, spec.condition, spec.hitCondition]);
}

function readBreakpoint(spec: BreakpointSpec): Result<Omit<Breakpoint, 'hits'>, string> {
  const condition = readCondition(spec.condition);
  if (!condition.ok) return condition;
  const hitCondition = spec.hitCondition === null ? ok(null) : parseHitCondition(spec.hitCondition);
  if (!hitCondition.ok) return hitCondition;
  const message = spec.logMessage === null ? ok(null) : parseLogMessage(spec.logMessage);
  if (!message.ok) return message;
  return ok({ spec, condition: condition.value, hitCondition: hitCondition.value, message: message.value });
}

function readCondition(text: string | null): Result<Condition | null, string> {
  if (text === null) return ok(null);
  const expression = parseExpression(text);
  if (!expression.ok) return err(`${text}: ${expression.error.message}`);
  return ok((scope) => {
    const value = expression.value.evaluate(scope);
    if (!value.ok) return value;
    return typeof value.value === 'boolean'
      ? ok(value.value)
      : err(`it gives ${JSON.stringify(value.value)}, which is neither true nor false`);
  });
}
