import type { GitHistory } from '../git-history.ts';
import type { Artifact } from './artifact.ts';
import type { DuplicateGroup } from './duplicates.ts';
import { heatOf, hotSpots } from './hot-spots.ts';
import type { ImportGraph } from './import-graph.ts';
import { importanceOf, importanceScore } from './importance.ts';
import type { InventoryItem } from './inventory.ts';
import { type Measured, unmeasured } from './measure.ts';
import { quality } from './quality.ts';
import { testNeighbours, testsBeside } from './tests-beside.ts';

/** What is known of a workspace when its files are rated. */
export interface Known {
  readonly measured: ReadonlyMap<string, Measured>;
  readonly graph: ImportGraph;
  readonly duplicates: readonly DuplicateGroup[];
  /** Files that packages name as where they begin. */
  readonly entryPoints: ReadonlySet<string>;
  readonly history: GitHistory | null;
}

/** Rates and ranks the files of a workspace. */
export function rate(items: readonly InventoryItem[], known: Known): Artifact[] {
  const { measured, history } = known;
  const { edges } = known.graph;
  const copies = new Set(known.duplicates.flatMap(({ paths }) => paths));
  const tests = new Set(items.filter(isTest).map(({ path }) => path));
  const beside = testsBeside(items);
  const { importing, reached } = testNeighbours(edges, (path) => tests.has(path));
  const imports = countBy(edges.map(({ from }) => from));
  const importedBy = countBy(edges.map(({ to }) => to));
  const hot = new Set(hotSpotsOf(items, known));
  const rated = items.map((item): Artifact => {
    const { path, bytes, classification } = item;
    const { parses, code, text, generated } = measured.get(path) ?? unmeasured;
    const readable = text !== null || copies.has(path);
    const testBeside = beside(item);
    const { score, parts } = quality({
      classification,
      parses,
      code,
      text,
      duplicate: readable && bytes > 0 ? copies.has(path) : null,
      tested: testBeside === null ? null : testBeside || importing.has(path),
    });
    const entryPoint = code.entryPoint || known.entryPoints.has(path) || /(^|\/)__main__\.py$/.test(path);
    const own = history?.files.get(path);
    const heat = heatOf(own, generated ? null : code.complexity, history !== null);
    const importance = importanceScore({
      classification,
      bytes,
      importedBy: importedBy.get(path) ?? 0,
      imports: imports.get(path) ?? 0,
      entryPoint,
      heat,
    });
    return {
      path,
      classification,
      bytes,
      lines: text?.lines ?? null,
      generated,
      quality: score,
      qualityParts: parts,
      importance: importanceOf(importance.score),
      importanceScore: importance.score,
      importanceParts: importance.parts,
      rank: 0,
      entryPoint,
      imports: imports.get(path) ?? 0,
      importedBy: importedBy.get(path) ?? 0,
      complexity: code.complexity,
      documented: code.documented,
      typed: code.typed,
      testBeside,
      tests: importing.get(path) ?? 0,
      reachedByTests: reached.has(path),
      history: own ?? null,
      heat,
      hotSpot: hot.has(path),
    };
  });
  const ranked = [...rated].sort(
    (a, b) => b.importanceScore - a.importanceScore || (a.path < b.path ? -1 : 1),
  );
  const rank = new Map(ranked.map(({ path }, index) => [path, index + 1]));
  return rated.map((artifact) => ({ ...artifact, rank: rank.get(artifact.path) ?? 0 }));
}

function hotSpotsOf(items: readonly InventoryItem[], { measured, history }: Known): readonly string[] {
  if (history === null) return [];
  const candidates = items.flatMap((item) => {
    const { code, generated } = measured.get(item.path) ?? unmeasured;
    if (code.complexity === null || generated || !isOwnCode(item)) return [];
    const own = history.files.get(item.path);
    const heat = heatOf(own, code.complexity, true) ?? 0;
    return [{ path: item.path, heat, commits: own?.commits ?? 0, complexityMax: code.complexity.max }];
  });
  return hotSpots(candidates);
}

function isTest({ classification: { group } }: InventoryItem): boolean {
  return group === 'test';
}

/** Code that does the work: neither tests nor examples, nor what stands among the data of tests. */
export function isOwnCode({
  classification: { type, group },
}: Pick<InventoryItem, 'classification'>): boolean {
  return type === 'code' && group !== 'test' && group !== 'example' && group !== 'schema';
}

function countBy(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
