import type { StandingFinding } from '../findings.ts';
import { reportText } from '../report-file.ts';
import { Fingerprints } from './fingerprints.ts';
import { partOf } from './rule-details.ts';
import type { ScanResult } from './scan-workspace.ts';
import type { SecurityFigures } from './security-figures.ts';
import type { SecurityFinding, SecurityPart, SecurityRule } from './security-finding.ts';

export const reportName = 'security-scanner.json';

/** A finding as the reports have it. */
export interface ReportedFinding extends StandingFinding<SecurityRule> {
  readonly line: number;
  readonly column: number;
  readonly end_line: number;
  readonly end_column: number;
  readonly part: SecurityPart;
  readonly fingerprint: string;
}

/** The findings that stand, with what the reports say of them besides. */
export function reportedFindings(
  standing: readonly StandingFinding<SecurityRule>[],
  found: readonly SecurityFinding[],
): ReportedFinding[] {
  const details = new Map(found.map((finding) => [keyOf(finding), finding]));
  const fingerprints = new Fingerprints();
  return standing.map(({ rule, path, severity, message, line = 1, column = 1, fix }) => {
    const known = details.get(keyOf({ rule, path, line, column, message }));
    return {
      rule,
      severity,
      path,
      line,
      column,
      end_line: known?.end.line ?? line,
      end_column: known?.end.column ?? column,
      message,
      part: partOf(rule),
      fingerprint: fingerprints.of({ rule, path, context: known?.context ?? message }),
      ...(fix === undefined ? {} : { fix }),
    };
  });
}

function keyOf({
  rule,
  path,
  line = 1,
  column = 1,
  message,
}: Pick<SecurityFinding, 'rule' | 'path' | 'message'> & {
  line?: number | undefined;
  column?: number | undefined;
}): string {
  return JSON.stringify([rule, path, line, column, message]);
}

const about = {
  figures: 'what was counted, as the agent tells it',
  score: 'of the health, 0 to 100: 100 × 0.5^((errors + warnings / 5) / (1 + √(files_scanned / 100)))',
  left_out:
    'what was not looked at: files by reason; generated, packed and vendored code, whose calls are not judged; files of tests, whose calls and dependencies are not; findings that the user does not want to hear of',
  findings:
    'the most severe first; line and column from 1 in UTF-16 code units, the end is the first place behind; fingerprint stays when lines move; secrets are masked',
};

/** The report as JSON text. */
export function securityReport(
  result: ScanResult,
  figures: SecurityFigures,
  score: number | null,
  findings: readonly ReportedFinding[],
  suppressed: number,
): string {
  const left_out = {
    files: Object.fromEntries([...result.skipped].sort()),
    code_of_others: result.foreign,
    files_of_tests: result.tests,
    findings_ignored: suppressed,
  };
  return reportText({ about, figures, score, left_out }, { findings });
}
