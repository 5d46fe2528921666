import type { BreakpointSpec, DebuggerSettings, ExceptionBreakpoint } from '../model/debug.ts';
import type { Range } from '../pipeline/definition-positions.ts';
import { type BreakpointRules, ruleProblem } from './check-breakpoint.ts';
import type { StopLocation } from './definition-lines.ts';

/** A breakpoint as it was asked for, and what became of it. */
export interface TableBreakpoint {
  readonly id: number;
  /** Where it was asked for: a line and a column from 1, or the name of an agent. */
  readonly wanted: { readonly line: number; readonly column: number | null } | { readonly name: string };
  readonly rules: BreakpointRules;
  /** Where it stops; null where it cannot. */
  readonly target: BreakpointTarget | null;
  /** Where that stands in the file; null for one that was set by name. */
  readonly range: Range | null;
  /** Why it cannot stop, or what is to be known of it. */
  readonly message: string | null;
}

/** A place where a breakpoint stops. */
export interface TargetPlace {
  readonly place: BreakpointSpec['place'];
  /** The pipeline that it is for; null for any. */
  readonly pipeline: string | null;
}

/** What a breakpoint stops at. */
export interface BreakpointTarget extends TargetPlace {
  /** What else is written at the same place of the file: an alias names it again, elsewhere. */
  readonly also?: readonly TargetPlace[];
}

/** What a breakpoint was resolved to. */
export type Resolved =
  | { readonly target: BreakpointTarget; readonly range: Range | null }
  | { readonly target: null; readonly message: string };

/** A breakpoint that is wanted. */
export interface WantedBreakpoint extends BreakpointRules {
  readonly wanted: TableBreakpoint['wanted'];
}

/** All that a client wants a run to stop at. */
export class BreakpointTable {
  readonly #bySource = new Map<string, readonly TableBreakpoint[]>();
  #functions: readonly TableBreakpoint[] = [];
  #lastId = 0;
  /** What is to stop when it happens to an attempt. */
  exceptions: readonly ExceptionBreakpoint[] = [];

  /** The sources that have breakpoints. */
  get sources(): readonly string[] {
    return [...this.#bySource.keys()];
  }

  /** Replaces the breakpoints of a source. One that stopped there already keeps its id, and so its count. */
  setSource(
    source: string,
    wanted: readonly WantedBreakpoint[],
    resolve: (wanted: TableBreakpoint['wanted']) => Resolved,
  ): readonly TableBreakpoint[] {
    const before = this.#bySource.get(source) ?? [];
    const made = this.#make(wanted, before, resolve);
    if (made.length === 0) this.#bySource.delete(source);
    else this.#bySource.set(source, made);
    return made;
  }

  /** Replaces the breakpoints that are set by name. */
  setFunctions(
    wanted: readonly WantedBreakpoint[],
    resolve: (wanted: TableBreakpoint['wanted']) => Resolved,
  ): readonly TableBreakpoint[] {
    this.#functions = this.#make(wanted, this.#functions, resolve);
    return this.#functions;
  }

  /** Looks again where breakpoints stop; answers with those of which something else is to be told now. */
  resolveAgain(
    ofSource: (source: string, wanted: TableBreakpoint['wanted']) => Resolved,
    ofFunction: (wanted: TableBreakpoint['wanted']) => Resolved,
  ): readonly TableBreakpoint[] {
    const changed: TableBreakpoint[] = [];
    const again = (old: TableBreakpoint, resolved: Resolved): TableBreakpoint => {
      const now = { id: old.id, ...breakpointOf(old.wanted, old.rules, resolved) };
      if (JSON.stringify(now) !== JSON.stringify(old)) changed.push(now);
      return now;
    };
    for (const [source, breakpoints] of this.#bySource) {
      const now = breakpoints.map((old) => again(old, ofSource(source, old.wanted)));
      this.#bySource.set(source, now);
    }
    this.#functions = this.#functions.map((old) => again(old, ofFunction(old.wanted)));
    return changed;
  }

  /** The breakpoint of an id, and the source that it is set in; null for one by name. */
  find(id: number): { readonly breakpoint: TableBreakpoint; readonly source: string | null } | null {
    for (const [source, breakpoints] of this.#bySource) {
      const breakpoint = breakpoints.find((one) => one.id === id);
      if (breakpoint) return { breakpoint, source };
    }
    const breakpoint = this.#functions.find((one) => one.id === id);
    return breakpoint ? { breakpoint, source: null } : null;
  }

  /** What concerns a run of a pipeline, as the engine knows it. */
  settings(pipeline: string): DebuggerSettings {
    const lines = [...this.#bySource.values()].flat();
    const specs = [...lines, ...this.#functions].flatMap(
      ({ id, rules, target, wanted }): BreakpointSpec[] => {
        const places = target === null ? [] : [target, ...(target.also ?? [])];
        return places
          .filter((one) => one.pipeline === null || one.pipeline === pipeline)
          .map(({ place }) => ({ id, place, ...rules, isFunction: 'name' in wanted }));
      },
    );
    return { breakpoints: specs, exceptions: this.exceptions };
  }

  #make(
    wanted: readonly WantedBreakpoint[],
    before: readonly TableBreakpoint[],
    resolve: (wanted: TableBreakpoint['wanted']) => Resolved,
  ): readonly TableBreakpoint[] {
    const ids = new Map<string, number[]>();
    for (const old of before) {
      const known = ids.get(keyOf(old));
      if (known) known.push(old.id);
      else ids.set(keyOf(old), [old.id]);
    }
    return wanted.map(({ wanted, condition, hitCondition, logMessage }) => {
      const made = breakpointOf(wanted, { condition, hitCondition, logMessage }, resolve(wanted));
      return { id: ids.get(keyOf(made))?.shift() ?? ++this.#lastId, ...made };
    });
  }
}

function breakpointOf(
  wanted: TableBreakpoint['wanted'],
  rules: BreakpointRules,
  resolved: Resolved,
): Omit<TableBreakpoint, 'id'> {
  if (resolved.target === null)
    return { wanted, rules, target: null, range: null, message: resolved.message };
  const { target, range } = resolved;
  const message = ruleProblem(rules);
  return { wanted, rules, target: message === null ? target : null, range, message };
}

/** What a line breakpoint stops at that is bound to a location, and to what an alias makes of the same words. */
export function targetOf(location: StopLocation, aliases: readonly StopLocation[] = []): BreakpointTarget {
  const target = placeOf(location);
  return aliases.length === 0 ? target : { ...target, also: aliases.map(placeOf) };
}

function placeOf({ kind, pipeline, stage, agent }: StopLocation): TargetPlace {
  return kind === 'stage'
    ? { pipeline, place: { kind: 'stage', stage: stage ?? '' } }
    : { pipeline, place: { kind: 'agent', agent: agent ?? '', stage } };
}

/** What makes it the same one: a client asks again for the line that it was moved to. */
function keyOf({ wanted, rules, target }: Omit<TableBreakpoint, 'id'>): string {
  return JSON.stringify([target ?? wanted, rules]);
}
