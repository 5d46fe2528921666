import type { ImportKind, ImportStatement } from '../../syntax-tree/import-statement.ts';
import { importCycles } from './import-cycles.ts';

/** An import of one file of the workspace by another, at the first line that has it. */
export interface ImportEdge {
  readonly from: string;
  readonly to: string;
  readonly line: number;
  readonly column: number;
  readonly kind: ImportKind;
}

export interface ImportCycle {
  /** Each imports the next, the last imports the first. */
  readonly paths: readonly string[];
  /** Of the import that leads from the first to the second. */
  readonly line: number;
  readonly column: number;
}

export interface ImportGraph {
  /** By importing path, then by imported path. */
  readonly edges: readonly ImportEdge[];
  /** Of eager imports: one that waits for a call, or is for types only, closes no cycle when a program starts. */
  readonly cycles: readonly ImportCycle[];
  /** Groups of files so entangled that only their first cycles are told. */
  readonly cut: number;
}

const strength: Readonly<Record<ImportKind, number>> = { eager: 2, deferred: 1, type: 0 };

/**
 * Builds the graph of a workspace.
 *
 * @param imports by path, in any order
 * @param resolve gives the files that an import leads to
 */
export function importGraph(
  imports: ReadonlyMap<string, readonly ImportStatement[]>,
  resolve: (from: string, statement: ImportStatement) => readonly string[],
): ImportGraph {
  const edges: ImportEdge[] = [];
  const paths = [...imports.keys()].sort();
  for (const from of paths) {
    const own = new Map<string, ImportEdge>();
    for (const statement of imports.get(from) ?? []) {
      for (const to of resolve(from, statement)) {
        const known = own.get(to);
        if (to === from || (known && strength[known.kind] >= strength[statement.kind])) continue;
        own.set(to, { from, to, line: statement.line, column: statement.column, kind: statement.kind });
      }
    }
    edges.push(...[...own.values()].sort((a, b) => (a.to < b.to ? -1 : 1)));
  }
  return { edges, ...cyclesOf(edges) };
}

function cyclesOf(edges: readonly ImportEdge[]): { cycles: ImportCycle[]; cut: number } {
  const paths = [...new Set(edges.flatMap(({ from, to }) => [from, to]))].sort();
  const index = new Map(paths.map((path, at) => [path, at]));
  const successors: number[][] = paths.map(() => []);
  const places = new Map<string, ImportEdge>();
  for (const edge of edges) {
    if (edge.kind !== 'eager') continue;
    successors[index.get(edge.from) ?? 0]?.push(index.get(edge.to) ?? 0);
    places.set(`${edge.from}\n${edge.to}`, edge);
  }
  const { cycles, cut } = importCycles(successors);
  const told = cycles.map((cycle) => {
    const names = cycle.map((node) => paths[node] ?? '');
    const edge = places.get(`${names[0]}\n${names[1]}`);
    return { paths: names, line: edge?.line ?? 1, column: edge?.column ?? 1 };
  });
  return { cycles: told, cut };
}
