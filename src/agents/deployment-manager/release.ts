import { emit } from '../../agent-protocol/emit.ts';
import { toldPath } from '../told-path.ts';
import { carryOut, type ReleaseOutcome } from './carry-out.ts';
import { outcomeLines, planLines, stepLine } from './deployment-summary.ts';
import { type ReleasePlan, stepText } from './plan-release.ts';
import { print } from './print-lines.ts';
import { releaseEnvironment } from './release-environment.ts';
import { ReleaseShell } from './release-shell.ts';

/** What decides whether a release goes on, and how far. */
export interface ReleaseRequest {
  readonly workspace: string;
  /** Null where there is nothing to release. */
  readonly plan: ReleasePlan | null;
  readonly dryRun: boolean;
  readonly version: string | null;
  /** The version that somebody approved of; null where nobody did. */
  readonly given: string | null;
  /** Findings that stand, and how many of them are errors. */
  readonly findings: { readonly all: number; readonly errors: number };
  redact(text: string): string;
}

/** How a release came out, and the exit code of the agent. */
export interface Released {
  readonly outcome: ReleaseOutcome;
  readonly exitCode: 0 | 1;
}

const planned: ReleaseOutcome = { state: 'planned', done: 0, records: [], packages: [] };

/** Carries a release out as far as it may go, and says on the way what it does. */
export async function release(request: ReleaseRequest): Promise<Released> {
  const { plan, dryRun, version, given, findings, redact } = request;
  const approved = given !== null && given === version;
  const approval = `dodeca run PIPELINE --param approve=${version}`;
  if (plan === null || plan.steps.length === 0) {
    if (plan !== null)
      print(['', 'Nothing to release: no step is configured. Tell a command to `deploy`, or enable `tag`.']);
    // A version that was released from another commit cannot be released again.
    const exitCode = !dryRun && findings.errors > 0 ? 1 : 0;
    return { outcome: { ...planned, state: 'nothing_to_release' }, exitCode };
  }
  if (dryRun) {
    print(planLines(plan, approved, approval).map(redact));
    return { outcome: planned, exitCode: 0 };
  }
  if (findings.all > 0) {
    print(['', 'Stopped before the first step: mend what was found, or name its rule in with.ignore.']);
    return { outcome: { ...planned, state: 'failed' }, exitCode: 1 };
  }
  if (given !== null && !approved) {
    const message = `${given} was approved, and ${version} would be released. To approve of it: ${approval}`;
    emit({ type: 'log', level: 'warning', message });
    print(['', message]);
    return { outcome: { ...planned, state: 'waiting_for_approval' }, exitCode: 1 };
  }
  return await goThrough(request, plan, approved, approval);
}

async function goThrough(
  { workspace, redact }: ReleaseRequest,
  plan: ReleasePlan,
  approved: boolean,
  approval: string,
): Promise<Released> {
  const env = releaseEnvironment(process.env, workspace, plan);
  const shell = new ReleaseShell(workspace, env, redact, (text) => process.stdout.write(text));
  print(['', 'Release']);
  let begun = 0;
  const outcome = await carryOut(workspace, plan, shell, approved, (step) => {
    const percent = Math.round((100 * begun++) / (plan.steps.length + 2));
    emit({ type: 'progress', percent, message: typeof step === 'string' ? step : redact(stepText(step)) });
    print([stepLine(step)]);
  });
  for (const { path } of outcome.packages)
    emit({ type: 'artifact', path: toldPath(workspace, path), kind: 'package' });
  print(outcomeLines(outcome, approval));
  if (outcome.state === 'waiting_for_approval')
    emit({ type: 'log', level: 'warning', message: `waiting for approval: ${approval}` });
  return { outcome, exitCode: outcome.state === 'failed' || outcome.state === 'rolled_back' ? 1 : 0 };
}
