import type { Awaitable } from '../common/awaitable.ts';
import type { CacheReport } from '../model/report.ts';

/** What a face may ask of the result cache; each answers with the cache as it is then. Error: `no-cache`. */
export interface CacheApi {
  report(): Awaitable<CacheReport>;
  invalidate(request: { readonly pattern: string }): Awaitable<CacheReport>;
  clear(): Awaitable<CacheReport>;
  exportTo(request: { readonly path: string }): Awaitable<CacheReport>;
  importFrom(request: { readonly path: string }): Awaitable<CacheReport>;
}
