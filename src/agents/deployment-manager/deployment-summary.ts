import { formatBytes, formatDuration } from '../../common/text.ts';
import { reportFolder } from '../report-file.ts';
import type { Assessment } from './assess-release.ts';
import type { ReleaseOutcome } from './carry-out.ts';
import { reportName } from './deployment-report.ts';
import { needsApproval, type ReleasePlan, type Step, stepText } from './plan-release.ts';
import type { Check } from './release-check.ts';
import type { StepRecord } from './release-shell.ts';

const labels: Readonly<Record<string, string>> = {
  version: 'version',
  files: 'version files',
  changelog: 'changelog',
  tag: 'tag',
  tree: 'work tree',
  build: 'build',
  pack: 'pack',
  approval: 'approval',
  deploy: 'deploy',
  health_check: 'health check',
  rollback: 'rollback',
  untag: 'remove tag',
};
const width = Math.max(...Object.values(labels).map((label) => label.length));

/** What a thing of a release is called, in a column. */
export function label(name: string): string {
  return (labels[name] ?? name).padEnd(width);
}

/** What was found before the release. */
export function checkLines({ project, checks, nothing }: Assessment): string[] {
  if (project === null) return [`Nothing to release here: ${nothing}.`];
  const { reference } = project;
  const name = reference.name === null ? '' : ` of ${reference.name}`;
  const lines = [`Release${name} ${reference.text} (${reference.path})`];
  if (checks.length > 0) lines.push('', 'Checks', ...checks.map(checkLine));
  if (nothing !== null) lines.push('', `Nothing to release: ${nothing}.`);
  return lines;
}

function checkLine({ name, passed, says }: Check): string {
  const mark = passed === null ? '–' : passed ? '✓' : '✗';
  return `  ${mark} ${label(name)}  ${says}`;
}

/** What a release would do, step by step. */
export function planLines(
  { steps, rollback, tag }: ReleasePlan,
  approved: boolean,
  approval: string,
): string[] {
  const lines: string[] = [];
  for (const step of steps) {
    if (needsApproval(step) && !approved && !lines.some((line) => line.includes(approval)))
      lines.push(`  ${label('approval')}  would wait for it: ${approval}`);
    lines.push(`  ${label(step.name)}  would ${stepText(step)}`);
  }
  const makesTag = steps.some(({ name }) => name === 'tag');
  if (rollback !== null) {
    const also = makesTag ? `, and the tag ${tag} would be removed` : '';
    lines.push(
      `  ${label('rollback')}  would run if deploying or the health check fails: ${rollback.run}${also}`,
    );
  }
  return ['', 'Plan (a dry run: nothing is run or changed)', ...lines];
}

/** The line before a step. */
export function stepLine(step: Step | 'rollback' | 'untag'): string {
  return typeof step === 'string' ? `  ${label(step)}` : `  ${label(step.name)}  ${stepText(step)}`;
}

/** What became of the steps. */
export function outcomeLines({ state, records, packages }: ReleaseOutcome, approval: string): string[] {
  const lines = ['', 'Steps', ...records.map(recordLine)];
  for (const { path, size, sha256 } of packages)
    lines.push(`  ${path}  ${formatBytes(size)}  sha256 ${sha256}`);
  const texts = {
    deployed: 'Done: everything that is configured was carried out.',
    rolled_back: 'Rolled back: the release failed, and what was deployed was undone.',
    failed: 'Failed: nothing more was done.',
    waiting_for_approval: `Waiting for approval. To go on: ${approval}`,
    planned: 'Planned.',
    nothing_to_release: 'Nothing was to be released.',
  };
  return [...lines, '', texts[state]];
}

function recordLine({ step, outcome, says, duration_ms }: StepRecord): string {
  return `  ${outcome === 'done' ? '✓' : '✗'} ${label(step)}  ${says}, ${formatDuration(duration_ms)}`;
}

/** Where the report is. */
export const reportLine = `Report: ${reportFolder}/${reportName}`;
