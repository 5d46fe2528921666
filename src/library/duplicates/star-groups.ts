/** One that others are like, by their places in a list. */
export interface Star {
  readonly centre: number;
  readonly others: readonly { readonly place: number; readonly likeness: number }[];
}

/**
 * Groups of which every member is like the one in the centre, so that no chain of small steps leads from one text to
 * quite another. The first of the order takes all that are like it; the first of the others does the same, and so on:
 * the groups depend on the order alone.
 *
 * @param order places in a list, the best first
 * @param eachMate those that may be like one
 * @param likenessOf how alike two are, 0 to 1; 0 where they belong to no group together
 */
export function starGroups(
  order: readonly number[],
  eachMate: (place: number, use: (mate: number) => boolean) => void,
  likenessOf: (a: number, b: number) => number,
): Star[] {
  const free = new Set(order);
  const stars: Star[] = [];
  for (const centre of order) {
    if (!free.delete(centre)) continue;
    const others: { place: number; likeness: number }[] = [];
    eachMate(centre, (place) => {
      if (!free.has(place)) return false;
      const likeness = likenessOf(centre, place);
      if (likeness > 0) others.push({ place, likeness });
      return false;
    });
    for (const { place } of others) free.delete(place);
    if (others.length > 0) stars.push({ centre, others });
  }
  return stars;
}
