import type { DebugProtocol } from '@vscode/debugprotocol';
import * as z from 'zod';
import { UserError } from '../../common/errors.ts';
import type { Json } from '../../common/json.ts';
import { completeExpression } from '../complete-expression.ts';
import { evaluateInRun, type Standpoint } from '../evaluate-in-run.ts';
import { fullJson, hasParts, partCount, shownJson, typeOfJson } from '../json-text.ts';
import { readNewValue } from '../new-value.ts';
import { partVariables, type VariableNode } from '../scopes.ts';
import type { SessionCore, VariableSource } from '../session-core.ts';
import { currentThread, snapshotOf } from '../threads.ts';
import { handler, type RequestHandlers } from './request-handler.ts';
import { frameOf } from './state-requests.ts';

const count = z.int().min(0).nullish();
const variablesSchema = z.object({
  variablesReference: z.int(),
  filter: z.string().nullish(),
  start: count,
  count,
});
const changeSchema = z.object({ variablesReference: z.int(), name: z.string(), value: z.string() });
const evaluateSchema = z.object({
  expression: z.string(),
  frameId: z.int().nullish(),
  context: z.string().nullish(),
});
const completionsSchema = z.object({
  text: z.string(),
  column: z.int(),
  line: z.int().nullish(),
  frameId: z.int().nullish(),
});

/** The longest name of a variable that is an element of a list. */
const isIndex = /^\d+$/;

/** What an execution has, gets and gave. */
export const valueRequests: RequestHandlers = new Map([
  handler('variables', 'pause', variablesSchema, async (core, args) => {
    const source = sourceOf(core, args.variablesReference);
    let nodes = await source();
    if (args.filter === 'indexed') nodes = nodes.filter(({ name }) => isIndex.test(name));
    else if (args.filter === 'named') nodes = nodes.filter(({ name }) => !isIndex.test(name));
    const start = args.start ?? 0;
    const shown = nodes.slice(start, args.count ? start + args.count : undefined);
    return { body: { variables: shown.map((node) => toldVariable(core, node, source)) } };
  }),
  handler('setVariable', 'pause', changeSchema, async (core, { variablesReference, name, value }) => {
    const source = sourceOf(core, variablesReference);
    const node = (await source()).find((one) => one.name === name);
    if (!node) throw new UserError('unknown-variable', `There is no ${name} here.`);
    const { change } = node;
    if (!change) throw new UserError('cannot-change', cannotChange(core, name));
    const read = readNewValue(value, change.part);
    if (!read.ok) throw new UserError('bad-value', read.error);
    await core.running.change(change.executionId, change.part, change.path, read.value);
    const changed = (await source()).find((one) => one.name === name) ?? { ...node, value: read.value };
    const { name: _name, evaluateName: _expression, ...told } = toldVariable(core, changed, source);
    return { body: told };
  }),
  handler('evaluate', 'run', evaluateSchema, async (core, { expression, frameId, context }) => {
    const value = await evaluateInRun(core.running, standpoint(core, frameId), expression);
    const shown = context === 'clipboard' ? fullJson(value.value) : (value.shown ?? shownJson(value.value));
    const node = { name: 'result', value: value.value, change: null };
    return {
      body: {
        result: shown,
        ...typeOf(core, value.type),
        ...partsOf(core, value.value, () => partVariables(node)),
      },
    };
  }),
  handler('completions', 'run', completionsSchema, async (core, { text, column, line, frameId }) => {
    const { client } = core;
    const lines = text.split('\n');
    const at = line == null ? 0 : client.lineFrom(line) - 1;
    const before = (lines[at] ?? '').slice(0, Math.max(0, client.columnFrom(column) - 1));
    const found = await completeExpression(core.running, standpoint(core, frameId), before);
    const targets = found.map(({ label, insert, length, kind }): DebugProtocol.CompletionItem => {
      const start = client.column(before.length - length + 1);
      return { label, text: insert, type: kind, start, length };
    });
    return { body: { targets } };
  }),
]);

/** From where an expression is looked at: a frame, else where the run stands. */
function standpoint(core: SessionCore, frameId: number | null | undefined): Standpoint {
  const frame = frameId ? frameOf(core, frameId) : null;
  const { execution } = frame ? frame.thread : currentThread(snapshotOf(core.running));
  if (!execution) throw new UserError('nothing-there', 'This run has no executions to look at.');
  const isStage = frame ? frame.level !== 'execution' : core.running.pause?.place?.agent === null;
  return { stage: execution.stage, executionId: isStage ? null : execution.executionId };
}

function sourceOf(core: SessionCore, reference: number): VariableSource {
  const source = core.variables.get(reference);
  if (source) return source;
  throw new UserError('stale', `Variable ${reference} is not valid: the run has gone on since.`);
}

function cannotChange(core: SessionCore, name: string): string {
  return core.running.readOnly
    ? `${name} cannot be changed: this is the record of a run.`
    : `${name} cannot be changed: only \`with\`, \`params\` and the environment can, before the agent starts.`;
}

/** @param source where it was found: its parts are looked for there again, since they may be changed */
function toldVariable(core: SessionCore, node: VariableNode, source: VariableSource): DebugProtocol.Variable {
  const { name, value, shown, expression, change } = node;
  const parts: VariableSource = async () => {
    const now = (await source()).find((one) => one.name === name);
    return now ? partVariables(now) : [];
  };
  return {
    name,
    value: shown ?? shownJson(value),
    ...typeOf(core, typeOfJson(value)),
    ...partsOf(core, value, parts),
    ...(expression !== undefined && { evaluateName: expression }),
    ...(change === null && { presentationHint: { attributes: ['readOnly'] } }),
  };
}

function typeOf(core: SessionCore, type: string): { type?: string } {
  return core.client.knowsTypes ? { type } : {};
}

function partsOf(core: SessionCore, value: Json, parts: VariableSource) {
  if (!hasParts(value)) return { variablesReference: 0 };
  const variablesReference = core.variables.create(parts);
  const parted = partCount(value);
  return Array.isArray(value)
    ? { variablesReference, indexedVariables: parted }
    : { variablesReference, namedVariables: parted };
}
