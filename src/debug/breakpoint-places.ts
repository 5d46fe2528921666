import { basename, dirname } from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { nearest } from '../common/nearest.ts';
import { type Resolved, type TableBreakpoint, targetOf } from './breakpoint-table.ts';
import type { ClientFeatures } from './client-features.ts';
import { definitionSource } from './definition-source.ts';
import { isDefinitionName, WorkspaceDefinition } from './workspace-definition.ts';

/** The key of the built-in definition among sources; no path is empty. */
export const builtinSource = '';

/**
 * The definition that breakpoints of a source are for, or why there is none. Before a workspace is known, the folder of
 * a file with the name of a definition is taken for it.
 */
export function definitionFor(
  source: string,
  definition: WorkspaceDefinition | null,
): { readonly definition: WorkspaceDefinition } | { readonly refusal: string } {
  if (source === builtinSource) {
    return definition?.path === null
      ? { definition }
      : { refusal: 'the workspace has a definition of its own' };
  }
  if (!definition && !isDefinitionName(basename(source)))
    return { refusal: 'a run stops only in the definition of its workspace' };
  const own = definition ?? new WorkspaceDefinition(dirname(source));
  const refusal = own.refusal(source);
  return refusal === null ? { definition: own } : { refusal };
}

/** Where a breakpoint in a source stops. */
export function resolveInSource(
  source: string,
  wanted: TableBreakpoint['wanted'],
  definition: WorkspaceDefinition | null,
): Resolved {
  const found = definitionFor(source, definition);
  if ('refusal' in found) return { target: null, message: found.refusal };
  const lines = found.definition.stopLines();
  if (!lines.ok) return { target: null, message: lines.error };
  const location = 'line' in wanted ? lines.value.bind(wanted.line, wanted.column) : null;
  if (!location) return { target: null, message: 'nothing can stop here' };
  return { target: targetOf(location, lines.value.aliasesOf(location)), range: location.range };
}

/** What a breakpoint by name stops at: `AGENT`, or `STAGE/AGENT`. */
export function resolveFunction(
  wanted: TableBreakpoint['wanted'],
  definition: WorkspaceDefinition | null,
): Resolved {
  const name = 'name' in wanted ? wanted.name.trim() : '';
  const slash = name.lastIndexOf('/');
  const [stage, agent] = slash < 0 ? [null, name] : [name.slice(0, slash), name.slice(slash + 1)];
  if (agent === '' || stage === '') return { target: null, message: 'name an agent: AGENT or STAGE/AGENT' };
  const target = { pipeline: null, place: { kind: 'agent', agent, stage } } as const;
  const known = definition?.analysis.definition;
  // Without a definition that can be read, nobody knows better.
  if (!known) return { target, range: null };
  const agents = known.agents.map((one) => one.name);
  if (!agents.includes(agent)) {
    const meant = nearest(agent, agents);
    const hint = meant === undefined ? '' : `: did you mean ${meant}?`;
    return { target: null, message: `there is no agent ${agent}${hint}` };
  }
  const isThere = known.pipelines.some(({ stages }) =>
    stages.some((one) => one.name === stage && one.agents.includes(agent)),
  );
  if (stage !== null && !isThere)
    return { target: null, message: `no stage ${stage} has the agent ${agent}` };
  return { target, range: null };
}

/** A breakpoint as a client is told of it. */
export function toldBreakpoint(
  { id, target, range, message }: TableBreakpoint,
  source: DebugProtocol.Source | null,
  client: ClientFeatures,
): DebugProtocol.Breakpoint {
  return {
    id,
    verified: target !== null,
    ...(message !== null && { message }),
    ...(source && { source }),
    ...(range && {
      line: client.line(range.start.line),
      column: client.column(range.start.column),
      endLine: client.line(range.end.line),
      endColumn: client.column(range.end.column),
    }),
  };
}

/** A source of breakpoints as a client is told of it. */
export function toldSource(source: string, client: ClientFeatures): DebugProtocol.Source {
  return definitionSource(source === builtinSource ? null : source, client);
}
