import type { Severity } from '../../builtin/builtin-agent.ts';
import { dataValidator } from '../../builtin/data-validator.ts';
import type { DataRule } from './suspicion.ts';

const rank: Readonly<Record<Severity | 'never', number>> = { info: 0, warning: 1, error: 2, never: 3 };

/** Whether a finding is severe enough. */
export function isAtLeast(severity: Severity, limit: Severity | 'never'): boolean {
  return rank[severity] >= rank[limit];
}

export function severityOf(rule: DataRule): Severity {
  return dataValidator.rules[rule].severity;
}
