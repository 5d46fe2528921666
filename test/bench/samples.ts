/** The middle one; the mean of the two in the middle where there are as many above as below. */
export function median(samples: readonly number[]): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** What is measured against others: does the work once, and answers with what it took. */
export interface Contender {
  readonly name: string;
  /** In the unit of the table, usually milliseconds. */
  measure(): Promise<number> | number;
  /** Fewer rounds than the others, for what takes very long. */
  readonly rounds?: number;
}

/** All samples by name. The contenders take turns, so that a busy minute of the machine hits all of them alike. */
export async function takeTurns(
  contenders: readonly Contender[],
  rounds: number,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const samples = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const contender of contenders) {
      if (round >= (contender.rounds ?? rounds)) continue;
      samples.get(contender.name)?.push(await contender.measure());
    }
  }
  return samples;
}

/** Milliseconds that some work takes. */
export async function timed(work: () => Promise<unknown> | unknown): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
