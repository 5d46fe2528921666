import { UserError } from '../common/errors.ts';
import type { Json } from '../common/json.ts';
import type { EvaluatedExpression } from '../model/debug.ts';
import type { ExecutionView } from '../model/run-view.ts';
import { type ExecutionStatus, isExecutionEnd } from '../model/status.ts';
import { expressionVariables } from '../pipeline/expression-environment.ts';
import type { Debuggee } from './debuggee.ts';

/** From where an expression is looked at: an execution, or with null its stage. */
export interface Standpoint {
  readonly stage: string;
  readonly executionId: string | null;
}

/** What an expression came to, and how it is best shown; undefined shows the value. */
export interface Evaluated extends EvaluatedExpression {
  readonly shown?: string;
}

/**
 * Evaluates CEL in a run. A bare name that is an agent gives what it has told, one that is a stage its status. Errors:
 * `bad-expression`.
 */
export async function evaluateInRun(
  debuggee: Debuggee,
  { stage, executionId }: Standpoint,
  text: string,
): Promise<Evaluated> {
  const expression = text.trim();
  if (expression === '') throw new UserError('bad-expression', 'The expression is empty.');
  const named = (expressionVariables as readonly string[]).includes(expression)
    ? null
    : await lookUp(debuggee, { stage, executionId }, expression);
  return named ?? (await debuggee.evaluate(stage, executionId, expression));
}

async function lookUp(debuggee: Debuggee, from: Standpoint, name: string): Promise<Evaluated | null> {
  const executions = debuggee.executions();
  const agent = executionOf(executions, from, name);
  if (agent) {
    const { status, attempt, outputs, metrics } = await debuggee.inspect(agent.executionId);
    const value: Json = { status, attempt, outputs, metrics };
    return { value, type: 'map' };
  }
  const members = executions.filter(({ stage }) => stage === name);
  return members.length === 0 ? null : { value: stageStatus(members), type: 'string' };
}

/** The execution of an agent, `AGENT` or `STAGE/AGENT`: where one stands, else the last that has begun. */
function executionOf(
  executions: readonly ExecutionView[],
  { stage, executionId }: Standpoint,
  name: string,
): ExecutionView | undefined {
  const named = executions.filter((one) => one.agent === name || `${one.stage}/${one.agent}` === name);
  return (
    named.find((one) => one.executionId === executionId) ??
    named.find((one) => one.stage === stage) ??
    named.findLast(({ attempts }) => attempts > 0) ??
    named[0]
  );
}

/** How a stage stands, by its executions. */
function stageStatus(members: readonly ExecutionView[]): ExecutionStatus {
  const statuses = members.map(({ status }) => status);
  const ended = statuses.filter(isExecutionEnd);
  if (ended.length < statuses.length)
    return statuses.every((status) => status === 'queued') ? 'queued' : 'running';
  const worst = (['interrupted', 'cancelled', 'timed_out', 'failed'] as const).find((status) =>
    ended.includes(status),
  );
  if (worst) return worst === 'timed_out' ? 'failed' : worst;
  return ended.every((status) => status === 'skipped') ? 'skipped' : 'succeeded';
}
