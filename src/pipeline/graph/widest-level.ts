/** The index of the level whose nodes weigh most together, the first of equals, and that weight; -1 where there is none. */
export function widestLevel(
  levels: readonly (readonly number[])[],
  weight: (node: number) => number,
): { readonly level: number; readonly weight: number } {
  let widest = { level: -1, weight: 0 };
  levels.forEach((nodes, level) => {
    const sum = nodes.reduce((total, node) => total + weight(node), 0);
    if (widest.level === -1 || sum > widest.weight) widest = { level, weight: sum };
  });
  return widest;
}
