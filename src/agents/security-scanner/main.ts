import { securityScanner } from '../../builtin/security-scanner.ts';
import { plural } from '../../common/text.ts';
import { writeReport } from '../report-file.ts';
import { runAgent } from '../run-agent.ts';
import { sarifLog, sarifName } from './sarif.ts';
import { scanWorkspace } from './scan-workspace.ts';
import { type SecurityFigures, securityFigures, securityScore } from './security-figures.ts';
import { reportedFindings, reportName, securityReport } from './security-report.ts';
import { securitySummary } from './security-summary.ts';

await runAgent(securityScanner, async ({ workspace, parameters, findings, figure, health }) => {
  const started = performance.now();
  const result = await scanWorkspace(workspace, parameters);
  for (const { rule, path, line, column, message, severity, fix } of result.findings) {
    findings.add({ rule, path, line, column, message, severity, fix });
  }
  const reported = reportedFindings(findings.all, result.findings);
  const figures = securityFigures(result.scanned, reported);
  for (const name of Object.keys(figures) as (keyof SecurityFigures)[]) figure(name, figures[name]);
  const score = result.scanned === 0 ? null : securityScore(figures);
  if (score !== null) {
    health(
      score,
      `${plural(figures.findings_error, 'error')} and ${plural(figures.findings_warning, 'warning')} in ${plural(result.scanned, 'file')}`,
    );
  }
  writeReport(workspace, reportName, securityReport(result, figures, score, reported, findings.suppressed));
  writeReport(workspace, sarifName, `${JSON.stringify(sarifLog(reported), null, 1)}\n`);
  process.stdout.write(`${securitySummary(result, figures, reported, performance.now() - started)}\n`);
  const failing =
    parameters.fail_on === 'never'
      ? 0
      : figures.findings_error + (parameters.fail_on === 'warning' ? figures.findings_warning : 0);
  return failing > 0 ? 1 : 0;
});
