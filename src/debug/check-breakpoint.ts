import { parseHitCondition } from '../kernel/debug/hit-condition.ts';
import { parseLogMessage } from '../kernel/debug/log-message.ts';
import { parseExpression } from '../pipeline/expression.ts';

/** When a breakpoint stops, as it was asked for; null stops always. */
export interface BreakpointRules {
  readonly condition: string | null;
  readonly hitCondition: string | null;
  readonly logMessage: string | null;
}

/** Why a breakpoint can never stop or tell anything; null where it can. */
export function ruleProblem({ condition, hitCondition, logMessage }: BreakpointRules): string | null {
  const wrongCondition = condition === null ? null : conditionProblem(condition);
  if (wrongCondition !== null) return wrongCondition;
  const hits = hitCondition === null ? null : parseHitCondition(hitCondition);
  if (hits && !hits.ok) return `the hit count is wrong: ${hits.error}`;
  const message = logMessage === null ? null : parseLogMessage(logMessage);
  return message && !message.ok ? `the log message is wrong: ${message.error}` : null;
}

/** Why a condition in CEL is none; null where it is one. */
export function conditionProblem(condition: string): string | null {
  const parsed = parseExpression(condition);
  if (!parsed.ok) return `the condition is wrong: ${parsed.error.message}`;
  const { type } = parsed.value;
  return type === 'bool' || type === 'dyn'
    ? null
    : `the condition is wrong: it must give true or false, not ${type}`;
}
