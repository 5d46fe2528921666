import { formatDuration, plural } from '../../common/text.ts';
import type { Assessment } from './assess-release.ts';
import type { DetectedCommands } from './detect-commands.ts';
import type { ReleaseParameters } from './release-check.ts';

/** A command of a release. */
export interface ReleaseCommand {
  readonly run: string;
  /** Seconds. */
  readonly timeout: number;
}

/** How it is known that what was deployed works. */
export type HealthCheck = NonNullable<ReleaseParameters['health_check']>;

/** A step of a release, in the order in which they are done. */
export type Step =
  | {
      readonly name: 'build' | 'pack' | 'deploy';
      readonly command: ReleaseCommand;
      readonly detected: boolean;
    }
  | { readonly name: 'tag'; readonly tag: string; readonly commit: string; readonly message: string }
  | { readonly name: 'health_check'; readonly check: HealthCheck };

/** What a release consists of. */
export interface ReleasePlan {
  readonly version: string;
  /** Where packages and scripts read it: the tag, made or to be made; null where there is none. */
  readonly tag: string | null;
  readonly steps: readonly Step[];
  readonly rollback: ReleaseCommand | null;
}

/** Seconds that a detected command may take. */
const detectedTimeout = 600;

/** The steps of a release of what was assessed. */
export function planRelease(
  { project, git, tags }: Assessment,
  parameters: ReleaseParameters,
  detected: DetectedCommands,
): ReleasePlan {
  const version = project?.reference.text ?? '';
  const steps: Step[] = [];
  for (const name of ['build', 'pack'] as const) {
    const told = parameters[name];
    const found = detected[name];
    if (told) steps.push({ name, command: told, detected: false });
    else if (told === null && found !== null)
      steps.push({ name, command: { run: found, timeout: detectedTimeout }, detected: true });
  }
  const commit = git?.head ?? null;
  if (parameters.tag.enabled && tags.name !== null && !tags.isHere && commit !== null) {
    const message = parameters.tag.message.replaceAll('{version}', version);
    steps.push({ name: 'tag', tag: tags.name, commit, message });
  }
  if (parameters.deploy !== null) {
    steps.push({ name: 'deploy', command: parameters.deploy, detected: false });
    if (parameters.health_check !== null)
      steps.push({ name: 'health_check', check: parameters.health_check });
  }
  return {
    version,
    tag: tags.name,
    steps,
    rollback: parameters.deploy === null ? null : parameters.rollback,
  };
}

/** Whether a step changes something for others, so that somebody must have approved of it. */
export function needsApproval({ name }: Step): boolean {
  return name === 'tag' || name === 'deploy' || name === 'health_check';
}

/** What a step would do, to follow `would`. */
export function stepText(step: Step): string {
  switch (step.name) {
    case 'build':
    case 'pack':
    case 'deploy':
      return `run: ${step.command.run}${step.detected ? ' (detected)' : ''}`;
    case 'tag':
      return `tag: ${step.tag} at ${step.commit.slice(0, 12)}, “${step.message}”`;
    case 'health_check': {
      const { run, url, retries, interval } = step.check;
      const times =
        retries === 0
          ? 'once'
          : `up to ${plural(retries + 1, 'time')}, ${formatDuration(interval * 1000)} apart`;
      return `${url === undefined ? `run: ${run}` : `ask: ${url}`}, ${times}`;
    }
  }
}
