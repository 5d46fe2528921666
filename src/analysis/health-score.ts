import * as z from 'zod';

/** What an agent tells as its output `health`. */
export interface ToldHealth {
  /** The name of the part: `tests`. */
  readonly part: string;
  /** How much it counts beside the other parts; 0 or more. */
  readonly weight: number;
  /** 0 to 100. */
  readonly score: number;
  /** What it was measured by: `128 of 137 tests passed`; empty where it was not said. */
  readonly basis: string;
}

/** A part as it goes into the health of a workspace. */
export interface MeasuredPart extends Omit<ToldHealth, 'score'> {
  /** Who told it. */
  readonly agent: string;
  /** 0 to 100; null where the agent measured nothing. */
  readonly score: number | null;
}

/** A part as it counts in the health of a workspace. */
export interface ScoredPart extends ToldHealth {
  /** Who told it, by name; more than one where agents told the same part. */
  readonly agents: readonly string[];
  /** Its part of the weight of everything that was measured, 0 to 1. */
  readonly share: number;
  /** Points that it adds to the score: share × score. */
  readonly contribution: number;
}

/** The health of a workspace. */
export interface HealthScore {
  /** 0 to 100; null where nothing was measured. */
  readonly score: number | null;
  /** What was measured, the heaviest first, then by name. */
  readonly parts: readonly ScoredPart[];
}

/** The weight of a part whose agent names none. */
export const defaultHealthWeight = 10;

/**
 * The health of a workspace: the weighted arithmetic mean of the parts that were measured,
 *
 *     score = Σ weight × score / Σ weight
 *
 * What was not measured counts neither for nor against. A part that several agents tell is one part: its score and its
 * weight are the means of what they told, each counting alike. The order of the parts does not matter.
 */
export function healthScore(parts: readonly MeasuredPart[]): HealthScore {
  const told = new Map<string, Measured[]>();
  for (const entry of parts) {
    if (!isMeasured(entry)) continue;
    const same = told.get(entry.part);
    if (same) same.push(entry);
    else told.set(entry.part, [entry]);
  }
  const merged = [...told].map(([part, same]) => merge(part, same));
  merged.sort((a, b) => b.weight - a.weight || compare(a.part, b.part));
  const total = sum(merged.map(({ weight }) => weight));
  const scored = merged.map((part) => {
    const share = total === 0 ? 0 : part.weight / total;
    return { ...part, share, contribution: share * part.score };
  });
  if (total === 0) return { score: null, parts: scored };
  const counted = scored.filter(({ weight }) => weight > 0).map(({ score }) => score);
  // Rounding of floating point must not lead out of what was measured.
  const score = sum(scored.map(({ contribution }) => contribution));
  return { score: Math.min(Math.max(score, Math.min(...counted)), Math.max(...counted)), parts: scored };
}

type Measured = MeasuredPart & { readonly score: number };

function isMeasured(part: MeasuredPart): part is Measured {
  const { score, weight } = part;
  return score !== null && Number.isFinite(score) && Number.isFinite(weight) && weight >= 0;
}

function merge(part: string, told: readonly Measured[]): Omit<ScoredPart, 'share' | 'contribution'> {
  // In one order, since sums of floating point depend on it.
  const same = [...told].sort(
    (a, b) =>
      compare(a.agent, b.agent) || a.score - b.score || a.weight - b.weight || compare(a.basis, b.basis),
  );
  const bases = new Set(same.map(({ basis }) => basis).filter((basis) => basis !== ''));
  return {
    part,
    agents: [...new Set(same.map(({ agent }) => agent))],
    weight: mean(same.map(({ weight }) => weight)),
    score: mean(same.map(({ score }) => score)),
    basis: [...bases].join('; '),
  };
}

/** The arithmetic mean, which rounding does not lead out of the values. */
function mean(values: readonly number[]): number {
  const exact = sum(values) / values.length;
  return Math.min(Math.max(exact, Math.min(...values)), Math.max(...values));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** On one line, since lists and terminals show it; at most so many characters. */
function oneLine(text: string, most: number): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  return (line.length > most ? `${line.slice(0, most - 1)}…` : line).toWellFormed();
}

// What an agent of somebody else says beside or in the place of what is wanted costs its part no more than it must.
const toldSchema = z.object({
  part: z
    .string()
    .transform((part) => oneLine(part, 100))
    .refine((part) => part !== ''),
  weight: z.number().min(0).max(1_000_000).catch(defaultHealthWeight),
  // `+ 0`: no minus nought.
  score: z.number().transform((score) => Math.min(Math.max(score, 0), 100) + 0),
  basis: z
    .string()
    .transform((basis) => oneLine(basis, 500))
    .catch(''),
});

/**
 * Reads what an agent, any agent, told as its output `health`: `{ part, score, weight?, basis? }`. The score is brought
 * into 0 to 100, a weight that is missing or none is `defaultHealthWeight`, other fields are ignored. Null where there
 * is no part or no number as its score.
 */
export function healthPartOf(value: unknown): ToldHealth | null {
  const read = toldSchema.safeParse(value);
  return read.success ? read.data : null;
}
