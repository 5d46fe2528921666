import type { DodecaHost } from '../dodeca-host.ts';
import { DocumentDecorations } from './decorations/document-decorations.ts';
import { savedSearches } from './saved-searches.ts';
import { LibraryFrame } from './view/library-frame.ts';

/** The view *Library* and the statuses of files; the tree itself is one of the views. */
export function registerLibraryView(host: DodecaHost): DocumentDecorations {
  host.own(host.views.library.showSearches(savedSearches(host)));
  host.own(new LibraryFrame(host));
  const decorations = new DocumentDecorations(host);
  host.own(decorations);
  return decorations;
}
