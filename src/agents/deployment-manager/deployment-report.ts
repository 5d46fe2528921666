import { reportText } from '../report-file.ts';
import type { Assessment } from './assess-release.ts';
import type { ReleaseOutcome } from './carry-out.ts';
import { type ReleasePlan, stepText } from './plan-release.ts';
import type { ReleaseFinding } from './release-check.ts';

export const reportName = 'deployment.json';

const about = {
  version: 'the version that was found, and where',
  state:
    'planned, nothing_to_release, waiting_for_approval, deployed (everything that is configured was done), rolled_back or failed',
  checks: 'what was looked at; passed is null where there was nothing to look at',
  plan: 'the steps of the release in their order; rollback is done only if deploying or the health check fails',
  steps:
    'what was carried out, undoing too; none in a dry run. output is its end, the values of variables that are secrets by their names replaced',
  packages: 'files that building and packing made',
};

/** The report as JSON text; of a dry run the same workspace gives the same bytes. */
export function deploymentReport(
  assessment: Assessment,
  plan: ReleasePlan | null,
  outcome: ReleaseOutcome,
  dryRun: boolean,
  findings: readonly ReleaseFinding[],
  redact: (text: string) => string,
): string {
  const { project, checks, nothing } = assessment;
  const reference = project?.reference;
  const version = reference
    ? { text: reference.text, path: reference.path, line: reference.line, compared: project.compared.length }
    : null;
  const steps = (plan?.steps ?? []).map((step) => ({ step: step.name, would: redact(stepText(step)) }));
  const rollback = plan?.rollback ? [{ step: 'rollback', would: redact(`run: ${plan.rollback.run}`) }] : [];
  return reportText(
    { about, dry_run: dryRun, state: outcome.state, nothing_to_release: nothing, version },
    {
      checks,
      plan: [...steps, ...rollback],
      steps: outcome.records,
      packages: outcome.packages,
      findings,
    },
  );
}
