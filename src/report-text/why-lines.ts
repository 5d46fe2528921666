import type { WhyReport } from '../model/report.ts';
import { localTime } from './local-time.ts';
import { table } from './table.ts';

/** Why an execution is where it is, for people. */
export function whyLines(why: WhyReport): string[] {
  return [why.summary, ...table(why.steps.map(({ at, text }) => [`  ${localTime(at)}`, text]))];
}
