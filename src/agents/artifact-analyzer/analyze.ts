import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { collectGarbageAfter } from '../collect-garbage.ts';
import { Progress } from '../progress.ts';
import { PythonSession } from '../python-session.ts';
import { decodeSource } from '../source-text.ts';
import { languageOf } from '../syntax/language.ts';
import { findWorkingPython } from '../working-python.ts';
import type { AnalyzerParameters } from './analyzer-parameters.ts';
import { classificationText } from './classify.ts';
import { type ImportGraph, importGraph } from './import-graph.ts';
import { type Importance, importanceOf, importanceScore } from './importance.ts';
import { type Inventory, type InventoryItem, takeInventory } from './inventory.ts';
import { type Measured, measure, unmeasured } from './measure.ts';
import { pythonFacts, standardModules } from './python-facts.ts';
import { factsProgram } from './python-facts-program.ts';
import { type QualityPart, quality } from './quality.ts';
import { JavaScriptResolver } from './resolve-javascript.ts';
import { PythonResolver } from './resolve-python.ts';
import { testsBeside } from './tests-beside.ts';

/** One file of the workspace, as the report has it. */
export interface Artifact {
  readonly path: string;
  /** `type:group:function`. */
  readonly classification: string;
  readonly type: string;
  readonly bytes: number;
  readonly lines: number | null;
  /** 0 to 100, null where too little was measured. */
  readonly quality: number | null;
  readonly qualityParts: Readonly<Partial<Record<QualityPart, number>>>;
  readonly importance: Importance;
  /** 0 to 100. */
  readonly importanceScore: number;
  /** 1 is the most important. */
  readonly rank: number;
  readonly entryPoint: boolean;
  readonly imports: number;
  readonly importedBy: number;
}

export interface Analysis {
  /** By path. */
  readonly artifacts: readonly Artifact[];
  readonly graph: ImportGraph;
  /** Groups of files with the same content, by their first path. */
  readonly duplicates: readonly {
    readonly hash: string;
    readonly bytes: number;
    readonly paths: readonly string[];
  }[];
  readonly skipped: Readonly<Record<string, number>>;
  /** How Python was read: by the interpreter of this version, or line by line (null). */
  readonly python: string | null;
  readonly warnings: readonly string[];
}

/** Takes stock of a workspace. */
export async function analyze(workspace: string, parameters: AnalyzerParameters): Promise<Analysis> {
  const inventory = takeInventory(workspace, parameters);
  const { measured, python, standard, warnings } = await measureAll(workspace, inventory, parameters);
  const files = new Set(inventory.items.map(({ path }) => path));
  const read = (path: string) => (files.has(path) ? readText(workspace, path) : null);
  const pythonResolver = new PythonResolver(files, standard);
  const scriptResolver = new JavaScriptResolver(files, read);
  const imports = new Map([...measured].map(([path, { code }]) => [path, code.imports]));
  const graph = importGraph(imports, (from, statement) => {
    if (languageOf(from) === 'python') return pythonResolver.resolve(from, statement);
    const target = scriptResolver.resolve(from, statement.module);
    return target === null ? [] : [target];
  });
  const duplicates = findDuplicates(inventory.items, measured);
  const entryPoints = new Set(scriptResolver.entryPoints());
  const artifacts = rate(inventory.items, measured, graph, duplicates, entryPoints);
  return { artifacts, graph, duplicates, skipped: inventory.skipped, python, warnings };
}

