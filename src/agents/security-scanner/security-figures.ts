import type { Severity } from '../../builtin/builtin-agent.ts';
import type { StandingFinding } from '../findings.ts';
import { partOf } from './rule-details.ts';
import type { SecurityPart, SecurityRule } from './security-finding.ts';

/** What the security scanner counts, by the names of its figures. */
export interface SecurityFigures {
  readonly files_scanned: number;
  readonly secrets: number;
  readonly dangerous_calls: number;
  readonly dependency_findings: number;
  readonly findings_error: number;
  readonly findings_warning: number;
  readonly findings_info: number;
}

export function securityFigures(
  filesScanned: number,
  findings: readonly Pick<StandingFinding<SecurityRule>, 'rule' | 'severity'>[],
): SecurityFigures {
  const ofPart = (part: SecurityPart) => findings.filter(({ rule }) => partOf(rule) === part).length;
  const ofSeverity = (severity: Severity) =>
    findings.filter((finding) => finding.severity === severity).length;
  return {
    files_scanned: filesScanned,
    secrets: ofPart('secrets'),
    dangerous_calls: ofPart('calls'),
    dependency_findings: ofPart('dependencies'),
    findings_error: ofSeverity('error'),
    findings_warning: ofSeverity('warning'),
    findings_info: ofSeverity('info'),
  };
}

/**
 * The score of the health, 0 to 100. It halves with every error in a small workspace; a large one has more of
 * everything, and halves with every 1 + √(files / 100) of them: one hole is not harmless because the rest is long.
 */
export function securityScore(figures: SecurityFigures): number {
  const weight = figures.findings_error + figures.findings_warning / 5;
  return 100 * 0.5 ** (weight / (1 + Math.sqrt(figures.files_scanned / 100)));
}
