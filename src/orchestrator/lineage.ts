import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { UserError } from '../common/errors.ts';
import { outsideWorkspace } from '../common/outside-workspace.ts';
import type { Journal } from '../journal/journal.ts';
import type { FileProduction } from '../journal/lineage.ts';
import { FileHasher, type HashLimits } from '../kernel/cache/file-hasher.ts';
import type { HashAll } from '../kernel/execution-files.ts';
import { WorkspacePaths } from '../kernel/executor/workspace-paths.ts';
import type { Library } from '../library/library.ts';
import type { LineageInput, LineageProduction, LineageReport } from '../model/lineage-report.ts';

export interface FileLineageOptions {
  /** Absolute path. */
  readonly workspace: string;
  readonly library: Pick<Library, 'ask'>;
  readonly journal: Pick<Journal, 'productionsOf' | 'toldArtifacts' | 'madeFrom'>;
  /** Null: nothing is remembered of what was hashed. */
  readonly hashAll: HashAll | null;
}

/** Executions that are told, and looked at for whether the file is as they wrote it. */
const mostProductions = 20;
/** Larger files are not compared, as nothing is noted of their content. */
const limits: HashLimits = { maxBytes: 64 * 1024 * 1024, lenient: true };
/** Paths of which the journal is asked before others have their turn. */
const pathsAtATime = 100;

/** What a file is now: its hash, `null` where nobody can tell, `gone` where there is none. */
type Content = string | null | 'gone';

/** Tells where files come from, by the journal, and what refers to them, by the library. */
export class FileLineage {
  readonly #options: FileLineageOptions;
  readonly #paths: WorkspacePaths;
  readonly #hashAll: HashAll;

  constructor(options: FileLineageOptions) {
    this.#options = options;
    const hasher = new FileHasher(null, Date.now);
    this.#hashAll = options.hashAll ?? ((paths, given) => hasher.hashAll(paths, given));
    this.#paths = new WorkspacePaths(options.workspace);
  }

  /**
   * Where a file comes from, and what comes from it.
   *
   * @param written a path, absolute or relative to the workspace
   */
  async of(written: string): Promise<LineageReport> {
    const { library, journal } = this.#options;
    const path = this.#paths.relative(written, this.#options.workspace, true);
    if (path === null) throw outsideWorkspace(written);
    const [references, file] = await Promise.all([library.ask('references', { path }), this.#file(path)]);
    const productions = this.#productions(path);
    const madeFromIt = journal.madeFrom(path);
    const exists = file !== null;
    if (!exists && references === null && productions.length === 0 && madeFromIt.length === 0)
      throw unknown(path);
    const contents = await this.#contents([
      path,
      ...productions.flatMap(({ inputs }) => inputs.map((input) => input.path)),
    ]);
    return {
      path,
      exists,
      status: references?.status ?? null,
      producedBy: productions.map((production) => produced(production, path, contents)),
      madeFromIt,
      refersTo: references?.refersTo ?? [],
      referredBy: references?.referredBy ?? [],
      dependents: await this.#dependents(path),
    };
  }

  #productions(path: string): FileProduction[] {
    const { journal } = this.#options;
    const noted = journal.productionsOf(path, mostProductions);
    const known = new Set(noted.map(({ executionId }) => executionId));
    const told = journal
      .toldArtifacts(path, mostProductions)
      .filter(({ executionId }) => !known.has(executionId));
    return [...noted, ...told]
      .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
      .slice(0, mostProductions);
  }

  /** Everything that imports it or was made from it, and everything that does so with that. */
  async #dependents(path: string): Promise<string[]> {
    const { library, journal } = this.#options;
    const found = new Set<string>();
    const isNew = (one: string): boolean => one !== path && !found.has(one);
    let asked = 0;
    // What imports these has not been asked for yet.
    for (let pending = [path]; pending.length > 0; ) {
      const importing = (await library.ask('dependents', { paths: pending })).filter(isNew);
      const level = [...pending, ...importing];
      for (const one of importing) found.add(one);
      pending = [];
      for (const one of level) {
        if (++asked % pathsAtATime === 0) await nextTurn();
        for (const { path: made } of journal.madeFrom(one)) {
          if (!isNew(made)) continue;
          found.add(made);
          pending.push(made);
        }
      }
    }
    return [...found].sort();
  }

  async #contents(paths: readonly string[]): Promise<ReadonlyMap<string, Content>> {
    const all = [...new Set(paths)];
    const hashes = await this.#hashAll(
      all.map((path) => join(this.#options.workspace, path)),
      limits,
    );
    const contents = new Map<string, Content>();
    for (const [at, path] of all.entries()) {
      const hash = hashes[at] ?? null;
      contents.set(path, hash !== null || (await this.#file(path)) !== null ? hash : 'gone');
    }
    return contents;
  }

  /** Null where there is no file. */
  async #file(path: string): Promise<Stats | null> {
    try {
      const stats = await stat(join(this.#options.workspace, path));
      return stats.isFile() ? stats : null;
    } catch {
      return null;
    }
  }
}

function produced(
  { hash, inputs, ...production }: FileProduction,
  path: string,
  contents: ReadonlyMap<string, Content>,
): LineageProduction {
  const change = isChanged(hash, contents.get(path) ?? null);
  return {
    ...production,
    isCurrent: change === null ? null : !change,
    inputs: inputs.map(
      (input): LineageInput => ({
        path: input.path,
        changed: isChanged(input.hash, contents.get(input.path) ?? null),
      }),
    ),
  };
}

/** Whether a file is another one than it was; null where nobody can tell. */
function isChanged(then: string | null, now: Content): boolean | null {
  if (now === 'gone') return true;
  return then === null || now === null ? null : then !== now;
}

function unknown(path: string): UserError {
  return new UserError(
    'unknown-document',
    `There is no file ${path} in the workspace, nothing refers to one, and no recorded execution read or wrote one.`,
  );
}
