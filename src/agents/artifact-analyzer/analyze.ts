import { fileSet } from '../../library/lineage/file-set.ts';
import { standardModules } from '../../library/lineage/python-standard-modules.ts';
import { JavaScriptResolver } from '../../library/lineage/resolve-javascript.ts';
import { PythonResolver } from '../../library/lineage/resolve-python.ts';
import { scriptProjects } from '../../library/lineage/script-projects.ts';
import { type OutlineReader, outlineReader } from '../../syntax-tree/code-outline.ts';
import { type Grammar, grammarOf } from '../../syntax-tree/grammar.ts';
import { type GitHistory, gitHistory } from '../git-history.ts';
import { Progress } from '../progress.ts';
import { ReadGarbage } from '../read-garbage.ts';
import { readText } from '../read-text.ts';
import { languageOf } from '../syntax/language.ts';
import type { FileChoice } from '../workspace-files.ts';
import type { Artifact } from './artifact.ts';
import { importsOf } from './code-facts.ts';
import { type DuplicateGroup, findDuplicates, isWorthTelling } from './duplicates.ts';
import { type ImportGraph, importGraph } from './import-graph.ts';
import { type Inventory, takeInventory } from './inventory.ts';
import { type Measured, measure, unmeasured } from './measure.ts';
import { rate } from './rate.ts';

export interface Analysis {
  /** By path. */
  readonly artifacts: readonly Artifact[];
  readonly graph: ImportGraph;
  readonly duplicates: readonly DuplicateGroup[];
  /** Those of the duplicates that are worth a word. */
  readonly copies: readonly DuplicateGroup[];
  /** Null where there is none, or none is wanted. */
  readonly history: GitHistory | null;
  readonly skipped: Readonly<Record<string, number>>;
}

export interface AnalyzeOptions extends FileChoice {
  /** Seconds of history that are looked at, back from the newest commit; 0 is none. */
  readonly since: number;
}

/** Takes stock of a workspace. */
export async function analyze(workspace: string, options: AnalyzeOptions): Promise<Analysis> {
  const looking = options.since > 0 ? gitHistory(workspace, options.since) : null;
  const inventory = takeInventory(workspace, options);
  const measured = await measureAll(workspace, inventory, options);
  const files = new Set(inventory.items.map(({ path }) => path));
  const read = (path: string) => (files.has(path) ? readText(workspace, path) : null);
  const known = fileSet(files);
  const pythonResolver = new PythonResolver(known, standardModules);
  const scriptResolver = new JavaScriptResolver(known, scriptProjects(known, read));
  const imports = new Map([...measured].map(([path, { code }]) => [path, importsOf(path, code.imports)]));
  const graph = importGraph(imports, (from, statement) => {
    if (languageOf(from) === 'python') return pythonResolver.resolve(from, statement);
    const target = scriptResolver.resolve(from, statement.module);
    return target === null ? [] : [target];
  });
  const duplicates = findDuplicates(inventory.items, (path) => measured.get(path)?.hash ?? null);
  const history = await looking;
  const entryPoints = new Set(scriptResolver.entryPoints());
  const artifacts = rate(inventory.items, { measured, graph, duplicates, entryPoints, history });
  const items = new Map(inventory.items.map((item) => [item.path, item]));
  const copies = duplicates
    .map((group) => ({
      ...group,
      paths: group.paths.filter((path) => {
        const item = items.get(path);
        return item !== undefined && isWorthTelling(item, measured.get(path)?.generated ?? false);
      }),
    }))
    .filter(({ paths }) => paths.length > 1);
  return { artifacts, graph, duplicates, copies, history, skipped: inventory.skipped };
}

async function measureAll(
  workspace: string,
  { items }: Inventory,
  { max_file_size }: FileChoice,
): Promise<ReadonlyMap<string, Measured>> {
  const readers = await readersFor(items.map(({ path }) => path));
  const paths = new Set(items.map(({ path }) => path));
  const exists = (path: string) => paths.has(path);
  const sizes = new Map<number, number>();
  for (const { bytes } of items) sizes.set(bytes, (sizes.get(bytes) ?? 0) + 1);
  const measured = new Map<string, Measured>();
  const progress = new Progress('measured', items.length);
  const garbage = new ReadGarbage();
  for (const item of items) {
    const hashed = item.bytes > 0 && (sizes.get(item.bytes) ?? 0) > 1;
    const tooLarge = item.bytes > max_file_size;
    measured.set(
      item.path,
      tooLarge ? unmeasured : await measure(item, { workspace, hashed, readers, exists }),
    );
    progress.step();
    garbage.add(item.bytes);
    await progress.turn();
  }
  return measured;
}

/** The readers of the languages that are there. */
async function readersFor(paths: readonly string[]): Promise<ReadonlyMap<Grammar, OutlineReader>> {
  const readers = new Map<Grammar, OutlineReader>();
  for (const grammar of new Set(paths.map(grammarOf))) {
    if (grammar !== null) readers.set(grammar, await outlineReader(grammar));
  }
  return readers;
}
