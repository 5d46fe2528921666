import type { Logger } from '../common/logger.ts';
import type { EngineApi } from '../rpc/engine-api.ts';
import type { StateFolder } from '../rpc/state-folder.ts';

/** What an engine is made from. */
export interface EngineContext {
  readonly folder: StateFolder;
  readonly logger: Logger;
  /** Where agents may ask: `DODECA_SOCKET`. */
  readonly socket: string;
  /** To be called when the engine cannot go on, as when the journal cannot be written. It ends the process. */
  onFailure(error: unknown): void;
}

/** Makes what the server serves. Resolves when clients may be let in: what an earlier engine left behind is recovered. */
export type CreateEngineApi = (context: EngineContext) => Promise<EngineApi>;
