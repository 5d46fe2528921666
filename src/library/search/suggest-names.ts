import type { Suggestion } from '../../model/library-report.ts';
import type { LibraryView } from './library-view.ts';
import { nameMatches } from './name-index.ts';
import { kindOrder, type Occurrence } from './name-table.ts';

/** Names for what was typed so far, the best first; with a `/` in it, paths. Call it within `LibraryView.current`. */
export function suggestNames(view: LibraryView, typed: string, limit: number): Suggestion[] {
  const text = typed.trim();
  if (text.includes('/')) return suggestPaths(view, text.toLowerCase(), limit);
  const suggestions: Suggestion[] = [];
  for (const { name, match } of view.nameIndex.find(text, limit)) {
    const best = bestOccurrence(view, view.names.occurrences(name));
    if (best === null) continue;
    const score = 1 - (nameMatches.indexOf(match) + 1 - 1 / (1 + name.text.length)) / nameMatches.length;
    suggestions.push({ text: name.text, kind: best.kind, path: best.path, line: best.line, score });
  }
  return suggestions;
}

/** What one most likely means by a name that several things have. */
function bestOccurrence(
  { corpus }: LibraryView,
  occurrences: readonly Occurrence[],
): (Occurrence & { readonly path: string }) | null {
  let best: (Occurrence & { readonly path: string }) | null = null;
  for (const occurrence of occurrences) {
    const path = corpus.fileAt(corpus.placeOfFile(occurrence.file))?.path;
    if (path === undefined) continue;
    const order =
      best === null
        ? -1
        : kindOrder(occurrence.kind) - kindOrder(best.kind) ||
          (path < best.path ? -1 : path > best.path ? 1 : occurrence.line - best.line);
    if (order < 0) best = { ...occurrence, path };
  }
  return best;
}

function suggestPaths({ corpus }: LibraryView, typed: string, limit: number): Suggestion[] {
  const found: { readonly path: string; readonly at: number }[] = [];
  for (const { path } of corpus.all()) {
    const at = `/${path.toLowerCase()}`.indexOf(typed.startsWith('/') ? typed : `/${typed}`);
    if (at !== -1) found.push({ path, at });
  }
  found.sort((a, b) => a.at - b.at || a.path.length - b.path.length || (a.path < b.path ? -1 : 1));
  return found
    .slice(0, limit)
    .map(({ path }, at) => ({ text: path, kind: 'file', path, line: 1, score: 1 / (1 + at) }));
}
