import { errorMessage } from '../common/errors.ts';
import type { Logger } from '../common/logger.ts';
import { Journal } from '../journal/journal.ts';
import { ResultCache } from '../kernel/cache/result-cache.ts';
import { LocalExecutor } from '../kernel/executor/local-executor.ts';
import { Library } from '../library/library.ts';
import type { CacheSettings } from '../model/definition.ts';
import { endSpawners, spawnerMark } from '../process/end-spawners.ts';
import { endTree } from '../process/kill-tree.ts';
import { Spawner } from '../process/spawner.ts';
import { libraryRulesFiles, WorkspaceLibraryRules } from './library-rules.ts';
import { Orchestrator } from './orchestrator.ts';
import { recoverRuns } from './recover-runs.ts';

export interface WorkspaceEngineOptions {
  /** Absolute path. */
  readonly workspace: string;
  /** Paths below the workspace's state folder. */
  readonly folder: {
    readonly journal: string;
    readonly logs: string;
    readonly cache: string;
    readonly library: string;
  };
  readonly logger: Logger;
  /** Where agents may ask; null where nobody listens. */
  readonly socket: string | null;
  /** The path of a built-in agent's program, or null where there is none of that name. */
  readonly builtinEntry: (name: string) => string | null;
  /** The program of the spawner. */
  readonly spawnerEntry: string;
  /** The program of the library's threads. */
  readonly libraryEntry: string;
  /** Milliseconds that a run waits for a debugger whose connection was lost; a minute where it is absent. */
  readonly debugHoldMs?: number;
  readonly onFailure: (error: unknown) => void;
}

/**
 * Opens what a workspace has recorded, brings to an end what an engine that died left open, and makes the facade.
 * Throws the `UserError` of a journal that cannot be used.
 */
export async function openOrchestrator(options: WorkspaceEngineOptions): Promise<Orchestrator> {
  const { workspace, folder, logger, socket, builtinEntry } = options;
  let fail = options.onFailure;
  const journal = Journal.open(folder.journal, { logger, onFailure: (error) => fail(error) });
  try {
    const ofSpawners = spawnerMark(workspace);
    const spawner = new Spawner({
      entry: options.spawnerEntry,
      mark: ofSpawners,
      onTrouble: (message) => logger.warn(message),
    });
    const executor = new LocalExecutor({ workspace, logsFolder: folder.logs, builtinEntry, spawner });
    const notices: string[] = [];
    if (journal.setAside !== null) {
      notices.push(
        `The journal was damaged. It was set aside as ${journal.setAside}, and a new one was begun: earlier runs are not listed.`,
      );
      await endSpawners(ofSpawners);
      // Nobody knows any more what ran: what carries the mark of this workspace has no engine.
      await endTree({ pid: null, mark: { name: 'DODECA_WORKSPACE', value: workspace }, since: 0 }, 1000).done;
    }
    const recovered = await recoverRuns(journal, async (leftovers) => {
      await endSpawners(ofSpawners);
      const left = await Promise.all(leftovers.map((leftover) => executor.endLeftovers(leftover)));
      const stubborn = left.flat();
      if (stubborn.length > 0) logger.warn(`processes that could not be ended: ${stubborn.join(', ')}`);
    });
    if (recovered > 0) logger.info(`${recovered} runs were interrupted when the engine before died`);
    const cache = openCache(folder.cache, logger);
    const rules = new WorkspaceLibraryRules(workspace);
    const orchestrator = new Orchestrator({
      workspace,
      logsFolder: folder.logs,
      journal,
      cache,
      library: new Library({
        workspace,
        database: folder.library,
        workerEntry: options.libraryEntry,
        rules: () => rules.read(),
        rulesFiles: libraryRulesFiles,
        logger,
      }),
      executor,
      socket,
      logger,
      notices,
      onFailure: options.onFailure,
      debugHoldMs: options.debugHoldMs ?? 60_000,
      onClose: () => spawner.close(),
    });
    fail = (error) => orchestrator.fail(error);
    return orchestrator;
  } catch (error) {
    journal.close();
    throw error;
  }
}

/** Every run brings the limits of its own definition. */
const unlimited: CacheSettings = { maxBytes: Number.MAX_SAFE_INTEGER, ttlMs: null, eviction: 'lru' };

/** Without a cache everything runs, only nothing twice as fast: that is told, and no reason to refuse a run. */
function openCache(folder: string, logger: Logger): ResultCache | null {
  try {
    return ResultCache.open(folder, { settings: unlimited, logger });
  } catch (error) {
    logger.warn(`the result cache is not used: ${errorMessage(error)}`);
    return null;
  }
}
