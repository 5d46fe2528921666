import type { LibraryApi } from '../rpc/library-api.ts';
import type { libraryMethods } from '../rpc/library-schemas.ts';
import type { Handlers } from './call.ts';

/** How the methods of the knowledge library are answered. */
export function libraryHandlers(library: LibraryApi): Handlers<keyof typeof libraryMethods> {
  return {
    'library/build': (params, call) => {
      call.hearLibrary();
      return library.build(params);
    },
    'library/watch': (_, call) => {
      call.hearLibrary();
      library.watch();
      return null;
    },
    'library/status': () => library.status(),
    'library/search': (params, call) => {
      if (params.fresh) call.hearLibrary();
      return library.search(params);
    },
    'library/suggest': (params) => library.suggest(params),
    'library/define': (params) => library.define(params),
    'library/list': (params) => library.list(params),
    'library/statuses': (params) => library.statuses(params),
    'library/review': (params) => library.review(params),
    'library/fix': (params) => library.fix(params),
    'library/document': (params) => library.document(params),
    'library/decide': (params) => library.decide(params),
    'library/lineage': (params) => library.lineage(params),
  };
}
