import type { Json, JsonObject } from '../common/json.ts';
import { formatBytes, formatDuration } from '../common/text.ts';
import type { ChangeablePart, ExecutionInspection } from '../model/debug.ts';

/** The scopes of a frame, in their order. */
export const scopeNames = ['Inputs', 'Environment', 'Outputs', 'Metrics', 'Resources and Locks'] as const;
export type ScopeName = (typeof scopeNames)[number];

/** A value that a client may look into. */
export interface VariableNode {
  readonly name: string;
  readonly value: Json;
  /** What is shown in place of the value; undefined shows the value. */
  readonly shown?: string;
  /** The same in CEL; undefined where an expression cannot name it. */
  readonly expression?: string | undefined;
  /** Where it may be changed; null where it may not. */
  readonly change: VariableChange | null;
}

/** Where a value that may be changed lies. */
export interface VariableChange {
  readonly executionId: string;
  readonly part: ChangeablePart;
  readonly path: readonly (string | number)[];
}

/** What stands in a scope of an execution. */
export function scopeVariables(scope: ScopeName, inspection: ExecutionInspection): readonly VariableNode[] {
  switch (scope) {
    case 'Inputs':
      return inputsOf(inspection);
    case 'Environment':
      return Object.entries(inspection.environment).map(([name, value]) => {
        return { name, value, change: changeOf(inspection, 'env', [name]) };
      });
    case 'Outputs':
      return toldBy(inspection, 'outputs');
    case 'Metrics':
      return toldBy(inspection, 'metrics');
    default:
      return [...resourcesOf(inspection), ...locksOf(inspection)];
  }
}

/** The parts of a value. */
export function partVariables(node: VariableNode): readonly VariableNode[] {
  const { value, expression, change } = node;
  if (value === null || typeof value !== 'object') return [];
  const isList = Array.isArray(value);
  return Object.entries(value).map(([name, part]: [string, Json]): VariableNode => {
    const step = isList ? Number(name) : name;
    return {
      name,
      value: part,
      expression: expression === undefined ? undefined : `${expression}${access(step)}`,
      change: change === null ? null : { ...change, path: [...change.path, step] },
    };
  });
}

function inputsOf(inspection: ExecutionInspection): VariableNode[] {
  const { inputs, agent } = inspection;
  const own = `inputs${access(agent)}`;
  return [
    { name: 'with', value: inputs.with, expression: own, change: changeOf(inspection, 'with', []) },
    {
      name: 'params',
      value: inputs.params,
      expression: 'params',
      change: changeOf(inspection, 'params', []),
    },
    { name: 'outputs', value: inputs.outputs, expression: 'outputs', change: null },
  ];
}

function resourcesOf({ resources, status, attempt }: ExecutionInspection): VariableNode[] {
  const { cpu, memory, priority, timeoutMs, pid, durationMs, held, logBytes, running } = resources;
  const shown = (name: string, value: Json, text: string | null): VariableNode => {
    return { name, value, change: null, ...(text !== null && { shown: text }) };
  };
  const time = (name: string, ms: number | null) => shown(name, ms, ms === null ? null : formatDuration(ms));
  const size = (name: string, bytes: number | null) =>
    shown(name, bytes, bytes === null ? null : formatBytes(bytes));
  return [
    shown('status', status, status),
    shown('attempt', attempt, null),
    shown('cpu', cpu, null),
    size('memory', memory),
    shown('priority', priority, null),
    time('timeout', timeoutMs),
    shown('pid', pid, null),
    time('duration', durationMs),
    shown('held', held === null ? null : { cause: held.cause, reason: held.reason }, held?.reason ?? null),
    size('log', logBytes),
    shown('running', running, null),
  ];
}

function locksOf({ locks }: ExecutionInspection): VariableNode[] {
  const values = locks.map(({ name, slots, held, holders }): readonly [string, Json] => [
    name,
    { slots, held, holders: [...holders] },
  ]);
  return [{ name: 'locks', value: Object.fromEntries(values), change: null }];
}

function toldBy(inspection: ExecutionInspection, kind: 'outputs' | 'metrics'): VariableNode[] {
  const told: JsonObject = inspection[kind];
  return Object.entries(told).map(([name, value]) => {
    return { name, value, expression: `${kind}${access(inspection.agent)}${access(name)}`, change: null };
  });
}

function changeOf(
  { changeable, executionId }: ExecutionInspection,
  part: ChangeablePart,
  path: readonly string[],
): VariableChange | null {
  return changeable ? { executionId, part, path } : null;
}

/** How CEL reaches a part. */
function access(step: string | number): string {
  return typeof step === 'string' && /^[A-Za-z_]\w*$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
}
