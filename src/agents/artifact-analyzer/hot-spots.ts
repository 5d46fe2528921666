import type { FileHistory } from '../git-history.ts';
import type { ComplexityFacts } from './facts.ts';

/** Commits that a hot spot has at least. */
const hotFrom = 5;
/** The most complex function of a hot spot is above McCabe's limit of 10. */
const complexAbove = 10;
/** Of the files with code, as many are hot spots at most. */
const share = 0.05;
const most = 20;

/** The formula in words; the report carries it. */
export const hotSpotFormula =
  'heat = commits * complexity, where commits changed the file within the time that is looked at and complexity is the cyclomatic complexity of all its functions together ' +
  '(after A. Tornhill, Your Code as a Crime Scene, 2015, who takes lines for complexity). ' +
  'A hot spot is code that is neither a test nor generated, has 5 commits or more and a function of a complexity above 10, ' +
  'and is among the 5 % of such files with the highest heat, at least 1 and at most 20.';

/** `commits * complexity`; null where the workspace has no history. */
export function heatOf(
  history: FileHistory | undefined,
  complexity: ComplexityFacts | null,
  hasHistory: boolean,
): number | null {
  return hasHistory ? (history?.commits ?? 0) * (complexity?.total ?? 0) : null;
}

/** A file that may be a hot spot. */
export interface Candidate {
  readonly path: string;
  readonly heat: number;
  readonly commits: number;
  readonly complexityMax: number;
}

/** The hot spots among all files of code that are neither tests nor generated, the hottest first. */
export function hotSpots(candidates: readonly Candidate[]): readonly string[] {
  const limit = Math.min(most, Math.max(1, Math.ceil(candidates.length * share)));
  return candidates
    .filter(({ commits, complexityMax }) => commits >= hotFrom && complexityMax > complexAbove)
    .sort((a, b) => b.heat - a.heat || (a.path < b.path ? -1 : 1))
    .slice(0, limit)
    .map(({ path }) => path);
}
