/** How good an answer is, or the mean of many: each from 0 to 1. */
export interface Relevance {
  /** Normalised discounted cumulative gain of the first ten, relevance being yes or no. */
  readonly ndcg: number;
  /** One by the place of the first relevant path among the first ten. */
  readonly mrr: number;
  /** The share of what is relevant that is among the first hundred. */
  readonly recall: number;
}

/** @param ranked paths, the best first, each once */
export function relevanceOf(ranked: readonly string[], relevant: ReadonlySet<string>): Relevance {
  let gain = 0;
  let ideal = 0;
  let first = 0;
  let found = 0;
  for (const [at, path] of ranked.slice(0, 100).entries()) {
    if (!relevant.has(path)) continue;
    found += 1;
    if (at >= 10) continue;
    gain += 1 / Math.log2(at + 2);
    if (first === 0) first = 1 / (at + 1);
  }
  for (let at = 0; at < Math.min(10, relevant.size); at++) ideal += 1 / Math.log2(at + 2);
  return { ndcg: ideal === 0 ? 0 : gain / ideal, mrr: first, recall: found / Math.max(1, relevant.size) };
}

export function meanRelevance(all: readonly Relevance[]): Relevance {
  const mean = (of: (one: Relevance) => number): number =>
    all.length === 0 ? 0 : all.reduce((sum, one) => sum + of(one), 0) / all.length;
  return { ndcg: mean((one) => one.ndcg), mrr: mean((one) => one.mrr), recall: mean((one) => one.recall) };
}
