import type { Iteration, IterationPart } from './iteration.ts';

export type Verdict = 'first' | 'improved' | 'regressed' | 'steady' | 'converged';

/** A part in two iterations. */
export interface PartChange {
  readonly part: string;
  readonly before: number;
  readonly after: number;
  /** Points by which it moves the score. */
  readonly effect: number;
}

/** An iteration beside those before it. Scores of others are those over the parts of this one, with its weights. */
export interface Comparison {
  readonly verdict: Verdict;
  /** What it is compared with; null where nothing before measured any of its parts. */
  readonly before: Iteration | null;
  /** Points, over the parts that both measured; null where there is nothing before. */
  readonly change: number | null;
  /** The parts that both measured, the greatest effect first. */
  readonly parts: readonly PartChange[];
  /** Parts that only this one measured; of what only the other measured, see `vanished`. */
  readonly appeared: readonly string[];
  readonly vanished: readonly string[];
  /** The iteration with the highest score, among those that measured all of these parts and this one. */
  readonly best: { readonly iteration: Iteration; readonly score: number };
  /** The span of the scores of this one and the `patience` before it that measured all of its parts; null of fewer. */
  readonly span: number | null;
}

export interface ComparisonRules {
  /** Points by which two scores may differ and are still alike. */
  readonly tolerance: number;
  /** Iterations before this one that must be alike with it. */
  readonly patience: number;
}

// Scores are sums of floating point: what differs by less than this does not differ.
const rounding = 1e-9;

/**
 * Compares an iteration with those before it. A part that is not in both counts as no change: it is only named.
 *
 * The other iteration is the newest that measured all parts of this one, else the newest that measured any of them.
 *
 * @param earlier newest first
 */
export function compareIterations(
  current: Iteration,
  earlier: readonly Iteration[],
  { tolerance, patience }: ComparisonRules,
): Comparison {
  const full = earlier.flatMap((iteration) => {
    const score = scoreOver(current.parts, iteration);
    return score === null ? [] : [{ iteration, score }];
  });
  const before = full[0]?.iteration ?? earlier.find((other) => shared(current, other).length > 0) ?? null;
  const parts = before === null ? [] : partChanges(current, before);
  const change = before === null ? null : parts.reduce((sum, { effect }) => sum + effect, 0);
  const own = { iteration: current, score: current.score };
  // The present one is the best where it is as good as the best before it.
  const best = full.reduce((most, other) => (other.score > most.score + rounding ? other : most), own);
  const window = [own, ...full.slice(0, patience)].map(({ score }) => score);
  const span = window.length === patience + 1 ? Math.max(...window) - Math.min(...window) : null;
  return {
    verdict: verdict(change, span, tolerance),
    before,
    change,
    parts,
    appeared: before === null ? [] : missingIn(before, current),
    vanished: before === null ? [] : missingIn(current, before),
    best,
    span,
  };
}

function verdict(change: number | null, span: number | null, tolerance: number): Verdict {
  if (change === null) return 'first';
  if (change > tolerance + rounding) return 'improved';
  if (change < -tolerance - rounding) return 'regressed';
  return span !== null && span <= tolerance + rounding ? 'converged' : 'steady';
}

/** The score of an iteration over some parts with their weights; null where it did not measure all of them. */
function scoreOver(parts: readonly IterationPart[], iteration: Iteration): number | null {
  const scores = byPart(iteration);
  let sum = 0;
  let total = 0;
  for (const { part, weight } of parts) {
    const other = scores.get(part);
    if (other === undefined) return null;
    sum += weight * other.score;
    total += weight;
  }
  return total === 0 ? null : sum / total;
}

function partChanges(current: Iteration, before: Iteration): PartChange[] {
  const both = shared(current, before);
  const total = both.reduce((sum, [{ weight }]) => sum + weight, 0);
  return both
    .map(([{ part, weight, score }, other]) => ({
      part,
      before: other.score,
      after: score,
      effect: (weight / total) * (score - other.score),
    }))
    .sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect) || (a.part < b.part ? -1 : 1));
}

/** The parts of an iteration that count, each with what the other measured. */
function shared(current: Iteration, other: Iteration): [IterationPart, IterationPart][] {
  const scores = byPart(other);
  return current.parts.flatMap((part): [IterationPart, IterationPart][] => {
    const same = part.weight > 0 ? scores.get(part.part) : undefined;
    return same === undefined ? [] : [[part, same]];
  });
}

function missingIn(iteration: Iteration, other: Iteration): string[] {
  const known = byPart(iteration);
  return other.parts.map(({ part }) => part).filter((part) => !known.has(part));
}

function byPart({ parts }: Iteration): ReadonlyMap<string, IterationPart> {
  return new Map(parts.map((part) => [part.part, part]));
}
