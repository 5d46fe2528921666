import { deploymentManager } from '../../builtin/deployment-manager.ts';
import { UserError } from '../../common/errors.ts';
import { writeReport } from '../report-file.ts';
import { runAgent } from '../run-agent.ts';
import { assessRelease } from './assess-release.ts';
import { deploymentReport, reportName } from './deployment-report.ts';
import { checkLines, reportLine } from './deployment-summary.ts';
import { detectCommands } from './detect-commands.ts';
import { planRelease } from './plan-release.ts';
import { print } from './print-lines.ts';
import { release } from './release.ts';
import { redactor } from './release-environment.ts';

await runAgent(deploymentManager, async ({ workspace, parameters, input, findings, figure, health }) => {
  const dryRun = parameters.dry_run;
  const assessment = await assessRelease(workspace, parameters, Date.now());
  const { project, checks, nothing } = assessment;
  for (const finding of assessment.findings) findings.add(finding);
  print(checkLines(assessment));
  if (project === null && parameters.deploy !== null && !dryRun)
    throw new UserError('version.missing', 'no file tells a version: name one in with.version_files');
  const redact = redactor(process.env);
  const plan =
    project === null || nothing !== null
      ? null
      : planRelease(assessment, parameters, detectCommands(workspace, project.reference));
  const version = project?.reference.text ?? null;
  const given = approvalOf(input.params.approve) ?? approvalOf(parameters.approve);
  const { outcome, exitCode } = await release({
    workspace,
    plan,
    dryRun,
    version,
    given,
    findings: { all: findings.count(), errors: findings.count('error') },
    redact,
  });
  const made = checks.filter(({ passed }) => passed !== null);
  const passed = made.filter((check) => check.passed).length;
  if (nothing === null && made.length > 0)
    health((100 * passed) / made.length, `${passed} of ${made.length} checks passed`);
  figure('version', version);
  figure('steps_planned', plan?.steps.length ?? 0);
  figure('steps_done', outcome.done);
  figure('state', outcome.state);
  figure('findings', findings.count());
  writeReport(
    workspace,
    reportName,
    deploymentReport(assessment, plan, outcome, dryRun, findings.all, redact),
  );
  print(['', reportLine]);
  return exitCode;
});

/** The version that somebody approved of; null where nobody did. */
function approvalOf(value: unknown): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const text = String(value).trim();
  return text === '' ? null : text;
}
