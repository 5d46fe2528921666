/** The answers of several folders as one list: all that are first, in the order of the folders, then all that are second. */
export function rankedHits<T>(answers: readonly (readonly T[])[]): readonly T[] {
  const most = Math.max(0, ...answers.map(({ length }) => length));
  return Array.from({ length: most }, (_, rank) =>
    answers.flatMap((hits) => hits.slice(rank, rank + 1)),
  ).flat();
}
