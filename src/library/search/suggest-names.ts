import type { Suggestion } from '../../model/library-report.ts';
import { bestFirst } from './best-first.ts';
import type { LibraryView } from './library-view.ts';
import { nameMatches } from './name-index.ts';
import { kindOrder, type Occurrence } from './name-table.ts';

/** Names for what was typed so far, the best first; with a `/` in it, paths. Call it within `LibraryView.current`. */
export function suggestNames(view: LibraryView, typed: string, limit: number): Suggestion[] {
  const text = typed.trim();
  if (text.includes('/')) return suggestPaths(view, text.toLowerCase(), limit);
  const suggestions: Suggestion[] = [];
  for (const { text: name, match } of view.nameIndex.find(text, limit)) {
    const best = bestOccurrence(view, view.names.occurrences(name));
    if (best === null) continue;
    const score = 1 - (nameMatches.indexOf(match) + 1 - 1 / (1 + name.length)) / nameMatches.length;
    suggestions.push({ text: name, kind: best.kind, path: best.path, line: best.line, score });
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
  const asked = typed.startsWith('/') ? typed.slice(1) : typed;
  const below = `/${asked}`;
  const found: { readonly path: string; readonly at: number }[] = [];
  for (const [, { path, lowerPath }] of corpus.all()) {
    // Where the path, or a folder or the file in it, begins so.
    const at = lowerPath.startsWith(asked) ? 0 : lowerPath.indexOf(below);
    if (at !== -1) found.push({ path, at });
  }
  const order = (a: (typeof found)[number], b: (typeof found)[number]): number =>
    a.at - b.at || a.path.length - b.path.length || (a.path < b.path ? -1 : 1);
  return bestFirst(found, limit, order).map(({ path }, at) => ({
    text: path,
    kind: 'file',
    path,
    line: 1,
    score: 1 / (1 + at),
  }));
}
