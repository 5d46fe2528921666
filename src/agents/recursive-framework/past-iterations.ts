import * as z from 'zod';
import { healthPartOf, healthScore, type MeasuredPart } from '../../analysis/health-score.ts';
import type { Engine } from '../ask-engine.ts';
import { type Iteration, newestFirst, toldPartsSchema } from './iteration.ts';
import { isSame } from './iteration-record.ts';

const rowsSchema = z.array(z.object({ runId: z.string(), at: z.string(), value: z.unknown() }));
type Row = z.infer<typeof rowsSchema>[number];

/** Who tells what in a run, so that earlier runs can be asked for the same. */
export interface Tellers {
  /** The name of this agent in the definition. */
  readonly self: string;
  /** Agents that told a part of the health. */
  readonly agents: readonly string[];
}

/**
 * What the journal knows of earlier runs: the parts that this agent told in them, and for runs that it was not in,
 * what the agents told by themselves. Throws where the engine refuses.
 */
export async function journalIterations(
  engine: Engine,
  { self, agents }: Tellers,
  limit: number,
): Promise<Iteration[]> {
  const ask = async (agent: string, name: string): Promise<Row[]> => {
    const answer = await engine.call('history/values', { kind: 'output', name, agent, limit });
    return rowsSchema.safeParse(answer).data ?? [];
  };
  const told = new Map<string, { at: string; parts: MeasuredPart[] }>();
  for (const agent of agents) {
    for (const { runId, at, value } of await ask(agent, 'health')) {
      const part = healthPartOf(value);
      if (part === null) continue;
      const run = told.get(runId) ?? { at, parts: [] };
      told.set(runId, run);
      // Newest first: what an agent told before in the same run does not hold any more.
      if (!run.parts.some((other) => other.agent === agent)) run.parts.push({ agent, ...part });
    }
  }
  const own = new Set<string>();
  for (const { runId, at, value } of await ask(self, 'parts')) {
    if (own.has(runId)) continue;
    own.add(runId);
    const parts = toldPartsSchema.safeParse(value).data ?? [];
    const measured = parts.map((part) => ({ ...part, agent: self, basis: '' }));
    if (measured.length > 0) told.set(runId, { at, parts: measured });
  }
  return [...told].flatMap(([runId, { at, parts }]) => iterationOf(runId, at, parts) ?? []);
}

/** What a run measured as an iteration; null where that is nothing. */
export function iterationOf(
  runId: string | null,
  at: string,
  measured: readonly MeasuredPart[],
): Iteration | null {
  const { score, parts } = healthScore(measured);
  if (score === null) return null;
  return {
    run_id: runId,
    at,
    score,
    parts: parts.map(({ part, weight, score }) => ({ part, weight, score })),
  };
}

/**
 * Earlier iterations, newest first and each once. Of a run that both know, the record holds; the present run, which may
 * be here for a second attempt, is none of them.
 */
export function mergeIterations(
  record: readonly Iteration[],
  journal: readonly Iteration[],
  current: Iteration,
): Iteration[] {
  const more = journal.filter((iteration) => !record.some((known) => isSame(known, iteration)));
  return newestFirst([...record, ...more].filter((iteration) => !isSame(iteration, current)));
}