async function measureAll(
  workspace: string,
  { items }: Inventory,
  { maxFileBytes }: AnalyzerParameters,
): Promise<{
  measured: ReadonlyMap<string, Measured>;
  python: string | null;
  standard: ReadonlySet<string>;
  warnings: string[];
}> {
  const hasPython = items.some(({ path }) => languageOf(path) === 'python');
  const interpreter = hasPython ? await findWorkingPython(workspace) : null;
  const session = interpreter && new PythonSession(interpreter, factsProgram, workspace);
  const warnings =
    hasPython && session === null
      ? ['no Python 3.8 or newer was found: Python files are read line by line, for their imports only']
      : [];
  const sizes = new Map<number, number>();
  for (const { bytes } of items) sizes.set(bytes, (sizes.get(bytes) ?? 0) + 1);
  const measured = new Map<string, Measured>();
  const progress = new Progress('measured', items.length);
  const open: Promise<void>[] = [];
  const take = (path: string, result: Measured) => {
    measured.set(path, result);
    progress.step();
  };
  for (const item of items) {
    const hashed = item.bytes > 0 && (sizes.get(item.bytes) ?? 0) > 1;
    const pythonOf = session && ((path: string) => pythonFacts(session, path));
    const result =
      item.bytes > maxFileBytes ? unmeasured : measure(item, { workspace, hashed, pythonFacts: pythonOf });
    if (result instanceof Promise) open.push(result.then((facts) => take(item.path, facts)));
    else take(item.path, result);
    collectGarbageAfter(item.bytes);
    await progress.turn();
  }
  await Promise.all(open);
  const standard = session === null ? new Set<string>() : await standardModules(session);
  session?.close();
  return { measured, python: interpreter?.version ?? null, standard, warnings };
}

function findDuplicates(
  items: readonly InventoryItem[],
  measured: ReadonlyMap<string, Measured>,
): { hash: string; bytes: number; paths: string[] }[] {
  const byHash = new Map<string, { hash: string; bytes: number; paths: string[] }>();
  for (const { path, bytes } of items) {
    const hash = measured.get(path)?.hash;
    if (typeof hash !== 'string') continue;
    const group = byHash.get(hash) ?? { hash, bytes, paths: [] };
    group.paths.push(path);
    byHash.set(hash, group);
  }
  return [...byHash.values()].filter(({ paths }) => paths.length > 1);
}

function rate(
  items: readonly InventoryItem[],
  measured: ReadonlyMap<string, Measured>,
  { edges }: ImportGraph,
  duplicates: Analysis['duplicates'],
  entryPoints: ReadonlySet<string>,
): Artifact[] {
  const copies = new Set(duplicates.flatMap(({ paths }) => paths));
  const tested = testsBeside(items);
  const imports = countBy(edges.map(({ from }) => from));
  const importedBy = countBy(edges.map(({ to }) => to));
  const rated = items.map(({ path, bytes, classification }) => {
    const { parses, code, text } = measured.get(path) ?? unmeasured;
    const known = text !== null || copies.has(path);
    const { score, parts } = quality({
      classification,
      parses,
      code,
      text,
      duplicate: known && bytes > 0 ? copies.has(path) : null,
      tested: tested(path, classification),
    });
    const entryPoint = code.entryPoint || entryPoints.has(path) || /(^|\/)__main__\.py$/.test(path);
    const fanIn = importedBy.get(path) ?? 0;
    const fanOut = imports.get(path) ?? 0;
    const weight = importanceScore(classification, bytes, fanIn, fanOut, entryPoint);
    return {
      path,
      classification: classificationText(classification),
      type: classification.type,
      bytes,
      lines: text?.lines ?? null,
      quality: score,
      qualityParts: parts,
      importance: importanceOf(weight),
      importanceScore: weight,
      entryPoint,
      imports: fanOut,
      importedBy: fanIn,
    };
  });
  const ranked = [...rated].sort(
    (a, b) => b.importanceScore - a.importanceScore || (a.path < b.path ? -1 : 1),
  );
  const rank = new Map(ranked.map(({ path }, index) => [path, index + 1]));
  return rated.map((artifact) => ({ ...artifact, rank: rank.get(artifact.path) ?? 0 }));
}

function countBy(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function readText(workspace: string, path: string): string | null {
  try {
    return decodeSource(readFileSync(join(workspace, path)));
  } catch {
    return null;
  }
}
