import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { reportFolder, reportText } from '../report-file.ts';
import type { Comparison } from './compare-iterations.ts';
import { type Iteration, iterationSchema } from './iteration.ts';

export const recordName = 'recursive-framework.json';

/** Where the record is, relative to the workspace. */
export const recordPath = `${reportFolder}/${recordName}`;

const about = {
  score:
    'the weighted mean of the parts that a run measured: sum of weight × score / sum of weight, 0 to 100',
  verdict:
    'first, improved, regressed, steady or converged: by the parts that both runs measured, with the weights of the newer one',
  compared_with:
    'the last run that measured all parts of this one, or else any of them; change is in points; appeared and vanished are parts that only one of the two measured, and count as no change',
  best: 'the run with the highest score over the parts of the last run, with its weights',
  iterations: 'the runs, newest first; run_id is null for one that was started by hand',
};

/** Bytes; a record is much smaller. */
const largestRecord = 16 * 1024 * 1024;

const recordSchema = z.object({
  best: z.object({ iteration: iterationSchema }).nullable().catch(null),
  iterations: z.array(z.unknown()),
});

/** The iterations of the record, each once; none where there is no record; null where it cannot be read. */
export function readRecord(workspace: string): Iteration[] | null {
  const path = join(workspace, recordPath);
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return [];
    if (!stats.isFile() || stats.size > largestRecord) return null;
    const { best, iterations } = recordSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
    const read = iterations.flatMap((row) => {
      const iteration = iterationSchema.safeParse(row);
      return iteration.success ? [iteration.data] : [];
    });
    if (best === null || read.some((row) => isSame(row, best.iteration))) return read;
    return [...read, best.iteration];
  } catch {
    return null;
  }
}

/**
 * The record as JSON text.
 *
 * @param earlier newest first
 * @param most how many iterations are kept besides the best
 */
export function recordText(
  current: Iteration,
  earlier: readonly Iteration[],
  { verdict, before, change, parts, appeared, vanished, best }: Comparison,
  most: number,
): string {
  const compared = before && { run_id: before.run_id, at: before.at, change, parts, appeared, vanished };
  const summary = { verdict, score: current.score, compared_with: compared, best };
  return reportText({ about, ...summary }, { iterations: [current, ...earlier].slice(0, most) });
}

/** Whether two are of one run. */
export function isSame(a: Iteration, b: Iteration): boolean {
  return a.run_id === b.run_id && (a.run_id !== null || a.at === b.at);
}
