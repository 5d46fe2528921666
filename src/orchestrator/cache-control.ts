import { UserError } from '../common/errors.ts';
import type { ResultCache } from '../kernel/cache/result-cache.ts';
import type { CacheReport } from '../model/report.ts';
import type { CacheApi } from '../rpc/cache-api.ts';

/** The result cache behind the facade. */
export class CacheControl implements CacheApi {
  readonly #cache: ResultCache | null;

  /** @param cache null where it could not be opened */
  constructor(cache: ResultCache | null) {
    this.#cache = cache;
  }

  report(): CacheReport {
    return this.#opened().stats();
  }

  invalidate({ pattern }: { readonly pattern: string }): CacheReport {
    this.#opened().invalidate(pattern);
    return this.report();
  }

  clear(): CacheReport {
    this.#opened().clear();
    return this.report();
  }

  async exportTo({ path }: { readonly path: string }): Promise<CacheReport> {
    await this.#opened().exportTo(path);
    return this.report();
  }

  async importFrom({ path }: { readonly path: string }): Promise<CacheReport> {
    await this.#opened().importFrom(path);
    return this.report();
  }

  #opened(): ResultCache {
    if (this.#cache) return this.#cache;
    throw new UserError(
      'no-cache',
      'The result cache of this workspace cannot be opened; see .dodeca/engine.log.',
    );
  }
}
