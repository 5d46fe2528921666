import type { FunctionProfile } from './function-profile.ts';

/**
 * The profile in the file format of https://www.speedscope.app, as JSON text: one sampled profile, weights in seconds.
 *
 * @param command for its name
 */
export function speedscopeText(profile: FunctionProfile, command: string): string {
  const weights = profile.stacks.map(({ weight }) => weight);
  const file = {
    $schema: 'https://www.speedscope.app/file-format-schema.json',
    name: command,
    exporter: 'Dodeca',
    activeProfileIndex: 0,
    shared: {
      frames: profile.functions.map(({ name, file, path, line }) => ({
        name: name.toWellFormed(),
        ...(file === '' ? {} : { file: (path ?? file).toWellFormed() }),
        ...(line === null ? {} : { line }),
      })),
    },
    profiles: [
      {
        type: 'sampled',
        name: profile.stacksAre,
        unit: 'seconds',
        startValue: 0,
        endValue: weights.reduce((sum, weight) => sum + weight, 0),
        samples: profile.stacks.map(({ stack }) => stack),
        weights,
      },
    ],
  };
  return `${JSON.stringify(file)}\n`;
}
