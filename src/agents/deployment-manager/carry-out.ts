import { findProgram } from '../../process/find-program.ts';
import { runGit } from '../../process/run-git.ts';
import { checkHealth } from './check-health.ts';
import { makePackageFolder, newPackages, type PackageFile, packageStamps } from './package-files.ts';
import { needsApproval, type ReleasePlan, type Step } from './plan-release.ts';
import type { ReleaseShell, StepRecord } from './release-shell.ts';

export type ReleaseState =
  | 'planned'
  | 'nothing_to_release'
  | 'waiting_for_approval'
  | 'deployed'
  | 'rolled_back'
  | 'failed';

/** What became of a release. */
export interface ReleaseOutcome {
  readonly state: ReleaseState;
  /** The steps of the plan that were done. */
  readonly done: number;
  /** Everything that was tried, undoing too, in its order. */
  readonly records: readonly StepRecord[];
  readonly packages: readonly PackageFile[];
}

/** Seconds that git may take to make or remove a tag; a signature may ask for a passphrase. */
const tagTimeout = 120;

/**
 * Carries a release out, step by step, and stops before the first one that needs an approval which is not there.
 * Where something fails after this run has made a tag, the tag is removed; where deploying or the health check fails,
 * what undoes a deployment is run.
 *
 * @param onStep hears what comes next
 */
export async function carryOut(
  workspace: string,
  plan: ReleasePlan,
  shell: ReleaseShell,
  approved: boolean,
  onStep: (step: Step | 'rollback' | 'untag') => void,
): Promise<ReleaseOutcome> {
  const records: StepRecord[] = [];
  const packages: PackageFile[] = [];
  let done = 0;
  let tag: MadeTag | null = null;
  const outcome = (state: ReleaseState): ReleaseOutcome => ({ state, done, records, packages });
  makePackageFolder(workspace);
  for (const step of plan.steps) {
    if (needsApproval(step) && !approved) return outcome('waiting_for_approval');
    onStep(step);
    const before = packageStamps(workspace);
    const record = await doStep(step, shell);
    records.push(record);
    if (step.name === 'build' || step.name === 'pack')
      packages.push(...(await newPackages(workspace, before)));
    if (record.outcome === 'done') {
      done += 1;
      if (step.name === 'tag') tag = await madeTag(workspace, step.tag);
      continue;
    }
    const deployed = step.name === 'deploy' || step.name === 'health_check';
    let undone: StepRecord | null = null;
    if (deployed && plan.rollback !== null) {
      onStep('rollback');
      undone = await shell.run('rollback', plan.rollback);
      records.push(undone);
    }
    if (tag !== null) {
      onStep('untag');
      records.push(await removeTag(tag, shell));
    }
    return outcome(undone?.outcome === 'done' ? 'rolled_back' : 'failed');
  }
  return outcome('deployed');
}

async function doStep(step: Step, shell: ReleaseShell): Promise<StepRecord> {
  switch (step.name) {
    case 'build':
    case 'pack':
    case 'deploy':
      return await shell.run(step.name, step.command);
    case 'tag':
      return await git(shell, 'tag', ['tag', '-a', '-m', step.message, '--', step.tag, step.commit]);
    case 'health_check':
      return await checkHealth(step.check, shell);
  }
}

/** A tag that this run has made. */
interface MadeTag {
  readonly ref: string;
  /** The object that it names. */
  readonly object: string;
}

async function madeTag(workspace: string, name: string): Promise<MadeTag | null> {
  const ref = `refs/tags/${name}`;
  const object = (await runGit(workspace, ['rev-parse', '--verify', ref]))?.trim();
  return object === undefined ? null : { ref, object };
}

/** Removes the tag that this run has made, and no other that has taken its name since. */
async function removeTag({ ref, object }: MadeTag, shell: ReleaseShell): Promise<StepRecord> {
  return await git(shell, 'untag', ['update-ref', '-d', ref, object]);
}

async function git(shell: ReleaseShell, step: string, args: readonly string[]): Promise<StepRecord> {
  const program = findProgram('git', process.env);
  if (program !== null) return await shell.git(step, program, args, tagTimeout);
  const nothing = { command: null, exit_code: null, duration_ms: 0, output: '' };
  return { step, ...nothing, outcome: 'not-started', says: 'git was not found' };
}
