import { errorMessage } from '../common/errors.ts';
import type { Logger } from '../common/logger.ts';
import type { EngineApi } from '../rpc/engine-api.ts';

/** Cancels runs, each of them once unless it is to be killed. */
export class RunCanceller {
  readonly #api: EngineApi;
  readonly #logger: Logger;
  readonly #cancelled = new Set<string>();

  constructor(api: EngineApi, logger: Logger) {
    this.#api = api;
    this.#logger = logger;
  }

  /** Asks every active run to end; resolves when all of them have been asked. */
  async cancelAll(reason: string, kill = false): Promise<void> {
    if (this.#api.activeRuns() === 0) return;
    for (const { runId } of this.#api.status().activeRuns) {
      if (this.#cancelled.has(runId) && !kill) continue;
      this.#cancelled.add(runId);
      try {
        await this.#api.cancel({ run: runId, kill, reason });
      } catch (error) {
        // It may have ended in the meantime; whoever closes deals with what did not.
        this.#logger.warn(`run ${runId} was not cancelled: ${errorMessage(error)}`);
      }
    }
  }
}
