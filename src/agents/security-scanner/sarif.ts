import type * as Sarif from 'sarif';
import type { Rule, Severity } from '../../builtin/builtin-agent.ts';
import { securityScanner } from '../../builtin/security-scanner.ts';
import type { FindingFix } from '../../model/event.ts';
import { ruleDetails } from './rule-details.ts';
import type { SecurityRule } from './security-finding.ts';
import type { ReportedFinding } from './security-report.ts';

/** The report for other tools. */
export const sarifName = 'security.sarif';

/** Results that GitHub takes of one run. */
const mostResults = 25_000;

const levels: Readonly<Record<Severity, Sarif.Result.level>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
};

/**
 * The findings as a log of SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), with what code scanning of
 * GitHub reads of it.
 */
export function sarifLog(findings: readonly ReportedFinding[]): Sarif.Log {
  const names = Object.keys(securityScanner.rules) as SecurityRule[];
  const index = new Map(names.map((name, at) => [name, at]));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'dodeca security_scanner',
            rules: names.map((name) => descriptor(name, securityScanner.rules[name])),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: findings
          .slice(0, mostResults)
          .map((finding) => result(finding, index.get(finding.rule) ?? 0)),
      },
    ],
  };
}

function descriptor(name: SecurityRule, { severity, meaning }: Rule): Sarif.ReportingDescriptor {
  const { advice, cwe, score, part } = ruleDetails[name];
  const sentence = `${meaning.replace(/^`?[a-z]/, (letter) => letter.toUpperCase())}.`;
  const url = `https://cwe.mitre.org/data/definitions/${cwe}.html`;
  return {
    id: name,
    name: name.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase()),
    shortDescription: { text: sentence },
    fullDescription: { text: `${sentence} ${advice}` },
    help: {
      text: `${sentence}\n\n${advice}\n\nWeakness: CWE-${cwe}, ${url}`,
      markdown: `${sentence}\n\n${advice}\n\nWeakness: [CWE-${cwe}](${url})`,
    },
    helpUri: url,
    defaultConfiguration: { level: levels[severity] },
    properties: {
      tags: ['security', part, `external/cwe/cwe-${String(cwe).padStart(3, '0')}`],
      precision: 'high',
      'security-severity': score.toFixed(1),
      'problem.severity': severity === 'info' ? 'recommendation' : severity,
    },
  };
}

function result(finding: ReportedFinding, ruleIndex: number): Sarif.Result {
  const { rule, severity, message, path, line, column, end_line, end_column, fingerprint, fix } = finding;
  const artifactLocation = { uri: uriOf(path), uriBaseId: '%SRCROOT%' };
  return {
    ruleId: rule,
    ruleIndex,
    level: levels[severity],
    message: { text: message },
    locations: [
      {
        physicalLocation: {
          artifactLocation,
          region: { startLine: line, startColumn: column, endLine: end_line, endColumn: end_column },
        },
      },
    ],
    partialFingerprints: { 'dodecaFinding/v1': fingerprint },
    ...(fix === undefined ? {} : { fixes: [fixOf(fix, artifactLocation)] }),
  };
}

function fixOf(fix: FindingFix, artifactLocation: Sarif.ArtifactLocation): Sarif.Fix {
  return {
    description: { text: fix.title },
    artifactChanges: [
      {
        artifactLocation,
        replacements: fix.edits.map(({ line, column, end_line, end_column, text }) => ({
          deletedRegion: { startLine: line, startColumn: column, endLine: end_line, endColumn: end_column },
          insertedContent: { text },
        })),
      },
    ],
  };
}

/** A path as a relative URI; a colon in its first part would be taken for a scheme. */
function uriOf(path: string): string {
  return path.toWellFormed().split('/').map(encodeURIComponent).join('/');
}
