import * as z from 'zod';
import { type ExceptionBreakpoint, type ExceptionFilter, exceptionFilters } from '../../model/debug.ts';
import {
  builtinSource,
  definitionFor,
  resolveFunction,
  resolveInSource,
  toldBreakpoint,
  toldSource,
} from '../breakpoint-places.ts';
import type { WantedBreakpoint } from '../breakpoint-table.ts';
import { conditionProblem } from '../check-breakpoint.ts';
import type { ClientFeatures } from '../client-features.ts';
import { builtinReference } from '../definition-source.ts';
import { handler, type RequestHandlers } from './request-handler.ts';

const text = z.string().max(10_000).nullish();
const line = z.int().min(0);
const most = 10_000;

/** A source as clients name it. */
export const sourceSchema = z.object({ path: z.string().nullish(), sourceReference: z.int().nullish() });

const rules = { condition: text, hitCondition: text, logMessage: text };

const lineSchema = z.object({ line, column: line.nullish(), ...rules });

const linesSchema = z.object({
  source: sourceSchema,
  breakpoints: z.array(lineSchema).max(most).nullish(),
  /** What clients said before breakpoints could have conditions. */
  lines: z.array(line).max(most).nullish(),
});

const functionsSchema = z.object({
  breakpoints: z.array(z.object({ name: z.string(), ...rules })).max(most),
});

const exceptionsSchema = z.object({
  filters: z.array(z.string()).max(most),
  filterOptions: z
    .array(z.object({ filterId: z.string(), condition: text }))
    .max(most)
    .nullish(),
});

const locationsSchema = z.object({
  source: sourceSchema,
  line,
  column: line.nullish(),
  endLine: line.nullish(),
  endColumn: line.nullish(),
});

/** What a run is to stop at. */
export const breakpointRequests: RequestHandlers = new Map([
  handler('setBreakpoints', 'client', linesSchema, async (core, args) => {
    const { client, definition, breakpoints } = core;
    const source = sourceKey(args.source, client);
    const asked: readonly z.infer<typeof lineSchema>[] =
      args.breakpoints ?? (args.lines ?? []).map((at) => ({ line: at }));
    const wanted = asked.map((one): WantedBreakpoint => {
      const column = one.column == null ? null : client.columnFrom(one.column);
      return { wanted: { line: client.lineFrom(one.line), column }, ...rulesOf(one) };
    });
    const set = breakpoints.setSource(source, wanted, (place) => resolveInSource(source, place, definition));
    await core.configure();
    const told = toldSource(source, client);
    return { body: { breakpoints: set.map((breakpoint) => toldBreakpoint(breakpoint, told, client)) } };
  }),
  handler('setFunctionBreakpoints', 'client', functionsSchema, async (core, args) => {
    const wanted = args.breakpoints.map((one) => ({ wanted: { name: one.name }, ...rulesOf(one) }));
    const set = core.breakpoints.setFunctions(wanted, (place) => resolveFunction(place, core.definition));
    await core.configure();
    return { body: { breakpoints: set.map((breakpoint) => toldBreakpoint(breakpoint, null, core.client)) } };
  }),
  handler('setExceptionBreakpoints', 'client', exceptionsSchema, async (core, args) => {
    const asked = [
      ...args.filters.map((filter) => ({ filter, condition: null })),
      ...(args.filterOptions ?? []).map(({ filterId, condition }) => ({
        filter: filterId,
        condition: given(condition),
      })),
    ];
    const read = asked.map(readException);
    core.breakpoints.exceptions = read.flatMap((one) => ('problem' in one ? [] : [one]));
    await core.configure();
    const told = read.map((one) =>
      'problem' in one ? { verified: false, message: one.problem } : { verified: true },
    );
    return { body: { breakpoints: told } };
  }),
  handler('breakpointLocations', 'client', locationsSchema, (core, args) => {
    const { client } = core;
    const found = definitionFor(sourceKey(args.source, client), core.definition);
    const lines = 'definition' in found ? found.definition.stopLines() : null;
    if (!lines?.ok) return { body: { breakpoints: [] } };
    const first = client.lineFrom(args.line);
    const from = { line: first, column: args.column == null ? 1 : client.columnFrom(args.column) };
    const to = {
      line: args.endLine == null ? first : client.lineFrom(args.endLine),
      column: args.endColumn == null ? Number.POSITIVE_INFINITY : client.columnFrom(args.endColumn),
    };
    const breakpoints = lines.value.within(from, to).map(({ range: { start, end } }) => ({
      line: client.line(start.line),
      column: client.column(start.column),
      endLine: client.line(end.line),
      endColumn: client.column(end.column),
    }));
    return { body: { breakpoints } };
  }),
]);

/** The key of a source among breakpoints: its path, or that of the built-in definition. */
export function sourceKey(
  { path, sourceReference }: z.infer<typeof sourceSchema>,
  client: ClientFeatures,
): string {
  if (sourceReference === builtinReference) return builtinSource;
  // A source without a path is nobody's definition.
  return path ? client.pathFrom(path) : '/';
}

function rulesOf(one: {
  readonly condition?: string | null | undefined;
  readonly hitCondition?: string | null | undefined;
  readonly logMessage?: string | null | undefined;
}): Pick<WantedBreakpoint, 'condition' | 'hitCondition' | 'logMessage'> {
  return {
    condition: given(one.condition),
    hitCondition: given(one.hitCondition),
    logMessage: given(one.logMessage),
  };
}

/** Editors send an empty text for what was left empty. */
function given(text: string | null | undefined): string | null {
  return text == null || text.trim() === '' ? null : text;
}

function readException({
  filter,
  condition,
}: {
  readonly filter: string;
  readonly condition: string | null;
}): ExceptionBreakpoint | { readonly problem: string } {
  if (!isFilter(filter))
    return { problem: `there is no filter ${filter}: there are ${exceptionFilters.join(', ')}` };
  const problem = condition === null ? null : conditionProblem(condition);
  return problem === null ? { filter, condition } : { problem };
}

function isFilter(filter: string): filter is ExceptionFilter {
  return (exceptionFilters as readonly string[]).includes(filter);
}
