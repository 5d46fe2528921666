import type { SmokeResult } from './smoke-test.ts';

/** What the smoke tester counts. */
export interface SmokeFigures {
  readonly checked: number;
  readonly failed: number;
  readonly skipped: number;
  /** The share of the checked files that is sound, 0 to 1; 1 where there was nothing to check. */
  readonly passRate: number;
}

export function smokeFigures({ outcomes }: SmokeResult): SmokeFigures {
  const failed = outcomes.filter(({ result }) => result.kind === 'fault').length;
  const skipped = outcomes.filter(({ result }) => result.kind === 'skipped').length;
  const checked = outcomes.length - skipped;
  return { checked, failed, skipped, passRate: checked === 0 ? 1 : (checked - failed) / checked };
}
