import { disposable } from '../../src/common/disposable.ts';
import { UserError } from '../../src/common/errors.ts';
import type { LibraryApi } from '../../src/rpc/library-api.ts';

async function refuse(): Promise<never> {
  throw new UserError('library-failed', 'This engine is scripted: it has no library.');
}

/** The library of an engine that has none. */
export const noLibrary: LibraryApi = {
  build: refuse,
  watch: () => undefined,
  onNews: () => disposable(() => undefined),
  status: refuse,
  search: refuse,
  suggest: refuse,
  define: refuse,
  list: refuse,
  statuses: refuse,
  review: refuse,
  fix: refuse,
  document: refuse,
  decide: refuse,
  lineage: refuse,
};
